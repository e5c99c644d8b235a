import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
// The module has two images, and both were scanned.
log.has("[INFO] PASS ./target/one.tar ")
log.has("[INFO] PASS ./target/two.tar ")
log.has("[INFO] PASS  same-image  ./target/one.tar = ./target/one.tar")
log.has("[ERROR] FAIL  different  ./target/one.tar")
log.has("[INFO] PASS  different  ./target/one.tar")
return true

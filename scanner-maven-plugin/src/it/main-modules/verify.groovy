import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.has("[INFO] PASS " + new File(basedir, "one/target/jib-image.tar"))
log.has("[INFO] PASS " + new File(basedir, "two/target/jib-image.tar"))
log.has("[INFO] Nothing to look at: no image is named with <image>, and jib is not configured in this module")
log.has("[INFO] scanner: 2 images scanned in 4 modules, all passed")
return true

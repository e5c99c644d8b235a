import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.has("[INFO] Scanning ./target/jib-image.tar (registry.example/team/main-tar:1)")
log.has("[INFO] PASS ./target/jib-image.tar linux/amd64, config sha256:")
log.has("[INFO]   PASS default-user")
assert new File(basedir, "target/scanner/scan.txt").text.startsWith("PASS  ./target/jib-image.tar ")
def report = new groovy.json.JsonSlurper().parse(new File(basedir, "target/scanner/scan.json"))
assert report.verdict == "PASS"
return true

import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
File tar = new File(basedir, "target/jib-image.tar")
log.has("[INFO] Scanning " + tar + " (registry.example/team/main-tar:1)")
log.has("[INFO] PASS " + tar + " linux/amd64, config sha256:")
log.has("[INFO]   PASS default-user")
assert new File(basedir, "target/scanner/scan.txt").text.startsWith("PASS  " + tar)
def report = new groovy.json.JsonSlurper().parse(new File(basedir, "target/scanner/scan.json"))
assert report.verdict == "PASS"
return true

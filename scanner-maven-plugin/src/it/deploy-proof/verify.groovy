import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestRegistry

TestRegistry.stop(basedir)
def built = new groovy.json.JsonSlurper().parse(new File(basedir, "target/jib-image.json"))
assert built.imagePushed
Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[INFO] PASS ./target/jib-image.tar ")
log.has("[INFO] PASS  same-image")
def report = new groovy.json.JsonSlurper().parse(new File(basedir, "target/scanner/compare.json"))
assert report.verdict == "PASS"
return true

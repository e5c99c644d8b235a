import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestDocker

TestDocker.stop(basedir)
def built = new groovy.json.JsonSlurper().parse(new File(basedir, "target/jib-image.json"))
assert !built.imagePushed
Log log = Log.of(basedir)
log.has("[INFO] Scanning docker-daemon:" + built.imageId + " (registry.example/team/docker:1)")
log.has("[INFO] PASS docker-daemon:sha256:")
return true

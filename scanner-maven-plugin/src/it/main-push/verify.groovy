import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestRegistry

TestRegistry.stop(basedir)
def built = new groovy.json.JsonSlurper().parse(new File(basedir, "target/jib-image.json"))
def image = built.image.substring(0, built.image.lastIndexOf(":")) + "@" + built.imageDigest
Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[INFO] Scanning " + image + " (" + built.image + ")")
log.has("[INFO] PASS " + image.substring(0, image.lastIndexOf(":") + 13) + " linux/amd64, manifest sha256:")
// Layers come from jib's own cache: the config is the only blob that is fetched.
assert TestRegistry.fetchedBlobs(basedir) == [built.imageId]
return true

import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestRegistry

TestRegistry.stop(basedir)
Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[INFO] PASS ./target/jib-image.tar ")
log.has("[ERROR] FAIL  different")
log.has("are not as equal as required: the configuration differs: Env.DEBUG")
log.has("MojoFailureException")
return true

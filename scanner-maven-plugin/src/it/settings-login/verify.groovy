import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestRegistry

TestRegistry.stop(basedir)
Log log = Log.of(basedir)
assert log.count("[INFO] PASS 127.0.0.1:") == 2
log.has(" refused user \"builder\" from the <server> 127.0.0.1:")
log.hasNot(TestRegistry.PASSWORD)
log.hasNot("wrong-canary")
return true

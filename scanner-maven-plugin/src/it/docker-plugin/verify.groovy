import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestDocker

TestDocker.stop(basedir)
Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[INFO] Scanning docker-daemon:team/orders:1")
log.has("[INFO] PASS docker-daemon:team/orders:1 linux/")
return true

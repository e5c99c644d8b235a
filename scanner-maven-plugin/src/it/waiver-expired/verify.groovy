import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[ERROR]   high default-user: ")
log.has("[WARNING]   medium waivers: Waiver ROOT-1 for default-user")
log.has("MojoFailureException")
return true

import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("No image to look at: jib has not built one in this build")
log.has("jib's goals are bound to no phase")
log.has("[INFO] Nothing to look at: jib has not built one in this build")
return true

import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[ERROR] FAIL ./target/jib-image.tar ")
log.has("[ERROR]   high default-user: ")
log.has("[ERROR]     jib: <container><user>65532:65532</user></container>")
log.has("on project main-root: registry.example/team/main-root:1 does not pass: 1 finding too severe (default-user), see above and target/scanner")
log.has("MojoFailureException")
return true

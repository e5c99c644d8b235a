import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("scanner-policy.yaml:4:3: unknown key \"clas\"")
log.has("MojoExecutionException")
return true

import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
assert log.count("[INFO] PASS ./target/jib-image.tar ") == 2
log.has("Maven is offline (-o), and registry.example/app:1 is only in a registry")
log.has("MojoExecutionException")
return true

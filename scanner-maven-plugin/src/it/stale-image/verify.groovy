import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.has("No image to look at: target/jib-image.json is older than this build")
log.has("<phase>package</phase><goals><goal>buildTar</goal></goals>")
log.has("MojoExecutionException")
return true

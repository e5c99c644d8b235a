import dev.imageprovenance.scanner.maven.it.TestDocker

new File(basedir, "test.properties").text = "docker.host=" + TestDocker.start(basedir) + "\n"
return true

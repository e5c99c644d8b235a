import dev.imageprovenance.scanner.maven.it.TestRegistry

new File(basedir, "test.properties").text = "registry=" + TestRegistry.start(basedir) + "\n"
return true

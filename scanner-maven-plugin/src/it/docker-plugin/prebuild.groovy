import dev.imageprovenance.scanner.maven.it.TestDocker

// The socket that invoker.properties names.
TestDocker.start(basedir, new File(basedir, "../../docker-plugin.sock").canonicalFile.toPath())
return true

import dev.imageprovenance.scanner.maven.it.JavaRuntime

JavaRuntime.writeTo(new File(basedir, "target/runtime"))
def architecture = System.getProperty("os.arch") == "aarch64" ? "arm64" : "amd64"
new File(basedir, "test.properties").text = "image.architecture=$architecture\n"
return true

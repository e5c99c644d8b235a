import dev.imageprovenance.scanner.maven.it.Log
import dev.imageprovenance.scanner.maven.it.TestDocker

def tar = new File(basedir, "target/jib-image.tar")
Log.of(basedir).has("[INFO] PASS ./target/jib-image.tar ")

// What was built runs, and says of itself what the plugin has said.
TestDocker.start(basedir)
try {
  TestDocker.run(basedir, "load", "--quiet", "--input", tar.path)
  def container = ["run", "--rm", "--network=none", "--volume", tar.path + ":/image.tar:ro",
      "registry.example/team/own-image:1"]
  def version = TestDocker.run(basedir, *container, "--version")
  assert version.startsWith("image-provenance-scanner ")
  def scan = TestDocker.run(basedir, *container, "scan", "--no-cache", "/image.tar")
  assert scan.startsWith("PASS  /image.tar linux/")
} finally {
  TestDocker.stop(basedir)
}
return true

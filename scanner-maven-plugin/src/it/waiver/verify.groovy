import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
// The tar is known by the name that it will be pushed to.
log.has("[INFO] PASS ./target/jib-image.tar ")
log.has("[INFO]   default-user: 1 finding does not count, by the policy")
// The log counts what was waived, the report has the reason.
assert new File(basedir, "target/scanner/scan.txt").text.contains("the next release runs as a user of its own")
return true

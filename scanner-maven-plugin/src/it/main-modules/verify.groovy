import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.hasWhatIsDocumented()
log.has("[INFO] PASS ./one/target/jib-image.tar ")
log.has("[INFO] PASS ./two/target/jib-image.tar ")
log.has("[INFO] Nothing to look at: no image is named with <image>, and jib is not configured in this module")
log.has("[INFO] scanner: 2 images scanned in 4 modules, all passed")
def report = new groovy.json.JsonSlurper().parse(new File(basedir, "two/target/scanner/scan.json"))
assert report.scans[0].requested == "./two/target/jib-image.tar"
return true

import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.has("[INFO] PASS ./app/target/jib-image.tar ")
log.hasWhatIsDocumented()
def report = new groovy.json.JsonSlurper().parse(new File(basedir, "app/target/scanner/scan.json"))
def base = report.scans[0].images[0].base
assert base.name == "./jre/target/jib-image.tar"
assert base.accepted
assert base.ownLayers > 0
return true

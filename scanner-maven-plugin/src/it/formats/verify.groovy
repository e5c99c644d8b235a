import dev.imageprovenance.scanner.maven.it.Log

def reports = new File(basedir, "target/security")
assert reports.list().sort() == ["baseline.json", "scan.html", "scan.json", "scan.md", "scan.sarif", "scan.txt", "scan.xml"]
// Files are called by their paths in the project, wherever that lies.
reports.eachFile { assert !it.text.contains(basedir.path), it }
assert new File(reports, "scan.txt").text.startsWith("PASS  ")
assert new groovy.json.JsonSlurper().parse(new File(reports, "scan.json")).verdict == "PASS"
assert new File(reports, "scan.html").text.startsWith("<!")
assert new File(reports, "scan.xml").text.contains("<testsuite")

// Findings are fixed where jib is configured.
def run = new groovy.json.JsonSlurper().parse(new File(reports, "scan.sarif")).runs[0]
def place = run.results.find { it.ruleId.contains("default-user") }.locations[0].physicalLocation
assert place.artifactLocation.uri == "pom.xml"
def line = new File(basedir, "pom.xml").readLines()[place.region.startLine - 1]
assert line.contains("jib-maven-plugin")

// A clause that nothing needs is told.
Log.of(basedir).has("[WARNING] setuid.allow /usr/bin/su (scanner-policy.yaml:4:7): allowed but not present")

// Below the threshold a finding is a warning.
Log.of(basedir).has("[WARNING]   high default-user: ")
return true

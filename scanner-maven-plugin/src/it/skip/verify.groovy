import dev.imageprovenance.scanner.maven.it.Log

Log log = Log.of(basedir)
log.has("[INFO] Skipped: scanner.skip is true")
log.has("[INFO] Nothing to look at: jib is skipped")
assert !new File(basedir, "target/scanner").exists()
return true

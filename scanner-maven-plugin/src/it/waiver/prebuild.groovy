// The day is UTC's, as a policy counts.
def day = java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(30)
def policy = new File(basedir, "target/scanner-policy.yaml")
policy.parentFile.mkdirs()
policy.text = """version: 1
waivers:
  - id: ROOT-1
    check: default-user
    image: registry.example/team/waiver
    reason: the next release runs as a user of its own
    owner: team
    expires: $day
"""
return true

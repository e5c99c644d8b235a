import dev.imageprovenance.scanner.maven.it.TestRegistry

def registry = TestRegistry.startWithPassword(basedir)
new File(basedir, "test.properties").text = """registry=$registry
sendCredentialsOverHttp=true
settings.security=$basedir/settings-security.xml
"""

def settings = { String name, String id, String password, String image ->
  new File(basedir, name).text = """<settings>
  <servers>
    <server>
      <id>$id</id>
      <username>$TestRegistry.USER</username>
      <password>$password</password>
    </server>
  </servers>
  <profiles>
    <profile>
      <id>image</id>
      <properties>
        <scanner.image>$image</scanner.image>
      </properties>
    </profile>
  </profiles>
  <activeProfiles>
    <activeProfile>${image ? "image" : "none"}</activeProfile>
  </activeProfiles>
</settings>
"""
}
settings("with-port.xml", registry, "{x7vmXZG2GMgHJqK1uJNKhLkpSLNB1LHfqHM1g+4HYwU=}", "")
settings("without-port.xml", "127.0.0.1", TestRegistry.PASSWORD, "")
settings("wrong-password.xml", registry, "wrong-canary", registry + "/team/app:1")
return true

package dev.imageprovenance.scanner.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement.Named;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.signature.statement.Resource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaterialNameTest {
  private static final Digest DIGEST = ImageDraft.diffId("some image");

  private static Optional<Statement> of(String uri) {
    return MaterialName.of(new Resource("", uri, Map.of("sha256", DIGEST.encoded())));
  }

  @ParameterizedTest
  @CsvSource({
    "pkg:docker/debian@12?platform=linux%2Famd64, docker.io/library/debian:12",
    "pkg:docker/library/debian@12, docker.io/library/debian:12",
    "pkg:docker/registry.example:5000/team/java@17?platform=linux%2Farm64%2Fv8,"
        + " registry.example:5000/team/java:17",
    "pkg:docker/registry.example/team/java, registry.example/team/java",
    "pkg:oci/java?repository_url=registry.example%2Fteam%2Fjava&tag=17,"
        + " registry.example/team/java:17",
    "docker-image://registry.example/team/java:17, registry.example/team/java:17",
    "oci://registry.example/team/java, registry.example/team/java",
  })
  void nameOfAnImageIsRead(String uri, String name) {
    Named named = (Named) of(uri).orElseThrow();
    assertEquals(name + "@" + DIGEST, named.reference().orElseThrow().toString());
  }

  @Test
  void digestBesideTheNameIsBelievedBeforeTheOneInIt() {
    String other = ImageDraft.diffId("other").toString();
    Named named = (Named) of("pkg:docker/debian@12?digest=" + other).orElseThrow();
    assertEquals(Optional.of(DIGEST), named.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pkg:docker/debian@12?digest=",
        "pkg:docker/debian@",
        "pkg:oci/debian@",
        "oci://registry.example/debian@"
      })
  void digestMayBeInTheName(String start) {
    String encoded = DIGEST.toString().replace(":", start.startsWith("pkg:oci") ? "%3A" : ":");
    Named named =
        (Named) MaterialName.of(new Resource("", start + encoded, Map.of())).orElseThrow();
    assertEquals(Optional.of(DIGEST), named.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example/team/app.git#refs/heads/main",
        "git+https://git.example/team/app",
        "pkg:maven/org.example/app@1",
        ""
      })
  void whatIsNoImageIsLeftOut(String uri) {
    assertEquals(Optional.empty(), of(uri));
  }

  @ParameterizedTest
  @ValueSource(strings = {"pkg:docker/%zz@12", "pkg:docker/Debian@12"})
  void whatCannotBeANameIsToldAsSuch(String uri) {
    assertInstanceOf(Statement.Unusable.class, of(uri).orElseThrow());
  }
}

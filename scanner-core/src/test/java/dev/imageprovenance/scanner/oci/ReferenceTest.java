package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String SHA256 = "sha256:" + "ab".repeat(32);
  private static final String SHA512 = "sha512:" + "cd".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "debian, docker.io/library/debian:latest",
    "debian:12, docker.io/library/debian:12",
    "team/app, docker.io/team/app:latest",
    "docker.io/debian:12, docker.io/library/debian:12",
    "index.docker.io/debian:12, docker.io/library/debian:12",
    "localhost/app, localhost/app:latest",
    "localhost:5000/app:1, localhost:5000/app:1",
    "localhost:5000, docker.io/library/localhost:5000",
    "[::1]:5000/team/app:1, [::1]:5000/team/app:1",
    "[2001:DB8::1]/app:1, [2001:db8::1]/app:1",
    "127.0.0.1:5000/app, 127.0.0.1:5000/app:latest",
    "Registry.Example/app:V1, registry.example/app:V1",
    "registry.example:443/a/b/c/d:x_Y.z-1, registry.example:443/a/b/c/d:x_Y.z-1",
    "a__b/c---d/e.f/g_h, docker.io/a__b/c---d/e.f/g_h:latest",
  })
  void writesTheCanonicalForm(String written, String canonical) {
    assertEquals(canonical, Reference.parse(written).toString());
  }

  @Test
  void keepsTagBesideDigest() {
    assertEquals(
        new Reference(
            "docker.io", "library/debian", Optional.of("12"), Optional.of(Digest.parse(SHA256))),
        Reference.parse("debian:12@" + SHA256));
  }

  @Test
  void addsNoTagToDigest() {
    assertEquals(
        "docker.io/library/debian@" + SHA512, Reference.parse("debian@" + SHA512).toString());
  }

  @Test
  void readsItsOwnCanonicalForm() {
    Reference reference = Reference.parse("[::1]:5000/team/app:1@" + SHA512);
    assertEquals(reference, Reference.parse(reference.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " debian",
        "debian ",
        "https://registry.example/app",
        "docker://debian",
        "registry.example/",
        "registry.example//app",
        "/app",
        "app/",
        "app:",
        "app:-1",
        "app:.1",
        "app:a b",
        "app@",
        "app@sha256:abc",
        "app@nodigest",
        "a..b/c",
        "a___b",
        "-a",
        "a-",
        "registry.example:0/app",
        "registry.example:65536/app",
        "registry.example:x/app",
        "-registry.example/app",
        "registry-.example/app",
        "my_registry.example/app",
        "[::1]:5000",
        "[::g]/app",
        "[::1/app",
        "registry.example/app\u202e:1",
        "registry.example/%2e%2e/app",
        "registry.example/../app",
      })
  void refusesWhatIsNoReference(String written) {
    ScanException e = assertThrows(ScanException.class, () -> Reference.parse(written));
    assertEquals(ProblemKind.USAGE, e.kind());
  }

  @Test
  void suggestsLowerCaseForUpperCaseRepository() {
    ScanException e = assertThrows(ScanException.class, () -> Reference.parse("Team/App:1"));
    assertTrue(e.remedy().orElse("").contains("\"team/app\""), e.remedy()::toString);
  }

  @Test
  void saysThatImageIdsAreUnknownToRegistries() {
    ScanException e = assertThrows(ScanException.class, () -> Reference.parse("ab".repeat(32)));
    assertTrue(e.toString().contains("image ID"), e::toString);
  }

  @Test
  void acceptsRepositoryOf255Characters() {
    String repository = "a".repeat(255);
    assertEquals(repository, Reference.parse("registry.example/" + repository).repository());
  }

  @Test
  void refusesRepositoryOf256Characters() {
    ScanException e =
        assertThrows(
            ScanException.class, () -> Reference.parse("registry.example/" + "a".repeat(256)));
    assertTrue(e.toString().contains("256 characters"), e::toString);
  }

  @Test
  void refusesTagOf129Characters() {
    ScanException e =
        assertThrows(ScanException.class, () -> Reference.parse("app:" + "a".repeat(129)));
    assertTrue(e.toString().contains("129 characters"), e::toString);
  }

  @Test
  void escapesWhatItRefuses() {
    ScanException e = assertThrows(ScanException.class, () -> Reference.parse("app:\u001b[31m"));
    assertTrue(e.toString().contains("\\u001b"), e::toString);
  }

  @Test
  void readsHostileNamesInLinearTime() {
    String hostile = "a-".repeat(1_000) + "/";
    assertThrows(ScanException.class, () -> Reference.parse(hostile));
  }
}

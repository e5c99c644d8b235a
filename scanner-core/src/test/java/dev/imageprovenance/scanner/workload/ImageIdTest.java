package dev.imageprovenance.scanner.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageIdTest {
  private static final String HEX = "0123456789abcdef".repeat(4);
  private static final String DIGEST = "sha256:" + HEX;

  private static String pulled(String text) {
    ImageId.Pulled pulled = assertInstanceOf(ImageId.Pulled.class, ImageId.parse(text));
    return pulled.repository() + " " + pulled.digest();
  }

  private static String local(String text) {
    return assertInstanceOf(ImageId.Local.class, ImageId.parse(text)).digest().toString();
  }

  @Test
  void dockersPulledImageHasARepositoryAndADigest() {
    assertEquals(
        "registry.example/team/app " + DIGEST,
        pulled("docker-pullable://registry.example/team/app@" + DIGEST));
  }

  @Test
  void dockersShortNamesAreDockerHubs() {
    assertEquals("docker.io/library/nginx " + DIGEST, pulled("docker-pullable://nginx@" + DIGEST));
  }

  @Test
  void containerdsAndCriOsPulledImageHasNoScheme() {
    assertEquals(
        "registry.example:5000/app " + DIGEST, pulled("registry.example:5000/app@" + DIGEST));
  }

  @Test
  void aTagBesideTheDigestProvesNothingMore() {
    assertEquals("registry.example/app " + DIGEST, pulled("registry.example/app:1@" + DIGEST));
  }

  @Test
  void dockersLoadedImageIsLocal() {
    assertEquals(DIGEST, local("docker://" + DIGEST));
  }

  @Test
  void containerdsLoadedImageIsLocal() {
    assertEquals(DIGEST, local(DIGEST));
  }

  @Test
  void criOsStorageIdIsLocal() {
    assertEquals(DIGEST, local(HEX));
  }

  @Test
  void noIdIsMissing() {
    assertInstanceOf(ImageId.Missing.class, ImageId.parse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker-pullable://registry.example/app:1",
        "registry.example/app",
        "rkt://sha512-abc",
        "app@sha256:short",
        "@",
        "docker://",
        "sha256:ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789",
        "registry.example/App@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void whatHasNoDigestIsUnreadable(String text) {
    assertInstanceOf(ImageId.Unreadable.class, ImageId.parse(text));
  }
}

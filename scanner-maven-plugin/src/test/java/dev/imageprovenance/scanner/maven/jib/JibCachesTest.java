package dev.imageprovenance.scanner.maven.jib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JibCachesTest {
  private final Map<String, String> properties =
      new HashMap<>(Map.of("os.name", "Linux", "user.home", "/home/u"));
  private final Map<String, String> environment = new HashMap<>();

  @Test
  void baseLayersAreBelowTheUsersHome() {
    assertEquals(Path.of("/home/u/.cache/google-cloud-tools-java/jib"), directories().get(0));
  }

  @Test
  void theUsersCacheDirectoryGoesFirst() {
    environment.put("XDG_CACHE_HOME", "/cache");
    assertEquals(Path.of("/cache/google-cloud-tools-java/jib"), directories().get(0));
  }

  @Test
  void jibsOwnPropertyGoesBeforeBoth() {
    properties.put("jib.baseImageCache", "/jib");
    assertEquals(Path.of("/jib"), directories().get(0));
  }

  @Test
  void theProjectsCacheIsTheOnlyOneWhenJibIsToldSo() {
    properties.put("jib.useOnlyProjectCache", "true");
    assertEquals(List.of(Path.of("/project/target/jib-cache")), directories());
  }

  @Test
  void macKeepsCachesInTheLibrary() {
    properties.put("os.name", "Mac OS X");
    assertEquals(Path.of("/home/u/Library/Caches/Google/Jib"), directories().get(0));
  }

  private List<Path> directories() {
    return JibCaches.directories(
        Path.of("/project/target"), name -> Optional.ofNullable(properties.get(name)), environment);
  }
}

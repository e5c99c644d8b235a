package dev.imageprovenance.scanner.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageAddressInFileTest {
  private static final String DIGEST =
      "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

  @ParameterizedTest
  @CsvSource({
    "oci:/far/away, oci:here/app",
    "oci:/far/away:1.0, oci:here/app:1.0",
    "oci:/far/away@" + DIGEST + ", oci:here/app@" + DIGEST,
    "docker-archive:/far/away:registry.example/app:1, docker-archive:here/app:registry.example/app:1",
    "oci-archive:/far/away:@1, oci-archive:here/app:@1",
    "/far/away, ./here/app",
  })
  void isWrittenWithAnotherPath(String text, String expected) {
    assertEquals(expected, at(text, "here/app"));
  }

  @Test
  void needsNoDotBeforeAPathThatHasOne() {
    assertEquals("../app", at("/far/away", "../app"));
  }

  @Test
  void hasNoPrefixWhereThatWouldEndThePathTooEarly() {
    assertEquals("./a:b/app:1.0", at("oci:/far/away:1.0", "a:b/app"));
  }

  @Test
  void isWrittenAsAPathThatCannotBeARegistry() {
    assertEquals("./app.tar", ImageAddress.InFile.of(Path.of("app.tar")).text());
  }

  private static String at(String text, String path) {
    return ((ImageAddress.InFile) ImageAddressParser.parse(text)).at(Path.of(path)).text();
  }
}

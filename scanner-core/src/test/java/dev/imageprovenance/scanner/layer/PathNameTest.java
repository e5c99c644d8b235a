package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNameTest {
  @Test
  void utf8IsDecoded() {
    String text = "straße/日本/𝄞";
    assertEquals(text, PathName.decode(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aByteThatIsNoUtf8BecomesALoneSurrogate() {
    assertEquals("a\uDCFFb", PathName.decode(new byte[] {'a', (byte) 0xFF, 'b'}));
  }

  @Test
  void anEncodedSurrogateIsNoUtf8() {
    byte[] bytes = {(byte) 0xED, (byte) 0xB2, (byte) 0x80};
    assertEquals("\uDCED\uDCB2\uDC80", PathName.decode(bytes));
  }

  @Test
  void anOverlongSlashStaysThreeBytesApartFromASlash() {
    assertNotEquals("/", PathName.decode(new byte[] {(byte) 0xC0, (byte) 0xAF}));
  }

  @Test
  void everyByteSequenceSurvivesARoundTrip() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertArrayEquals(bytes, PathName.encode(PathName.decode(bytes)));
    }
  }

  @Test
  void validUtf8DecodesAsTheJdkDecodesIt() {
    Random random = new Random(8);
    for (int i = 0; i < 5_000; i++) {
      String text =
          random
              .ints(6, 1, 0x110000)
              .filter(c -> c < 0xD800 || c > 0xDFFF)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      assertEquals(text, PathName.decode(text.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "usr/bin/su, usr/bin/su",
    "./usr/bin/su, usr/bin/su",
    "/usr/bin/su, usr/bin/su",
    "usr/bin/, usr/bin",
    "usr//bin///su, usr/bin/su",
    "usr/./bin/., usr/bin",
    "usr/../bin, bin",
    "../../etc/passwd, etc/passwd",
    "/../etc, etc",
    "a/b/../../c, c",
    "a/..b/..., a/..b/...",
    ".wh..wh..opq, .wh..wh..opq",
  })
  void namesBecomePathsBelowTheRoot(String name, String path) {
    assertEquals(path, PathName.normalise(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "./", "/", "//", "..", "/.."})
  void theRootIsTheEmptyPath(String name) {
    assertEquals("", PathName.normalise(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../a", "a/..", "a/../b", "/..", "a/b../.."})
  void aParentReferenceIsSeen(String name) {
    assertTrue(PathName.hasParentReference(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a..", "..a", "...", "a/...", "a/..b/c"})
  void dotsWithinAComponentAreNoParentReference(String name) {
    assertFalse(PathName.hasParentReference(name));
  }
}

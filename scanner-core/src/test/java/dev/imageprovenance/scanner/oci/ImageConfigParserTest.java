package dev.imageprovenance.scanner.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageConfigParserTest {
  private static final String HEX =
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
  private static final String ROOTFS =
      "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:" + HEX + "\"]}";

  @Test
  void readsTheUser() {
    assertEquals("1000:1000", parse(with("\"config\":{\"User\":\"1000:1000\"}")).user());
  }

  @Test
  void readsAUserThatOnlyEnginesThatFoldCaseSee() {
    assertEquals("0", parse(with("\"config\":{\"u\u017Fer\":\"0\"}")).user());
  }

  @ParameterizedTest
  @ValueSource(strings = {"conf\u0131g", "conf\u0130g"})
  void readsNoKeyThatEnginesIgnore(String key) {
    assertEquals("", parse(with("\"" + key + "\":{\"User\":\"1000\"}")).user());
  }

  @Test
  void saysOfAMalformedDiffIdWhichDocumentAndFieldHasItAndWhatToDo() {
    String text = "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:zz\"]}}";
    ScanException problem = assertThrows(ScanException.class, () -> parse(text));
    assertEquals(
        "The image config "
            + Digest.sha256(text.getBytes(StandardCharsets.UTF_8))
            + " is malformed: \"rootfs.diff_ids[0]\" should be a digest, such as sha256: with 64"
            + " lower-case hexadecimal digits, and is \"sha256:zz\"",
        problem.getMessage());
  }

  @Test
  void namesAKeyThatIsSpelledOddly() {
    String text = with("\"config\":null").replace("\"rootfs\"", "\"rootfS\"");
    assertEquals(List.of("rootfS"), parse(text).oddities());
  }

  @Test
  void hasNoUserWhenTheConfigIsNull() {
    assertEquals("", parse(with("\"config\":null")).user());
  }

  @Test
  void attributesLayersOnlyWhenTheHistoryCountsThem() {
    ImageConfig config =
        parse(
            with(
                "\"history\":[{\"created_by\":\"ADD rootfs\"},"
                    + "{\"created_by\":\"USER 1\",\"empty_layer\":true}]"));
    assertEquals("ADD rootfs", config.layerHistory().get(0).createdBy().orElseThrow());
  }

  @Test
  void attributesNothingWhenTheHistoryDisagrees() {
    ImageConfig config = parse(with("\"history\":[{\"created_by\":\"a\"},{\"created_by\":\"b\"}]"));
    assertEquals(List.of(), config.layerHistory());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"config\":{\"User\":\"1000\",\"user\":\"0\"}",
        "\"config\":{\"User\":\"1000\"},\"Config\":{\"User\":\"0\"}",
        "\"config\":{\"User\":\"1000\",\"User\":\"0\"}",
        "\"config\":{\"User\":0}",
        "\"config\":[]",
        "\"config\":{\"Env\":\"PATH=/\"}"
      })
  void refusesWhatEnginesReadDifferently(String field) {
    ScanException problem = assertThrows(ScanException.class, () -> parse(with(field)));
    assertEquals(ProblemKind.MALFORMED, problem.kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"rootfs\":{\"type\":\"layers+base\",\"diff_ids\":[]}}",
        "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:1\"]}}"
      })
  void refusesARootFileSystemThatItCannotProve(String text) {
    ScanException problem = assertThrows(ScanException.class, () -> parse(text));
    assertEquals(ProblemKind.MALFORMED, problem.kind());
  }

  private static String with(String field) {
    return "{\"architecture\":\"amd64\",\"os\":\"linux\"," + field + "," + ROOTFS + "}";
  }

  private static ImageConfig parse(String text) {
    return ImageConfigParser.parse(
        RawDocument.of(text.getBytes(StandardCharsets.UTF_8)),
        DigestAlgorithm.SHA256,
        Limits.defaults());
  }
}

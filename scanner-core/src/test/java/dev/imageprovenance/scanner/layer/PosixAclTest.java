package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PosixAclTest {
  /** As {@code setfacl -m u:1000:rw} writes it on a file of mode 0644. */
  private static final String GRANTED =
      "02000000"
          + "01000600ffffffff"
          + "02000600e8030000"
          + "04000400ffffffff"
          + "10000600ffffffff"
          + "20000400ffffffff";

  private static Optional<PosixAcl> decode(String hex) {
    return PosixAcl.decode(HexFormat.of().parseHex(hex));
  }

  @Test
  void decodesEveryEntry() {
    assertEquals(
        Optional.of(
            new PosixAcl(
                List.of(
                    new PosixAcl.Entry(PosixAcl.Tag.OWNER, 6, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.USER, 6, 1000),
                    new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 4, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.MASK, 6, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.OTHER, 4, 0)))),
        decode(GRANTED));
  }

  @Test
  void maskBoundsWhatIsGranted() {
    PosixAcl acl = decode(GRANTED.replace("10000600", "10000400")).orElseThrow();
    assertEquals(Optional.of(4), acl.effective(PosixAcl.Tag.USER, 1000));
  }

  @Test
  void maskDoesNotBoundTheOthers() {
    PosixAcl acl = decode(GRANTED.replace("10000600", "10000000")).orElseThrow();
    assertEquals(Optional.of(4), acl.effective(PosixAcl.Tag.OTHER, 0));
  }

  @Test
  void whoIsNotNamedGetsNothingByTheAcl() {
    assertEquals(
        Optional.empty(), decode(GRANTED).orElseThrow().effective(PosixAcl.Tag.USER, 1001));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "02",
        "020000",
        "0200000001",
        "01000000",
        "0200000003000600ffffffff",
        "0200000001000800ffffffff"
      })
  void refusesWhatTheKernelRefuses(String hex) {
    assertEquals(Optional.empty(), decode(hex));
  }

  @Test
  void doesNotKeepALongOne() {
    assertEquals(Optional.empty(), decode("02000000" + "02000600e8030000".repeat(65)));
  }
}

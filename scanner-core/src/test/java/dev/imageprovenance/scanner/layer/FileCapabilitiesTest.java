package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileCapabilitiesTest {
  private static Optional<FileCapabilities> decode(String hex) {
    return FileCapabilities.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
  }

  @Test
  void netRawOfRevisionTwoIsDecoded() {
    assertEquals(
        Optional.of(new FileCapabilities(2, true, 1L << 13, 0, Optional.empty())),
        decode("01000002 00200000 00000000 00000000 00000000"));
  }

  @Test
  void theHighWordsAreCapabilitiesFrom32() {
    assertEquals(
        Optional.of(new FileCapabilities(2, false, 1L << 40, 1L << 63, Optional.empty())),
        decode("00000002 00000000 00000000 00010000 00000080"));
  }

  @Test
  void revisionThreeHasARootId() {
    assertEquals(
        Optional.of(new FileCapabilities(3, true, 1, 2, Optional.of(0xFFFFFFFEL))),
        decode("01000003 01000000 02000000 00000000 00000000 feffffff"));
  }

  @Test
  void revisionOneHas32Capabilities() {
    assertEquals(
        Optional.of(new FileCapabilities(1, true, 0x80000000L, 1, Optional.empty())),
        decode("01000001 00000080 01000000"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "010000",
        "01000002",
        "01000002 00200000 00000000 00000000 000000",
        "01000002 00200000 00000000 00000000 00000000 00",
        "01000003 01000000 02000000 00000000 00000000",
        "01000004 00200000 00000000 00000000 00000000",
        "00000000 00200000 00000000 00000000 00000000",
        "03000002 00200000 00000000 00000000 00000000",
        "01000001 00000080 01000000 00000000 00000000",
      })
  void whatTheKernelRefusesIsNoCapabilitySet(String hex) {
    assertEquals(Optional.empty(), decode(hex));
  }

  @Test
  void capabilitiesHaveTheirNames() {
    assertEquals(
        List.of("cap_chown", "cap_sys_admin", "cap_checkpoint_restore"),
        CapabilityNames.in(1L | 1L << 21 | 1L << 40));
  }

  @Test
  void aCapabilityWithoutNameIsShownByItsNumber() {
    assertEquals(List.of("cap_41", "cap_63"), CapabilityNames.in(1L << 41 | 1L << 63));
  }
}

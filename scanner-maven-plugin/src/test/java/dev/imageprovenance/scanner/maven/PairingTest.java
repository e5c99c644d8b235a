package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PairingTest {
  private static final Digest CONFIG = Digest.sha256(new byte[] {1});
  private static final Digest MANIFEST = Digest.sha256(new byte[] {2});
  private static final BuiltImage PUSHED =
      new BuiltImage.Pushed(
          Optional.of("registry.example/app:1"),
          Reference.parse("registry.example/app"),
          MANIFEST,
          List.of("1"),
          Optional.of(CONFIG));

  @Test
  void whatWasScannedIsComparedWithWhatWasPushed() {
    assertEquals(
        List.of(
            new Pair(
                "/project/target/jib-image.tar",
                "registry.example/app@" + MANIFEST,
                Optional.of(CONFIG))),
        new Pairing(Map.of("/project/target/jib-image.tar", CONFIG), Optional.empty())
            .of(List.of(subject(PUSHED))));
  }

  @Test
  void withoutAScanThereIsNothingToProve() {
    assertThrows(
        ScanException.class,
        () -> new Pairing(Map.of(), Optional.empty()).of(List.of(subject(PUSHED))));
  }

  @Test
  void withoutAPushThereIsNothingToCompareWith() {
    BuiltImage tar =
        new BuiltImage.InArchive(Optional.empty(), Path.of("/app.tar"), Optional.empty());
    assertThrows(
        ScanException.class,
        () -> new Pairing(Map.of("/app.tar", CONFIG), Optional.empty()).of(List.of(subject(tar))));
  }

  @Test
  void aNamedImageIsWhatToCompareWith() {
    assertEquals(
        List.of(new Pair("app:1", "app:2", Optional.empty())),
        new Pairing(Map.of(), Optional.of("app:2"))
            .of(List.of(new Subject("app:1", PlatformSelection.host(), Optional.empty()))));
  }

  private static Subject subject(BuiltImage built) {
    return new Subject(built.address(), new PlatformSelection.All(), Optional.of(built));
  }
}

package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class BuiltImageCheckTest {
  private static final Digest PUSHED = Digest.sha256(new byte[] {1});
  private static final Digest OTHER = Digest.sha256(new byte[] {2});

  @Test
  void aTagThatLeadsToWhatWasPushedIsFine() {
    assertEquals(List.of(), movedTags(address -> Optional.of(PUSHED)));
  }

  @Test
  void aTagThatLeadsElsewhereIsTold() {
    assertEquals(
        List.of("registry.example/app:latest leads to " + OTHER + ", but jib has pushed " + PUSHED),
        movedTags(address -> Optional.of(address.endsWith(":latest") ? OTHER : PUSHED)));
  }

  @Test
  void aTagThatIsGoneIsTold() {
    assertEquals(
        List.of(
            "registry.example/app:1 is gone, but jib has pushed " + PUSHED,
            "registry.example/app:latest is gone, but jib has pushed " + PUSHED),
        movedTags(
            address -> {
              throw new ScanException(ProblemKind.NOT_FOUND, "no such tag");
            }));
  }

  @Test
  void aRegistryThatDoesNotAnswerProvesNothing() {
    assertThrows(
        ScanException.class,
        () ->
            movedTags(
                address -> {
                  throw new ScanException(ProblemKind.UNREACHABLE, "nobody answers");
                }));
  }

  private static List<String> movedTags(Function<String, Optional<Digest>> registry) {
    BuiltImage built =
        new BuiltImage.Pushed(
            Optional.of("registry.example/app:1"),
            Reference.parse("registry.example/app"),
            PUSHED,
            List.of("1", "latest"),
            Optional.empty());
    return BuiltImageCheck.movedTags(
        List.of(new Subject(built.address(), new PlatformSelection.All(), Optional.of(built))),
        registry);
  }
}

package dev.imageprovenance.scanner.maven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.maven.jib.JibConfiguration;
import dev.imageprovenance.scanner.maven.jib.JibImages;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubjectChoiceTest {
  private static final Path TAR = Path.of("/project/target/jib-image.tar");
  private static final Path JSON = Path.of("/project/target/jib-image.json");
  private static final BuiltImage BUILT =
      new BuiltImage.InArchive(Optional.of("app:1"), TAR, Optional.empty());

  private Optional<String> image = Optional.empty();
  private Optional<String> platform = Optional.empty();
  private boolean hasJib = true;
  private boolean askedHere = true;
  private boolean skipped;
  private boolean failIfNoImage = true;
  private List<String> bindings = List.of();
  private List<BuiltImage> built = List.of();
  private List<Path> stale = List.of();

  @Test
  void aNamedImageGoesFirst() {
    image = Optional.of("docker-daemon:app:2");
    built = List.of(BUILT);
    assertEquals(List.of("docker-daemon:app:2"), addresses());
  }

  @Test
  void whatJibHasBuiltIsLookedAtForAllPlatforms() {
    built = List.of(BUILT);
    assertEquals(
        List.of(new Subject(TAR.toString(), new PlatformSelection.All(), Optional.of(BUILT))),
        choose().images());
  }

  @Test
  void allPlatformsCanBeAskedFor() {
    image = Optional.of("app:1");
    platform = Optional.of("all");
    assertEquals(new PlatformSelection.All(), choose().images().get(0).platforms());
  }

  @Test
  void jibWithoutImageIsAnErrorThatTellsHowToBindIt() {
    ScanException refused = refused();
    assertEquals(
        "No image to look at: jib has not built one in this build (there is no "
            + JSON
            + "); jib's goals are bound to no phase",
        refused.getMessage());
  }

  @Test
  void theErrorTellsWhereJibIsBound() {
    bindings = List.of("build to deploy");
    assertTrue(
        String.valueOf(refused().getMessage()).endsWith("jib binds build to deploy"),
        refused().getMessage());
  }

  @Test
  void yesterdaysImageIsAnError() {
    stale = List.of(JSON);
    assertTrue(
        String.valueOf(refused().getMessage())
            .startsWith("No image to look at: " + JSON + " is older than this build"),
        refused().getMessage());
  }

  @Test
  void withoutImageAModulePassesWhenItMay() {
    failIfNoImage = false;
    assertEquals(List.of(), addresses());
  }

  @Test
  void nothingIsExpectedOfAJibThatIsSkipped() {
    skipped = true;
    assertEquals("jib is skipped", choose().whyNone());
  }

  @Test
  void aModuleThatInheritsTheGoalNeedsNoImage() {
    hasJib = false;
    askedHere = false;
    assertEquals(List.of(), addresses());
  }

  @Test
  void aModuleThatIsAskedItselfNeedsAnImage() {
    hasJib = false;
    assertEquals(ProblemKind.CONFIGURATION, refused().kind());
  }

  @Test
  void jibFromTheCommandLineNeedsNoPom() {
    hasJib = false;
    askedHere = false;
    built = List.of(BUILT);
    assertEquals(List.of(TAR.toString()), addresses());
  }

  private ScanException refused() {
    return assertThrows(ScanException.class, this::choose);
  }

  private List<String> addresses() {
    return choose().images().stream().map(Subject::address).toList();
  }

  private SubjectChoice.Chosen choose() {
    JibConfiguration configuration =
        new JibConfiguration(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false,
            skipped,
            new JibConfiguration.Outputs(
                TAR,
                TAR.resolveSibling("jib-image.digest"),
                TAR.resolveSibling("jib-image.id"),
                JSON),
            Map.of());
    return new SubjectChoice(
            new SubjectChoice.Situation(
                hasJib, bindings, askedHere, List.of(configuration), new JibImages(built, stale)),
            image,
            platform,
            failIfNoImage)
        .choose();
  }
}

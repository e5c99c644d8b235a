package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.maven.jib.JibConfiguration;
import dev.imageprovenance.scanner.maven.jib.JibImages;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides which images a goal looks at: the one that is named, else those that jib has built in
 * this build; immutable.
 */
final class SubjectChoice {
  private static final String BIND_JIB =
      "Build an image before this goal runs: bind jib to an earlier phase with"
          + " <execution><phase>package</phase><goals><goal>buildTar</goal></goals></execution>, or"
          + " run mvn package jib:build scanner:scan. Another image is named with <image>; with"
          + " <failIfNoImage>false</failIfNoImage> a module without image passes.";

  private final Situation situation;
  private final Optional<String> image;
  private final Optional<String> platform;
  private final boolean failIfNoImage;

  /**
   * What the module looks like.
   *
   * @param hasJib whether the module has the jib-maven-plugin
   * @param bindings which of its goals are bound to which phases
   * @param askedHere whether the module is asked for an image itself
   * @param configurations what jib was told
   * @param found what jib has left
   */
  record Situation(
      boolean hasJib,
      List<String> bindings,
      boolean askedHere,
      List<JibConfiguration> configurations,
      JibImages found) {}

  /**
   * Chooses.
   *
   * @param image the address that is named
   * @param platform the platform that is named, or {@code all}
   * @param failIfNoImage whether an image must be there
   */
  SubjectChoice(
      Situation situation,
      Optional<String> image,
      Optional<String> platform,
      boolean failIfNoImage) {
    this.situation = situation;
    this.image = image;
    this.platform = platform;
    this.failIfNoImage = failIfNoImage;
  }

  /**
   * The images, or why there is none.
   *
   * @param images what to look at
   * @param whyNone why nothing; empty when there are images
   */
  record Chosen(List<Subject> images, String whyNone) {}

  /**
   * The choice.
   *
   * @throws ScanException of kind CONFIGURATION if an image must be there and is not
   */
  Chosen choose() {
    if (image.isPresent()) {
      Subject named =
          new Subject(
              image.get(), platforms().orElseGet(PlatformSelection::host), Optional.empty());
      return new Chosen(List.of(named), "");
    }
    List<Subject> subjects = new ArrayList<>();
    for (BuiltImage built : situation.found().images()) {
      subjects.add(
          new Subject(
              built.address(),
              platforms().orElseGet(PlatformSelection.All::new),
              Optional.of(built)));
    }
    return subjects.isEmpty() ? nothing() : new Chosen(subjects, "");
  }

  private Chosen nothing() {
    if (situation.hasJib()) {
      if (situation.configurations().stream().allMatch(JibConfiguration::skip)) {
        return new Chosen(List.of(), "jib is skipped");
      }
      return unlessRequired(whyJibLeftNothing());
    }
    String why = "no image is named with <image>, and jib is not configured in this module";
    return situation.askedHere() ? unlessRequired(why) : new Chosen(List.of(), why);
  }

  private Chosen unlessRequired(String why) {
    if (!failIfNoImage) {
      return new Chosen(List.of(), why);
    }
    throw new ScanException(
        ProblemKind.CONFIGURATION, "No image to look at: " + why, BIND_JIB, null);
  }

  private String whyJibLeftNothing() {
    List<Path> stale = situation.found().stale();
    if (!stale.isEmpty()) {
      return stale.get(0)
          + " is older than this build, so that it is another build's image; "
          + boundTo();
    }
    Path expected = situation.configurations().get(0).outputs().json();
    return "jib has not built one in this build (there is no " + expected + "); " + boundTo();
  }

  private String boundTo() {
    return situation.bindings().isEmpty()
        ? "jib's goals are bound to no phase"
        : "jib binds " + String.join(", ", situation.bindings());
  }

  private Optional<PlatformSelection> platforms() {
    return platform.map(
        text ->
            text.equals("all")
                ? new PlatformSelection.All()
                : new PlatformSelection.One(Platform.parse(text), true));
  }
}

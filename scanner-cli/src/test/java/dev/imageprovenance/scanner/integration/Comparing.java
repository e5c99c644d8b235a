package dev.imageprovenance.scanner.integration;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.PackagingDifference;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Rung;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the library says when it compares, with the engines of one test run; immutable. */
final class Comparing {
  private final Map<String, String> variables;

  private Comparing(Map<String, String> variables) {
    this.variables = variables;
  }

  static Comparing withDocker(RealParts parts) {
    return new Comparing(Map.of("DOCKER_HOST", parts.docker().host()));
  }

  static Comparing withPodman(RealParts parts) {
    return new Comparing(Map.of("CONTAINER_HOST", parts.podmanService().host()));
  }

  static Comparing withoutEngines() {
    return new Comparing(Map.of());
  }

  Comparison compare(String deployed) {
    return compare(CompareRequest.of(deployed));
  }

  Comparison compare(String deployed, String registry) {
    return compare(CompareRequest.of(deployed, registry));
  }

  Comparison compare(CompareRequest request) {
    try (ImageScanner scanner =
        ImageScanner.builder().registry(Inspection.options(variables)).build()) {
      return scanner.compare(request);
    }
  }

  /** {@code identical, proved, exit 0}, or why the rung is unknown. */
  static String summary(Comparison comparison) {
    return comparison.rung().asKnown().map(Rung::label).orElse("unknown")
        + ", "
        + comparison.assurance().label()
        + ", exit "
        + comparison.exitCode();
  }

  /** {@code present, moved}: the digest's state in the registry and the tag's. */
  static String provenance(Comparison comparison) {
    Provenance provenance = comparison.provenance().orElseThrow();
    return provenance.presence().asKnown().map(Provenance.Presence::label).orElse("unknown")
        + ", "
        + provenance
            .tag()
            .map(
                tag ->
                    tag.asKnown()
                        .map(state -> state.movement().label() + " " + state.age().label())
                        .orElse("unknown"))
            .orElse("no tag");
  }

  static ImageComparison onlyImage(Comparison comparison) {
    if (comparison.images().size() != 1) {
      throw new AssertionError(comparison.toString());
    }
    return comparison.images().get(0);
  }

  static List<PackagingDifference.Aspect> packaging(Comparison comparison) {
    return onlyImage(comparison).packaging().stream().map(PackagingDifference::aspect).toList();
  }

  /** {@code changed usr/bin/x [mode] critical}, one for each path that differs. */
  static List<String> files(Comparison comparison) {
    return onlyImage(comparison)
        .files()
        .flatMap(fact -> fact.asKnown())
        .orElseThrow(() -> new AssertionError(comparison.why()))
        .stream()
        .map(Comparing::line)
        .toList();
  }

  static ContainerDrift drift(Comparison comparison) {
    return comparison
        .drift()
        .flatMap(fact -> fact.asKnown())
        .orElseThrow(() -> new AssertionError(comparison.drift().toString()));
  }

  static List<String> drifted(Comparison comparison) {
    return drift(comparison).differences().stream().map(Comparing::line).toList();
  }

  static String line(FileDifference difference) {
    return difference.kind().label()
        + " "
        + difference.path()
        + " "
        + difference.aspects().stream().map(FileDifference.Aspect::label).toList()
        + " "
        + difference.severity().label();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the library says about an image; stateless. Nothing of this machine's settings is used. */
final class Inspection {
  private Inspection() {}

  /** The facts of an image of one platform. */
  static ImageFacts facts(String address) {
    return facts(address, ImageScanner.builder());
  }

  /** The same, with layers from a cache where it has them. */
  static ImageFacts facts(String address, Path cache) {
    return facts(address, ImageScanner.builder().cache(cache, 1L << 30));
  }

  private static ImageFacts facts(String address, ImageScanner.Builder builder) {
    try (ImageScanner scanner = builder.registry(options(Map.of())).build()) {
      List<ImageFacts> images = scanner.inspect(ScanRequest.of(address));
      assertEquals(1, images.size(), () -> "images of " + address);
      return images.get(0);
    }
  }

  /** The effective file system on overlay engines. */
  static FileTree tree(String address) {
    Fact<FileTree> tree = facts(address).tree();
    return tree.asKnown()
        .orElseThrow(() -> new AssertionError(address + ": " + tree.whyUnknown().orElse("")));
  }

  /** The report under the default policy. */
  static ScanReport report(String address) {
    try (ImageScanner scanner = scanner()) {
      return scanner.scan(ScanRequest.of(address).policy(Policy.defaults()));
    }
  }

  /** The same, with layers from a cache where it has them. */
  static ScanReport report(String address, Path cache) {
    try (ImageScanner scanner =
        ImageScanner.builder().registry(options(Map.of())).cache(cache, 1L << 30).build()) {
      return scanner.scan(ScanRequest.of(address).policy(Policy.defaults()));
    }
  }

  /** The same with more variables, such as where an engine listens. */
  static ScanReport report(String address, Map<String, String> variables) {
    try (ImageScanner scanner = scanner(variables)) {
      return scanner.scan(ScanRequest.of(address).policy(Policy.defaults()));
    }
  }

  /** What one check found. */
  static List<Finding> findings(ScanReport report, CheckId check) {
    return report.images().stream()
        .flatMap(image -> image.results().stream())
        .filter(result -> result.check().equals(check))
        .flatMap(
            result ->
                Stream.concat(
                    result.findings().stream(),
                    result.excused().stream().map(ExcusedFinding::finding)))
        .toList();
  }

  private static ImageScanner scanner() {
    return scanner(Map.of());
  }

  private static ImageScanner scanner(Map<String, String> variables) {
    return ImageScanner.builder().registry(options(variables)).build();
  }

  /** Options with an environment of {@code variables} and little else. */
  static RegistryOptions options(Map<String, String> variables) {
    RegistryOptions defaults = RegistryOptions.defaults();
    Map<String, String> environment = new HashMap<>(variables);
    Optional.ofNullable(System.getenv("PATH")).ifPresent(path -> environment.put("PATH", path));
    environment.put("HOME", "/nonexistent");
    return new RegistryOptions(
        defaults.credentials(),
        defaults.plainHttp(),
        defaults.caCertificates(),
        defaults.clientCertificate(),
        defaults.clientKey(),
        environment,
        defaults.connectTimeout(),
        defaults.readTimeout(),
        defaults.deadline());
  }
}

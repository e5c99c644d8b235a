package dev.imageprovenance.scanner.policy;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.problem.ScanException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Policies written in tests. */
final class Policies {
  private Policies() {}

  /** The policy that the lines spell, without the version's line. */
  static Policy of(String... lines) {
    return PolicyLoader.ofFiles().parse("p.yaml", bytes(lines));
  }

  /** The policy that extends {@code floor}. */
  static Policy extending(String floor, String... lines) {
    String url = "https://policies.example/floor.yaml";
    byte[] content = ("version: 1\n" + floor).getBytes(StandardCharsets.UTF_8);
    String pin = dev.imageprovenance.scanner.oci.Digest.sha256(content).encoded();
    String extension = "extends: {url: \"" + url + "\", sha256: " + pin + "}";
    Map<URI, byte[]> web = Map.of(URI.create(url), content);
    return PolicyLoader.fetchingWith((asked, most) -> Objects.requireNonNull(web.get(asked)))
        .parse(
            "p.yaml",
            ("version: 1\n" + extension + "\n" + String.join("\n", lines) + "\n")
                .getBytes(StandardCharsets.UTF_8));
  }

  /** The problems of a policy that cannot be used, each from its place on. */
  static List<String> problems(String... lines) {
    return problemsOf(() -> of(lines));
  }

  /** The problems of a policy that would loosen what it extends. */
  static List<String> loosening(String floor, String... lines) {
    return problemsOf(() -> extending(floor, lines)).stream()
        .map(line -> line.replace("https://policies.example/", ""))
        .toList();
  }

  private static List<String> problemsOf(org.junit.jupiter.api.function.Executable reading) {
    String message = String.valueOf(assertThrows(ScanException.class, reading).getMessage());
    return message.lines().skip(1).map(String::strip).toList();
  }

  static byte[] bytes(String... lines) {
    return ("version: 1\n" + String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** An image of a registry. */
  static PolicySubject image(String reference) {
    return new PolicySubject(
        reference, Optional.of(dev.imageprovenance.scanner.oci.Reference.parse(reference)));
  }
}

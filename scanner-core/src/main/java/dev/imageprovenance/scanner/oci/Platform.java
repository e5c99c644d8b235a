package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An operating system and a processor (image-spec image-index.md, "platform"); immutable. Holds the
 * values as written; comparisons normalise spellings.
 *
 * @param os for example {@code linux}
 * @param architecture a GOARCH value such as {@code amd64}
 * @param variant for example {@code v8}
 * @param osVersion for Windows
 * @param osFeatures for Windows
 */
public record Platform(
    String os,
    String architecture,
    Optional<String> variant,
    Optional<String> osVersion,
    List<String> osFeatures) {

  /** Copies the list. */
  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  /** A platform without further distinctions. */
  public static Platform of(String os, String architecture) {
    return new Platform(os, architecture, Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * Parses {@code os/arch[/variant]}.
   *
   * @throws ScanException of kind USAGE
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    boolean wellFormed = parts.length == 2 || parts.length == 3;
    for (String part : parts) {
      wellFormed &= part.matches("[A-Za-z0-9_.-]+");
    }
    if (!wellFormed) {
      throw new ScanException(
          ProblemKind.USAGE,
          "Not a platform: \"" + Text.excerpt(text) + "\"",
          "Write it as os/architecture or os/architecture/variant, for example linux/arm64/v8.",
          null);
    }
    return new Platform(
        parts[0],
        parts[1],
        parts.length == 3 ? Optional.of(parts[2]) : Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Linux on the processor that this Java runtime runs on. */
  public static Platform host() {
    return of("linux", normalArchitecture(System.getProperty("os.arch", "amd64")));
  }

  /**
   * The same platform in Go's spelling: lower case, {@code amd64}, {@code arm64}, {@code arm/v7}.
   */
  public Platform normalized() {
    String normalOs = os.toLowerCase(Locale.ROOT);
    String lower = architecture.toLowerCase(Locale.ROOT);
    String normalArchitecture = normalArchitecture(lower);
    String normalVariant = variant.map(v -> v.toLowerCase(Locale.ROOT)).orElse("");
    if (lower.equals("armhf")) {
      normalVariant = "v7";
    } else if (lower.equals("armel")) {
      normalVariant = "v6";
    }
    if (normalArchitecture.equals("arm64")
        && (normalVariant.equals("v8") || normalVariant.equals("8"))) {
      normalVariant = "";
    } else if (normalArchitecture.equals("arm")) {
      normalVariant = normalVariant.isEmpty() ? "v7" : normalVariant;
      normalVariant = normalVariant.startsWith("v") ? normalVariant : "v" + normalVariant;
    } else if (normalArchitecture.equals("amd64") && normalVariant.equals("v1")) {
      normalVariant = "";
    }
    return new Platform(
        normalOs,
        normalArchitecture,
        normalVariant.isEmpty() ? Optional.empty() : Optional.of(normalVariant),
        osVersion,
        osFeatures);
  }

  /** True when an image for this platform is what someone who wants {@code wanted} asked for. */
  public boolean satisfies(Platform wanted) {
    Platform mine = normalized();
    Platform theirs = wanted.normalized();
    return mine.os.equals(theirs.os)
        && mine.architecture.equals(theirs.architecture)
        && (mine.variant.equals(theirs.variant)
            || (wanted.variant.isEmpty() && !mine.architecture.equals("arm")));
  }

  /** True when all normalised parts but the operating system's version and features are equal. */
  public boolean sameAs(Platform other) {
    Platform mine = normalized();
    Platform theirs = other.normalized();
    return mine.os.equals(theirs.os)
        && mine.architecture.equals(theirs.architecture)
        && mine.variant.equals(theirs.variant);
  }

  /** True for {@code unknown/unknown}, which BuildKit gives its attestations. */
  public boolean isUnknown() {
    return os.equals("unknown") && architecture.equals("unknown");
  }

  private static String normalArchitecture(String architecture) {
    return switch (architecture.toLowerCase(Locale.ROOT)) {
      case "x86_64", "x86-64", "amd64" -> "amd64";
      case "aarch64", "arm64" -> "arm64";
      case "armhf", "armel", "arm" -> "arm";
      case "i386", "x86", "386" -> "386";
      default -> architecture.toLowerCase(Locale.ROOT);
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}

package dev.imageprovenance.scanner.finding;

import org.jspecify.annotations.Nullable;

/**
 * The stable identifier of a check, as in {@code --checks} and {@code docs/checks}; immutable.
 *
 * @param value lower-case words joined by hyphens
 */
public record CheckId(String value) implements Comparable<CheckId> {
  public static final CheckId INTEGRITY = new CheckId("integrity");
  public static final CheckId AMBIGUOUS_LAYER = new CheckId("ambiguous-layer");
  public static final CheckId DEFAULT_USER = new CheckId("default-user");
  public static final CheckId SETUID_FILES = new CheckId("setuid-files");
  public static final CheckId FILE_CAPABILITIES = new CheckId("file-capabilities");
  public static final CheckId ACCOUNTS = new CheckId("accounts");

  /** Asked only where somebody asks for a base, or where layers refute what an image says of it. */
  public static final CheckId BASE_IMAGE = new CheckId("base-image");

  /** Asked only where a policy names trusted images. */
  public static final CheckId TRUST = new CheckId("trust");

  /** Asked only where a policy has waivers. */
  public static final CheckId WAIVERS = new CheckId("waivers");

  /** Asked only where a policy says who must have signed. */
  public static final CheckId SIGNATURE = new CheckId("signature");

  /** Asked only where a policy says who must have built, or from what. */
  public static final CheckId PROVENANCE = new CheckId("provenance");

  /** Asked only where a policy says that somebody must have verified. */
  public static final CheckId VSA = new CheckId("vsa");

  /**
   * @throws IllegalArgumentException if the value is not lower-case words joined by hyphens
   */
  public CheckId {
    if (!value.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("not a check id: " + value);
    }
  }

  @Override
  public int compareTo(CheckId other) {
    return value.compareTo(other.value);
  }

  // Spelled out: what a record generates would start java.lang.invoke in every short scan.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CheckId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}

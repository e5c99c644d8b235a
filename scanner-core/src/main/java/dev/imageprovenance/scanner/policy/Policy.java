package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is required of images and what is allowed in them, as a scan is given it; immutable. */
public final class Policy {
  private final ImagePolicy general;
  private final List<PolicySource> sources;

  private Policy(ImagePolicy general, List<PolicySource> sources) {
    this.general = general;
    this.sources = List.copyOf(sources);
  }

  /** Fails on high, allows nothing. */
  public static Policy defaults() {
    return of(ImagePolicy.defaults());
  }

  /** The same for every image. */
  public static Policy of(ImagePolicy everyImage) {
    return new Policy(everyImage, List.of());
  }

  /** What {@code subject} is judged by. */
  public ImagePolicy forImage(PolicySubject subject) {
    return general;
  }

  /** What an image is judged by that no section is about. */
  public ImagePolicy general() {
    return general;
  }

  /** The files that it was read from, what is extended before what extends it. */
  public List<PolicySource> sources() {
    return sources;
  }

  /**
   * Names what it was read from: the sha256 of the only source's bytes, or of all sources' digests,
   * one on each line. Empty when it was not read from anything.
   */
  public Optional<Digest> digest() {
    if (sources.size() <= 1) {
      return sources.stream().map(PolicySource::digest).findFirst();
    }
    StringBuilder lines = new StringBuilder();
    for (PolicySource source : sources) {
      lines.append(source.digest()).append('\n');
    }
    return Optional.of(Digest.sha256(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Policy that
        && general.equals(that.general)
        && sources.equals(that.sources);
  }

  @Override
  public int hashCode() {
    return 31 * general.hashCode() + sources.hashCode();
  }
}

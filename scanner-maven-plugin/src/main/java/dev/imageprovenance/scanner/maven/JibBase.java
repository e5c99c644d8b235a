package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.maven.jib.JibConfiguration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what jib was told to build an image on: a claim of the POM's; stateless. */
final class JibBase {
  private JibBase() {}

  /** The base; empty for an image that jib has not built, and when its executions differ. */
  static Optional<String> of(List<JibConfiguration> jib, Subject subject) {
    Set<Optional<String>> bases = new LinkedHashSet<>();
    jib.forEach(each -> bases.add(each.fromImage()));
    return subject.built().isEmpty() || bases.size() != 1
        ? Optional.empty()
        : bases.iterator().next();
  }
}

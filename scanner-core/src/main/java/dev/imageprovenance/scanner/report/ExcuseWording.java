package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Excuse;

/** Says why a finding does not count; stateless. */
final class ExcuseWording {
  private ExcuseWording() {}

  /** "waived by su-is-needed (policy.yaml:12:5): the batch job needs it; ops, until 2026-03-01". */
  static String why(Excuse excuse) {
    StringBuilder why = new StringBuilder(kind(excuse.kind()));
    if (!excuse.clause().isEmpty()) {
      why.append(" by ").append(Text.excerpt(excuse.clause()));
    }
    excuse
        .location()
        .ifPresent(place -> why.append(" (").append(Text.escape(place.toString())).append(')'));
    excuse.reason().ifPresent(reason -> why.append(": ").append(Text.excerpt(reason)));
    excuse.owner().ifPresent(owner -> why.append("; ").append(Text.excerpt(owner)));
    excuse.expires().ifPresent(day -> why.append(", until ").append(day));
    return why.toString();
  }

  /** "allowed", "waived", "in the baseline". */
  static String kind(Excuse.Kind kind) {
    return switch (kind) {
      case ALLOWED -> "allowed";
      case WAIVED -> "waived";
      case BASELINE -> "in the baseline";
    };
  }
}

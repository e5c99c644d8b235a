package dev.imageprovenance.scanner.finding;

import java.util.List;
import java.util.Optional;

/**
 * One thing a check found; immutable.
 *
 * @param check the check that found it
 * @param code an upper-case identifier of the reason within the check, stable across releases
 * @param severity how much it matters
 * @param subject what it is about: an absolute path, a user, a digest; the grouping key of
 *     renderers
 * @param message one sentence in plain words that says what is wrong and why it matters
 * @param remedy what to do about it, ready to paste where possible
 * @param location the layer that brought it
 * @param evidence the facts it rests on
 */
public record Finding(
    CheckId check,
    String code,
    Severity severity,
    String subject,
    String message,
    Optional<Remedy> remedy,
    Optional<LayerLocation> location,
    List<Evidence> evidence) {
  /** Copies the list. */
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /** The first evidence of the type, if any. */
  public <E extends Evidence> Optional<E> evidence(Class<E> type) {
    return evidence.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  // Spelled out: what a record generates would start java.lang.invoke in every short scan. Findings
  // that agree in these two are compared in full.
  @Override
  public int hashCode() {
    return 31 * subject.hashCode() + message.hashCode();
  }

  @Override
  public String toString() {
    return severity.label() + " " + check + " " + code + ": " + message;
  }
}

package dev.imageprovenance.scanner.signature;

import java.util.Optional;

/**
 * Why something signed does not count; immutable.
 *
 * @param reason the code
 * @param signer the trusted signer that it concerns, by name
 * @param detail both values where two differ, escaped; one sentence without a full stop
 */
public record Refusal(RefusalReason reason, Optional<String> signer, String detail) {
  static Refusal of(RefusalReason reason, String detail) {
    return new Refusal(reason, Optional.empty(), detail);
  }

  static Refusal of(RefusalReason reason, String signer, String detail) {
    return new Refusal(reason, Optional.of(signer), detail);
  }
}

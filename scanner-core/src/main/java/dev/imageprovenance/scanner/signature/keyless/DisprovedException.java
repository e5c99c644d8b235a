package dev.imageprovenance.scanner.signature.keyless;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.signature.RefusalReason;

/** Says which part of a proof does not hold. */
final class DisprovedException extends Exception {
  private final RefusalReason reason;
  private final String detail;

  /**
   * With our own words.
   *
   * @param detail one sentence without a full stop, escaped
   */
  DisprovedException(RefusalReason reason, String detail) {
    super(detail);
    this.reason = reason;
    this.detail = detail;
  }

  /** With the library's words after ours; they may repeat what is in the signature. */
  DisprovedException(RefusalReason reason, String detail, Exception why) {
    super(detail, why);
    this.reason = reason;
    this.detail = detail + ": " + Text.excerpt(oneLine(String.valueOf(why.getMessage())));
  }

  /** The library gives each authority that does not fit a line of its own. */
  private static String oneLine(String message) {
    return String.join("; ", message.lines().toList());
  }

  RefusalReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}

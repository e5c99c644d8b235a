package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Base64;

/** Decodes base64 of both alphabets, without white space; stateless. */
final class Base64Text {
  private Base64Text() {}

  /**
   * The bytes that {@code text} stands for.
   *
   * @param what names the text in messages
   * @throws ScanException MALFORMED
   */
  static RawDocument decode(String text, String what) {
    boolean url = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
    try {
      return RawDocument.of((url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text));
    } catch (IllegalArgumentException e) {
      throw new ScanException(ProblemKind.MALFORMED, "The " + what + " is not base64");
    }
  }
}

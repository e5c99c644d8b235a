package dev.imageprovenance.scanner.report;

/** Writes text as SARIF's plain text messages want it (section 3.11.5 and 3.11.6); stateless. */
final class SarifText {
  /** A message longer than this is nothing that somebody reads in a list of alerts. */
  static final int MOST = 4000;

  private SarifText() {}

  /** Without placeholders and embedded links, and not too long. */
  static String plain(String text) {
    String cut = text.length() <= MOST ? text : text.substring(0, end(text)) + "…";
    return cut.replace("{", "{{").replace("}", "}}").replace("](", "\\u005d(");
  }

  /** A pair of surrogates is not cut in two. */
  private static int end(String text) {
    return Character.isHighSurrogate(text.charAt(MOST - 1)) ? MOST - 1 : MOST;
  }
}

package dev.imageprovenance.scanner.report;

/** How a word of a text report stands out, as an ANSI colour. */
enum Style {
  PLAIN(""),
  STRONG("1"),
  GOOD("1;32"),
  WARNING("1;33"),
  BAD("1;31"),
  FAINT("2");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text in this style. */
  String paint(String text) {
    return code.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}

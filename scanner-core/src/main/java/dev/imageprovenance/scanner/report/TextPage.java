package dev.imageprovenance.scanner.report;

import java.io.IOException;
import java.io.Writer;

/** Lays phrases out on lines of a given width; not thread-safe. */
final class TextPage {
  private static final String SPACES = " ".repeat(64);

  private final Writer out;
  private final int width;
  private final boolean colour;

  TextPage(Writer out, TextOptions options) {
    this.out = out;
    this.width = options.width();
    this.colour = options.colour();
  }

  /** An empty line. */
  void blank() throws IOException {
    out.append('\n');
  }

  /**
   * Prints a phrase that begins at column {@code indent}; further lines begin at column {@code
   * hang}.
   */
  void print(int indent, int hang, Phrase phrase) throws IOException {
    print(indent, hang, phrase, "");
  }

  /** The same for what a shell or a Dockerfile is to take as one line, although it is wrapped. */
  void printCommand(int indent, int hang, Phrase phrase) throws IOException {
    print(indent, hang, phrase, " \\");
  }

  private void print(int indent, int hang, Phrase phrase, String endOfWrapped) throws IOException {
    int room = width - endOfWrapped.length();
    int column = 0;
    boolean lineIsEmpty = true;
    int start = indent;
    for (Phrase.Word word : phrase.list()) {
      int wordWidth = DisplayWidth.of(word.text());
      int begin = lineIsEmpty ? start : Math.max(column + word.spaces(), word.column());
      if (!lineIsEmpty && begin + wordWidth > room) {
        out.append(endOfWrapped).append('\n');
        column = 0;
        begin = hang;
      }
      spaces(begin - column);
      out.append(colour ? word.style().paint(word.text()) : word.text());
      column = begin + wordWidth;
      lineIsEmpty = false;
      start = hang;
    }
    out.append('\n');
  }

  private void spaces(int count) throws IOException {
    int rest = count;
    while (rest > 0) {
      int part = Math.min(rest, SPACES.length());
      out.append(SPACES, 0, part);
      rest -= part;
    }
  }
}

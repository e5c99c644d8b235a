package dev.imageprovenance.scanner.report;

import java.io.IOException;

/** Lines with a faint label before what they say, all beginning at one column; not thread-safe. */
final class LabelledLines {
  /** Where what a line says begins. */
  static final int VALUE_COLUMN = 13;

  private static final int LABEL_COLUMN = 2;

  private final TextPage page;
  private String label = "";

  LabelledLines(TextPage page) {
    this.page = page;
  }

  /** One line. */
  void print(String newLabel, Phrase value) throws IOException {
    end();
    printFurther(newLabel, value);
    end();
  }

  /** A command for a shell, which may take several lines. */
  void printCommand(String newLabel, Phrase command) throws IOException {
    page.printCommand(
        LABEL_COLUMN,
        VALUE_COLUMN + 2,
        new Phrase().word(newLabel, Style.FAINT).at(VALUE_COLUMN, command));
    end();
  }

  /**
   * One line of several under the same label, which stands before the first only. Where it wraps,
   * it goes on below the last of its columns.
   */
  void printFurther(String newLabel, Phrase value) throws IOException {
    boolean isNew = !label.equals(newLabel);
    label = newLabel;
    Phrase phrase = new Phrase();
    if (isNew) {
      phrase.word(newLabel, Style.FAINT);
    }
    int indent = isNew ? LABEL_COLUMN : Math.max(VALUE_COLUMN, value.firstColumn());
    page.print(
        indent, Math.max(VALUE_COLUMN + 2, value.lastColumn()), phrase.at(VALUE_COLUMN, value));
  }

  /** Lets the next line have its label again. */
  void end() {
    label = "";
  }
}

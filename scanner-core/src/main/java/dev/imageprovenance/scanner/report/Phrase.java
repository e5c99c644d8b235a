package dev.imageprovenance.scanner.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Words of one paragraph with their styles, to be wrapped between words only; a builder, not
 * thread-safe.
 */
final class Phrase {
  private final List<Word> words = new ArrayList<>();

  /**
   * A word.
   *
   * @param spaces columns left free before it when it follows another word on its line
   * @param text never broken
   * @param style how it stands out
   * @param column the least column it starts at when it is not wrapped, for alignment; 0 for none
   */
  record Word(int spaces, String text, Style style, int column) {}

  /** Adds each word of {@code text}. */
  Phrase words(String text) {
    return words(text, Style.PLAIN);
  }

  /** Adds each word of {@code text} in a style. */
  Phrase words(String text, Style style) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf(' ', start);
      end = end < 0 ? text.length() : end;
      if (end > start) {
        word(text.substring(start, end), style);
      }
      start = end + 1;
    }
    return this;
  }

  /** Adds text that must not be broken even at its spaces. */
  Phrase word(String text, Style style) {
    words.add(new Word(1, text, style, 0));
    return this;
  }

  /** Adds text that must not be broken and starts at a column of its own. */
  Phrase wordAt(int column, String text, Style style) {
    words.add(new Word(1, text, style, column));
    return this;
  }

  /** As {@link #wordAt}, two columns away from a last word that reaches so far. */
  Phrase wordApart(int column, String text, Style style) {
    words.add(new Word(2, text, style, column));
    return this;
  }

  /** Adds each word of {@code text}, the first of them at a column of its own. */
  Phrase wordsAt(int column, String text) {
    int before = words.size();
    words(text);
    if (words.size() > before) {
      Word first = words.get(before);
      words.set(before, new Word(first.spaces(), first.text(), first.style(), column));
    }
    return this;
  }

  /** Adds another phrase, which starts at a column of its own. */
  Phrase at(int column, Phrase other) {
    boolean first = true;
    for (Word word : other.words) {
      int least = first ? Math.max(column, word.column()) : word.column();
      words.add(new Word(word.spaces(), word.text(), word.style(), least));
      first = false;
    }
    return this;
  }

  /** Adds text directly behind the last word, never wrapped away from it. */
  Phrase glue(String text) {
    if (words.isEmpty()) {
      return words(text);
    }
    Word last = words.remove(words.size() - 1);
    words.add(new Word(last.spaces(), last.text() + text, last.style(), last.column()));
    return this;
  }

  /** The column that the first word is aligned to; 0 for none. */
  int firstColumn() {
    return words.isEmpty() ? 0 : words.get(0).column();
  }

  /** The column that the last aligned word is aligned to; 0 for none. */
  int lastColumn() {
    int last = 0;
    for (Word word : words) {
      last = Math.max(last, word.column());
    }
    return last;
  }

  /** The words in order. */
  List<Word> list() {
    return words;
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.oci.Text;
import java.util.Optional;
import java.util.regex.Pattern;

/** Writes paths of an image into subjects, messages and commands; stateless. */
final class ImagePath {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+@%,=:-]+");
  private static final Pattern PRINTABLE = Pattern.compile("[ -~]+");

  /** Longer sentences are cut. */
  private static final int SENTENCE = 1_000;

  private ImagePath() {}

  /** Absolute, otherwise as it is in the layer. */
  static String absolute(String path) {
    return "/" + path;
  }

  /** Absolute and safe to show. */
  static String show(String path) {
    return Text.escape(absolute(path));
  }

  /**
   * A sentence about the image whose author escaped the names in it, safe to show: what he forgot
   * is escaped here, what he escaped is not escaped again.
   */
  static String words(String sentence) {
    String bounded =
        sentence.length() <= SENTENCE ? sentence : sentence.substring(0, SENTENCE) + "…";
    String withoutEscapes = bounded.replace("\\", "");
    return Text.escape(withoutEscapes).equals(withoutEscapes) ? bounded : Text.escape(bounded);
  }

  /** The directory a path is in; of the root itself nothing. */
  static Optional<String> parent(String path) {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
  }

  /**
   * {@code text} as one word of a shell command; empty when it cannot be pasted safely. A name that
   * an image chose must not become part of the command.
   */
  static Optional<String> shellWord(String text) {
    if (PLAIN.matcher(text).matches()) {
      return Optional.of(text);
    }
    return PRINTABLE.matcher(text).matches()
        ? Optional.of("'" + text.replace("'", "'\\''") + "'")
        : Optional.empty();
  }
}

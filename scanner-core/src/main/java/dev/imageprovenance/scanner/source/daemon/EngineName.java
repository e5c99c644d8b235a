package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Names and IDs of images and containers as engines understand them; stateless. What passes holds
 * nothing that could lead a URL's path elsewhere: no {@code ..}, no empty part, no {@code %},
 * {@code ?} or {@code #}.
 */
public final class EngineName {
  private static final int MOST_CHARACTERS = 2_048;
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{1,64}");
  private static final Pattern PREFIXED_IMAGE_ID = Pattern.compile("sha256:[a-f0-9]{1,64}");
  private static final Pattern CONTAINER = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  private EngineName() {}

  /**
   * {@code text} if it names an image: a reference, whose tag is latest when there is neither tag
   * nor digest, or an image ID, short or whole, with {@code sha256:} or without.
   *
   * @throws ScanException of kind USAGE
   */
  public static String requireImage(String text) {
    if (!PREFIXED_IMAGE_ID.matcher(text).matches() && !IMAGE_ID.matcher(text).matches()) {
      // Throws with what is wrong; engines add registry and tag by their own rules.
      Reference.parse(text);
    }
    return text;
  }

  /**
   * {@code text} if it is a container's name or ID, short or whole.
   *
   * @throws ScanException of kind USAGE
   */
  public static String requireContainer(String text) {
    if (text.length() > MOST_CHARACTERS || !CONTAINER.matcher(text).matches()) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" is neither name nor ID of a container",
          "Names hold letters, digits, underscores, dots and dashes, and begin with a letter or"
              + " digit; docker ps --all lists them.",
          null);
    }
    return text;
  }

  /** {@code name} as a part of a URL's path; its slashes stay. */
  static String inPath(String name) {
    return encoded(name, "-._~/:@");
  }

  /** {@code value} as a value in a URL's query. */
  static String inQuery(String value) {
    return encoded(value, "-._~/");
  }

  private static String encoded(String name, String marks) {
    StringBuilder path = new StringBuilder();
    for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (each & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || marks.indexOf(c) >= 0;
      if (plain) {
        path.append(c);
      } else {
        path.append(String.format("%%%02X", (int) c));
      }
    }
    return path.toString();
  }
}

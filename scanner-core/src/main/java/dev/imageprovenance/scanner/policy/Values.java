package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Suggestion;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads single values; what is wrong becomes a problem and an empty value. Stateless. */
final class Values {
  /** What YAML 1.2 and JSON take for something else than text. */
  private static final Pattern NO_TEXT =
      Pattern.compile(
          "|~|null|Null|NULL|true|True|TRUE|false|False|FALSE"
              + "|[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
  private static final Pattern MODE = Pattern.compile("0?[0-7]{3,4}");
  private static final Pattern BARE_SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Values() {}

  /** Reads one item of a list. */
  interface ItemReader<T> {
    Optional<T> read(Node item, String path);
  }

  /** A list whose items are read one by one; items that are wrong are left out. */
  static <T> List<T> list(
      Node node, String path, PolicyProblems problems, ItemReader<T> itemReader) {
    if (!(node instanceof Items list)) {
      problems.wrongType(node, path, "a list");
      return List.of();
    }
    List<T> values = new ArrayList<>(list.items().size());
    for (int i = 0; i < list.items().size(); i++) {
      itemReader.read(list.items().get(i), path + "[" + i + "]").ifPresent(values::add);
    }
    return values;
  }

  /** Text that is not empty and could not be taken for a number, true, false or null. */
  static Optional<String> text(Node node, String path, PolicyProblems problems) {
    if (!(node instanceof Scalar scalar)) {
      problems.wrongType(node, path, "text");
      return Optional.empty();
    }
    if (!scalar.quoted() && NO_TEXT.matcher(scalar.value()).matches()) {
      problems.add(
          node,
          scalar.value().isEmpty()
              ? path + " is empty"
              : path + " must be text: write \"" + Text.excerpt(scalar.value()) + "\" in quotes");
      return Optional.empty();
    }
    if (scalar.value().isBlank()) {
      problems.add(node, path + " is empty");
      return Optional.empty();
    }
    return Optional.of(scalar.value());
  }

  /** {@code true} or {@code false}. */
  static Optional<Boolean> flag(Node node, String path, PolicyProblems problems) {
    if (node instanceof Scalar scalar
        && !scalar.quoted()
        && (scalar.value().equals("true") || scalar.value().equals("false"))) {
      return Optional.of(scalar.value().equals("true"));
    }
    problems.wrongType(node, path, "true or false");
    return Optional.empty();
  }

  /** A number from {@code least} to {@code most}. */
  static Optional<Integer> number(
      Node node, String path, int least, int most, PolicyProblems problems) {
    if (node instanceof Scalar scalar
        && !scalar.quoted()
        && NUMBER.matcher(scalar.value()).matches()) {
      int value = Integer.parseInt(scalar.value());
      if (value >= least && value <= most) {
        return Optional.of(value);
      }
    }
    problems.wrongType(node, path, "a number from " + least + " to " + most);
    return Optional.empty();
  }

  /** Permission bits. YAML would read 04755 as a decimal number, so that they must be quoted. */
  static Optional<Integer> mode(Node node, String path, PolicyProblems problems) {
    if (node instanceof Scalar scalar && MODE.matcher(scalar.value()).matches()) {
      if (scalar.quoted()) {
        return Optional.of(Integer.parseInt(scalar.value(), 8));
      }
      problems.add(node, path + " must be text: write \"" + scalar.value() + "\" in quotes");
      return Optional.empty();
    }
    problems.wrongType(node, path, "an octal mode in quotes, as in \"4755\"");
    return Optional.empty();
  }

  /** A sha256, with or without its prefix. */
  static Optional<Digest> sha256(Node node, String path, PolicyProblems problems) {
    if (node instanceof Scalar scalar) {
      String value =
          scalar.value().startsWith("sha256:") ? scalar.value().substring(7) : scalar.value();
      if (BARE_SHA256.matcher(value).matches()) {
        return Optional.of(new Digest("sha256", value));
      }
    }
    problems.wrongType(node, path, "a sha256 of 64 lower-case hexadecimal digits");
    return Optional.empty();
  }

  /** A digest of any algorithm. */
  static Optional<Digest> digest(Node node, String path, PolicyProblems problems) {
    Optional<String> text = text(node, path, problems);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Digest.parse(text.get()));
    } catch (ScanException e) {
      problems.wrongType(node, path, "a digest, as in sha256:…");
      return Optional.empty();
    }
  }

  /** A day. */
  static Optional<LocalDate> date(Node node, String path, PolicyProblems problems) {
    if (node instanceof Scalar scalar) {
      try {
        return Optional.of(LocalDate.parse(scalar.value()));
      } catch (DateTimeParseException e) {
        problems.wrongType(node, path, "a day, as in 2027-01-31");
        return Optional.empty();
      }
    }
    problems.wrongType(node, path, "a day, as in 2027-01-31");
    return Optional.empty();
  }

  static Optional<Severity> severity(Node node, String path, PolicyProblems problems) {
    List<String> labels = Arrays.stream(Severity.values()).map(Severity::label).toList();
    return oneOf(node, path, labels, problems)
        .map(label -> Severity.values()[labels.indexOf(label)]);
  }

  /** One of several words. */
  static Optional<String> oneOf(
      Node node, String path, List<String> words, PolicyProblems problems) {
    if (node instanceof Scalar scalar && words.contains(scalar.value())) {
      return Optional.of(scalar.value());
    }
    String hint = node instanceof Scalar scalar ? Suggestion.hint(scalar.value(), words) : "";
    problems.add(node, path + " must be " + inWords(words) + ", not " + node.description() + hint);
    return Optional.empty();
  }

  /** A pattern of absolute paths. */
  static Optional<Glob> pathGlob(Node node, String path, PolicyProblems problems) {
    Optional<String> text = text(node, path, problems);
    if (text.isPresent() && !text.get().startsWith("/")) {
      problems.wrongType(node, path, "an absolute path inside the image, as in /usr/bin/*");
      return Optional.empty();
    }
    return text.map(Glob::of);
  }

  /** A pattern of images or parts of their names. */
  static Optional<Glob> glob(Node node, String path, PolicyProblems problems) {
    return text(node, path, problems).map(Glob::of);
  }

  private static String inWords(List<String> words) {
    return words.size() == 1
        ? words.get(0)
        : String.join(", ", words.subList(0, words.size() - 1))
            + " or "
            + words.get(words.size() - 1);
  }
}

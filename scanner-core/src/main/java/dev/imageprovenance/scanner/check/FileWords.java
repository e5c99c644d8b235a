package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Names a file in messages and commands, under all of its hard links; stateless. */
final class FileWords {
  private static final int SHOWN_LINKS = 3;

  /** Linux takes no argument beyond 128 KiB, and a RUN instruction is one. */
  private static final int LONGEST_COMMAND = 64 * 1024;

  private FileWords() {}

  /** A clause about the file's further names, a few of them told; empty when it has none. */
  static String links(FileEvidence file) {
    List<String> others = file.otherPaths();
    if (others.isEmpty()) {
      return "";
    }
    int more = others.size() - SHOWN_LINKS;
    return "; "
        + Findings.count(others.size(), "further hard link", "further hard links")
        + ": "
        + others.stream().limit(SHOWN_LINKS).map(Text::excerpt).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }

  /**
   * All names as words of a shell command: on overlay file systems a change to a lower layer's file
   * reaches only the name that it was made under. Empty when not all of them can be pasted.
   */
  static List<String> operands(FileEvidence file) {
    return words(file, UnaryOperator.identity(), List.of("")).orElse(List.of());
  }

  /**
   * The option once for each name and value, with names as reports print them. Empty when not all
   * of them can be pasted: the policy wants every name.
   *
   * @param values what follows the name, at least one
   */
  static List<String> options(String option, FileEvidence file, List<String> values) {
    return words(file, Text::escape, values).orElse(List.of()).stream()
        .map(word -> option + " " + word)
        .toList();
  }

  private static Optional<List<String>> words(
      FileEvidence file, UnaryOperator<String> form, List<String> values) {
    List<String> paths = new ArrayList<>(List.of(file.path()));
    paths.addAll(file.otherPaths());
    List<String> words = new ArrayList<>();
    int length = 0;
    for (String path : paths) {
      Optional<String> word = ImagePath.shellWord(form.apply(path));
      if (word.isEmpty()) {
        return Optional.empty();
      }
      for (String value : values) {
        length += word.get().length() + value.length() + 1;
        if (length > LONGEST_COMMAND) {
          return Optional.empty();
        }
        words.add(word.get() + value);
      }
    }
    return Optional.of(words);
  }
}

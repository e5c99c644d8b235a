package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The fenced blocks of a Markdown file; immutable.
 *
 * @param blocks in order
 */
record Markdown(List<Block> blocks) {
  private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");

  /**
   * A fenced block.
   *
   * @param language as its fence says
   * @param text with a line break at its end
   */
  record Block(String language, String text) {
    /** What a person types at its prompts, without the remarks behind. */
    List<String> commands() {
      return text.lines()
          .filter(line -> line.startsWith("$ "))
          .map(line -> line.substring(2).replaceAll("\\s+#.*", ""))
          .toList();
    }
  }

  static Markdown read(Path file) {
    try {
      return new Markdown(
          FENCED
              .matcher(Files.readString(file))
              .results()
              .map(match -> new Block(match.group(1), match.group(2)))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The only block of a language. */
  Block only(String language) {
    List<Block> found = blocks.stream().filter(block -> block.language().equals(language)).toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " blocks of " + language);
    }
    return found.get(0);
  }

  /** The text block that shows what comes of {@code block}. */
  String outputOf(Block block) {
    Block next = blocks.get(blocks.indexOf(block) + 1);
    if (!next.language().equals("text")) {
      throw new AssertionError("no output behind " + block);
    }
    return next.text();
  }

  /** The block with that command only. */
  Block withCommand(String command) {
    return blocks.stream()
        .filter(block -> block.commands().equals(List.of(command)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no block with " + command));
  }

  /** Every command of every block. */
  List<String> commands() {
    return blocks.stream().flatMap(block -> block.commands().stream()).toList();
  }
}

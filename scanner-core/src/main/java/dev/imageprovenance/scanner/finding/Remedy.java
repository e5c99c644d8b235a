package dev.imageprovenance.scanner.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to do about a finding, in words and, where there is something to paste, for each tool that
 * it can be pasted into; immutable.
 *
 * @param text one sentence without a full stop; parts of it that come from an image are escaped
 * @param dockerfile an instruction for the Dockerfile that makes the image
 * @param jib an element for the jib plugin's {@code <configuration>}, or advice in words where no
 *     element helps
 * @param accept options of the command line with their values, quoted for a shell, that together
 *     accept what was found; empty when it cannot be accepted by name
 */
public record Remedy(
    String text, Optional<Instruction> dockerfile, Optional<String> jib, List<String> accept) {
  /** Copies the list. */
  public Remedy {
    accept = List.copyOf(accept);
  }

  /** A remedy in words only. */
  public static Remedy of(String text) {
    return new Remedy(text, Optional.empty(), Optional.empty(), List.of());
  }

  /** The same with an instruction for a Dockerfile. */
  public Remedy withDockerfile(Instruction instruction) {
    return new Remedy(text, Optional.of(instruction), jib, accept);
  }

  /** The same with what to do with jib. */
  public Remedy withJib(String elementOrAdvice) {
    return new Remedy(text, dockerfile, Optional.of(elementOrAdvice), accept);
  }

  /** The same with options that accept the finding. */
  public Remedy withAccept(List<String> options) {
    return new Remedy(text, dockerfile, jib, options);
  }

  /**
   * An instruction of a Dockerfile on one line, taken apart so that those of several findings can
   * be made one; immutable.
   *
   * @param beginning what stands before the operands, with the instruction's name
   * @param operands words quoted for a shell, one for each thing that it is done to; several
   *     instructions with the same beginning and end mean the same as one with all their operands.
   *     Empty when they do not
   * @param end what stands behind the operands, possibly nothing
   */
  public record Instruction(String beginning, List<String> operands, String end) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if a part holds anything but printable ASCII, which could
     *     end the line
     */
    public Instruction {
      operands = List.copyOf(operands);
      requirePrintable(beginning);
      operands.forEach(Instruction::requirePrintable);
      requirePrintable(end);
    }

    /** An instruction that cannot be shared. */
    public static Instruction of(String line) {
      return new Instruction(line, List.of(), "");
    }

    /**
     * Whether it starts a program, which root must do in most cases: it belongs before USER in a
     * Dockerfile.
     */
    public boolean belongsBeforeUser() {
      return beginning.startsWith("RUN ");
    }

    /** The line. */
    @Override
    public String toString() {
      List<String> words = new ArrayList<>(operands.size() + 2);
      words.add(beginning);
      words.addAll(operands);
      if (!end.isEmpty()) {
        words.add(end);
      }
      return String.join(" ", words);
    }

    private static void requirePrintable(String part) {
      for (int i = 0; i < part.length(); i++) {
        if (part.charAt(i) < ' ' || part.charAt(i) > '~') {
          throw new IllegalArgumentException("not printable ASCII at index " + i);
        }
      }
    }
  }
}

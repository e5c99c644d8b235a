package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the remedies of several findings as one, in lines of which the first is the most useful;
 * commands name everything that the findings are about. Not thread-safe.
 */
final class RemedyLines {
  /** More operands than these are no command that somebody wants to paste. */
  private static final int MOST_OPERANDS = 20;

  private final List<Remedy> remedies;
  private final boolean all;
  private final List<Line> lines = new ArrayList<>();

  /**
   * A line.
   *
   * @param label what stands before it, with a colon; possibly nothing
   * @param words may be wrapped between, but not within
   * @param isCommand whether it is for pasting, so that a wrapped line needs a backslash
   */
  record Line(String label, List<String> words, boolean isCommand) {
    static Line sentence(String text) {
      return new Line("", List.of(text.split(" ", -1)), false);
    }
  }

  private RemedyLines(List<Remedy> remedies, boolean all) {
    this.remedies = remedies;
    this.all = all;
  }

  /** The lines; of many operands the first ones' only, which they say, unless {@code all}. */
  static List<Line> of(List<Remedy> remedies, boolean all) {
    RemedyLines told = new RemedyLines(remedies, all);
    told.instructions();
    told.words();
    told.jib();
    told.accept();
    return told.lines;
  }

  /** Instructions that differ in their operands only become one. */
  private void instructions() {
    Map<String, Instruction> kinds = new LinkedHashMap<>();
    Map<String, Set<String>> operands = new LinkedHashMap<>();
    for (Remedy remedy : remedies) {
      if (remedy.dockerfile().isPresent()) {
        Instruction instruction = remedy.dockerfile().get();
        String kind = instruction.beginning() + '\n' + instruction.end();
        kinds.putIfAbsent(kind, instruction);
        operands
            .computeIfAbsent(kind, unused -> new LinkedHashSet<>())
            .addAll(instruction.operands());
      }
    }
    for (Map.Entry<String, Instruction> kind : kinds.entrySet()) {
      instruction(kind.getValue(), operands.getOrDefault(kind.getKey(), Set.of()));
    }
  }

  private void instruction(Instruction instruction, Set<String> operands) {
    List<String> words = new ArrayList<>(List.of(instruction.beginning().split(" ", -1)));
    words.addAll(shown(operands));
    if (!instruction.end().isEmpty()) {
      words.addAll(List.of(instruction.end().split(" ", -1)));
    }
    String where = instruction.belongsBeforeUser() ? "Dockerfile, before USER:" : "Dockerfile:";
    lines.add(new Line(where, words, true));
    addHidden(operands);
  }

  /** An instruction says more than the words beside it. */
  private void words() {
    Set<String> sentences = new LinkedHashSet<>();
    for (Remedy remedy : remedies) {
      if (remedy.dockerfile().isEmpty()) {
        sentences.add(remedy.text());
      }
    }
    for (String sentence : shown(sentences)) {
      lines.add(Line.sentence(sentence));
    }
    addHidden(sentences);
  }

  private void jib() {
    Set<String> advice = new LinkedHashSet<>();
    for (Remedy remedy : remedies) {
      if (remedy.jib().isPresent()) {
        advice.add(remedy.jib().get());
      }
    }
    for (String each : shown(advice)) {
      lines.add(new Line("jib:", List.of(each.split(" ", -1)), false));
    }
    addHidden(advice);
  }

  private void accept() {
    Set<String> options = new LinkedHashSet<>();
    for (Remedy remedy : remedies) {
      options.addAll(remedy.accept());
    }
    if (!options.isEmpty()) {
      String label = remedies.size() == 1 ? "to accept it:" : "to accept them:";
      lines.add(new Line(label, shown(options), true));
      addHidden(options);
    }
  }

  private List<String> shown(Collection<String> each) {
    return new ArrayList<>(each).subList(0, each.size() - hidden(each));
  }

  private int hidden(Collection<String> each) {
    return all ? 0 : Math.max(0, each.size() - MOST_OPERANDS);
  }

  private void addHidden(Collection<String> each) {
    if (hidden(each) > 0) {
      lines.add(
          Line.sentence("and so for " + Wording.grouped(hidden(each)) + " more; -v lists all"));
    }
  }
}

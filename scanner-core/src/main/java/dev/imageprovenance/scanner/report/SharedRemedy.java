package dev.imageprovenance.scanner.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes one remedy of those of several findings, in which commands name everything that the
 * findings are about; stateless.
 */
final class SharedRemedy {
  /** More names than these are no command that somebody wants to paste. */
  private static final int MOST_NAMES = 20;

  private SharedRemedy() {}

  /** The one remedy; of many findings the first ones' only, which it says, unless {@code all}. */
  static String of(List<String> remedies, boolean all) {
    Map<Integer, List<String[]>> byLength = new LinkedHashMap<>();
    for (String remedy : new LinkedHashSet<>(remedies)) {
      String[] lines = remedy.split("\n", -1);
      byLength.computeIfAbsent(lines.length, unused -> new ArrayList<>()).add(lines);
    }
    List<String> merged = new ArrayList<>();
    for (List<String[]> alike : byLength.values()) {
      for (int i = 0; i < alike.get(0).length; i++) {
        Set<String> lines = new LinkedHashSet<>();
        for (String[] remedy : alike) {
          lines.add(remedy[i]);
        }
        merged.addAll(merge(new ArrayList<>(lines), all));
      }
    }
    return String.join("\n", merged);
  }

  private static List<String> merge(List<String> lines, boolean all) {
    if (lines.size() == 1) {
      return lines;
    }
    int shown = all ? lines.size() : Math.min(lines.size(), MOST_NAMES);
    int hidden = lines.size() - shown;
    String prefix = commonPrefix(lines);
    String suffix = commonSuffix(lines, prefix.length());
    List<String> middles = new ArrayList<>(shown);
    for (String line : lines.subList(0, shown)) {
      middles.add(line.substring(prefix.length(), line.length() - suffix.length()));
    }
    List<String> merged = new ArrayList<>();
    if (isList(prefix, middles)) {
      merged.add(prefix + String.join(" " + repeatedOption(prefix), middles) + suffix);
    } else {
      merged.addAll(lines.subList(0, shown));
    }
    if (hidden > 0) {
      merged.add("and so for " + Wording.grouped(hidden) + " more; -v lists all");
    }
    return merged;
  }

  /** Whole words only; the quotes in each part are closed, so that no name is torn. */
  private static boolean isList(String prefix, List<String> middles) {
    for (String middle : middles) {
      if (middle.isEmpty() || !isClosed(middle)) {
        return false;
      }
    }
    return isClosed(prefix) && prefix.endsWith(" ");
  }

  private static boolean isClosed(String text) {
    long quotes = text.chars().filter(c -> c == '\'').count();
    return quotes % 2 == 0 && text.indexOf('\\') < 0;
  }

  /** An option takes one value, so that each further value needs the option again. */
  private static String repeatedOption(String prefix) {
    String word = prefix.substring(prefix.lastIndexOf(' ', prefix.length() - 2) + 1);
    return word.startsWith("-") ? word : "";
  }

  private static String commonPrefix(List<String> lines) {
    String first = lines.get(0);
    int length = first.length();
    for (String line : lines) {
      int same = 0;
      while (same < Math.min(length, line.length()) && line.charAt(same) == first.charAt(same)) {
        same++;
      }
      length = same;
    }
    return first.substring(0, first.lastIndexOf(' ', length - 1) + 1);
  }

  private static String commonSuffix(List<String> lines, int prefix) {
    String first = lines.get(0);
    int length = first.length() - prefix;
    for (String line : lines) {
      int most = Math.min(length, line.length() - prefix);
      int same = 0;
      while (same < most
          && line.charAt(line.length() - 1 - same) == first.charAt(first.length() - 1 - same)) {
        same++;
      }
      length = same;
    }
    int space = first.indexOf(' ', first.length() - length);
    return space < 0 ? "" : first.substring(space);
  }
}

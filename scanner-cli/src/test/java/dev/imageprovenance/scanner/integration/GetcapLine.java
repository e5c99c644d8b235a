package dev.imageprovenance.scanner.integration;

import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file's capabilities as {@code getcap -n} prints them (cap_to_text(3)); immutable.
 *
 * @param permitted lower-case names
 * @param inheritable lower-case names
 * @param effective whether any capability is effective
 * @param rootId the user namespace's root, when the file has one
 */
record GetcapLine(
    SortedSet<String> permitted,
    SortedSet<String> inheritable,
    boolean effective,
    Optional<Long> rootId) {
  private static final Pattern CLAUSE = Pattern.compile("([a-z0-9_,]+)([=+-])([eip]*)");
  private static final Pattern ROOT_ID = Pattern.compile("\\[rootid=(\\d+)\\]");

  /** Parses what follows the path. */
  static GetcapLine parse(String text) {
    SortedSet<String> permitted = new TreeSet<>();
    SortedSet<String> inheritable = new TreeSet<>();
    boolean effective = false;
    Optional<Long> rootId = Optional.empty();
    for (String word : text.strip().split("\\s+", -1)) {
      Matcher root = ROOT_ID.matcher(word);
      Matcher clause = CLAUSE.matcher(word);
      if (root.matches()) {
        rootId = Optional.of(Long.parseLong(root.group(1)));
      } else if (clause.matches() && !clause.group(2).equals("-")) {
        SortedSet<String> names = new TreeSet<>(java.util.List.of(clause.group(1).split(",", -1)));
        if (clause.group(3).contains("p")) {
          permitted.addAll(names);
        }
        if (clause.group(3).contains("i")) {
          inheritable.addAll(names);
        }
        effective |= clause.group(3).contains("e");
      } else {
        throw new AssertionError("getcap printed what this test cannot read: " + text);
      }
    }
    return new GetcapLine(permitted, inheritable, effective, rootId);
  }

  static GetcapLine of(CapabilityEvidence evidence) {
    return new GetcapLine(
        new TreeSet<>(evidence.permitted()),
        new TreeSet<>(evidence.inheritable()),
        evidence.effective(),
        evidence.rootId());
  }
}

package dev.imageprovenance.scanner.policy.imported;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A policy made of what another scanner is told to ignore; immutable. What is about the same here
 * becomes a waiver; what is not is told in comments and notes, and never waives more than it did.
 *
 * @param yaml the policy
 * @param notes what was not taken over, or not as it was; one sentence each without a full stop
 */
public record ImportedPolicy(String yaml, List<String> notes) {
  /** Longest that a waiver may last, in days. */
  private static final int MOST_DAYS = 90;

  /** Copies the list. */
  public ImportedPolicy {
    notes = List.copyOf(notes);
  }

  /**
   * The policy that says the same.
   *
   * @param name the file's name, which tells its format: {@code .trivyignore.yaml}, {@code
   *     .trivyignore} or {@code .dockleignore}
   * @param today the day it is (UTC); a rule that names no last day gets one from it
   * @throws ScanException of kind USAGE if the name is of another kind, CONFIGURATION if the file
   *     is malformed
   */
  public static ImportedPolicy of(String name, byte[] content, LocalDate today) {
    List<IgnoredRule> rules = rules(name, content);
    Writer writer = new Writer(name, today);
    rules.forEach(writer::add);
    return new ImportedPolicy(writer.yaml(), writer.notes);
  }

  private static List<IgnoredRule> rules(String name, byte[] content) {
    String lower = name.toLowerCase(Locale.ROOT);
    String file = lower.substring(lower.lastIndexOf('/') + 1);
    if (file.endsWith("trivyignore.yaml") || file.endsWith("trivyignore.yml")) {
      return TrivyIgnoreYaml.read(name, content);
    }
    if (file.endsWith("trivyignore") || file.endsWith("dockleignore")) {
      return IgnoreLines.read(content);
    }
    throw new ScanException(
        ProblemKind.USAGE,
        "The name " + Text.escape(file) + " does not tell what kind of file it is",
        "Name it .trivyignore.yaml, .trivyignore or .dockleignore.",
        null);
  }

  /** Writes the policy; not thread-safe. */
  private static final class Writer {
    private final String name;
    private final LocalDate today;
    private final StringBuilder waivers = new StringBuilder();
    private final List<String> notes = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    Writer(String name, LocalDate today) {
      this.name = name;
      this.today = today;
    }

    void add(IgnoredRule rule) {
      List<RuleMapping.Target> targets = RuleMapping.of(rule);
      if (targets.isEmpty()) {
        leaveOut(rule, RuleMapping.whyNot(rule));
      } else if (rule.narrowed()) {
        leaveOut(rule, "it is narrowed in a way that a waiver cannot be, and would waive more");
      } else if (rule.expires().isPresent() && rule.expires().get().isBefore(today)) {
        leaveOut(rule, "it expired on " + rule.expires().get());
      } else {
        targets.forEach(target -> waive(rule, target));
      }
    }

    private void leaveOut(IgnoredRule rule, String why) {
      String note = Text.excerpt(rule.id()) + ": " + why;
      left.add(note);
      notes.add("not taken over: " + note);
    }

    private void waive(IgnoredRule rule, RuleMapping.Target target) {
      String id = unique(rule.id());
      LocalDate last = today.plusDays(MOST_DAYS);
      LocalDate expires = rule.expires().orElse(last);
      waivers.append("  - id: ").append(quoted(id)).append('\n');
      waivers.append("    check: ").append(target.check()).append('\n');
      target.code().ifPresent(code -> waivers.append("    code: ").append(code).append('\n'));
      waivers.append("    reason: ").append(quoted(reason(rule))).append('\n');
      if (expires.isAfter(last)) {
        waivers.append("    # It lasted until ").append(expires).append(".\n");
        notes.add(
            "shortened: "
                + Text.excerpt(rule.id())
                + " lasted until "
                + expires
                + ", and a waiver lasts "
                + MOST_DAYS
                + " days at most");
        expires = last;
      }
      waivers.append("    expires: ").append(expires).append('\n');
    }

    private String unique(String id) {
      String unique = id;
      for (int i = 2; !ids.add(unique); i++) {
        unique = id + " (" + i + ")";
      }
      return unique;
    }

    private String reason(IgnoredRule rule) {
      Optional<String> reason = rule.reason();
      return reason.isPresent() ? reason.get() : "ignored in " + name + " without a reason";
    }

    private String yaml() {
      StringBuilder yaml = new StringBuilder();
      yaml.append("# Made of ").append(Text.excerpt(name)).append(" on ").append(today);
      yaml.append(".\nversion: 1\n");
      if (waivers.length() > 0) {
        yaml.append("waivers:\n").append(waivers);
      }
      if (!left.isEmpty()) {
        yaml.append("\n# Not taken over:\n");
        left.forEach(note -> yaml.append("# ").append(note).append('\n'));
      }
      return yaml.toString();
    }

    /** A text in double quotes, which YAML and JSON read alike. */
    private static String quoted(String text) {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '"' || c == '\\') {
          quoted.append('\\').append(c);
        } else if (c < ' ' || c > '~') {
          quoted.append("\\u%04x".formatted((int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }
}

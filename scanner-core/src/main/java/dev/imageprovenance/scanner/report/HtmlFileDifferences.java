package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows files that differ, by severity and directory, each to be opened and closed, and lets the
 * reader choose between what was added, removed and changed, without a script; not thread-safe.
 */
final class HtmlFileDifferences {
  /** Of more files of one severity the rest is counted. */
  private static final int MOST_OF_SEVERITY = 2_000;

  /** So many files are seen at once; more are told by directory. */
  private static final int MOST_AT_ONCE = 30;

  /** How deep directories are told apart. */
  private static final int DEPTH = 2;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final String anchor;
  private int lists;

  HtmlFileDifferences(HtmlPage page, String anchor) {
    this.page = page;
    this.html = page.html();
    this.anchor = anchor;
  }

  void render(List<FileDifference> differences) throws IOException {
    if (differences.isEmpty()) {
      html.leaf("p", "No path differs.");
      return;
    }
    lists++;
    html.open("div", "class", "files");
    html.leaf("p", TextFileList.counts(differences) + ".");
    choice(differences);
    Map<Severity, List<FileDifference>> bySeverity = new EnumMap<>(Severity.class);
    for (FileDifference difference : differences) {
      bySeverity
          .computeIfAbsent(difference.severity(), unused -> new ArrayList<>())
          .add(difference);
    }
    List<Severity> worstFirst = new ArrayList<>(bySeverity.keySet());
    java.util.Collections.reverse(worstFirst);
    for (Severity severity : worstFirst) {
      severity(severity, bySeverity.getOrDefault(severity, List.of()));
    }
    html.close("div");
  }

  private void choice(List<FileDifference> differences) throws IOException {
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    for (FileDifference difference : differences) {
      counts.merge(difference.kind(), 1, Integer::sum);
    }
    if (counts.size() < 2) {
      return;
    }
    html.open("div", "class", "choice", "role", "radiogroup", "aria-label", "Show");
    option("all", differences.size(), true);
    for (Map.Entry<Kind, Integer> kind : counts.entrySet()) {
      option(kind.getKey().label(), kind.getValue(), false);
    }
    html.close("div");
  }

  private void option(String name, int count, boolean isChosen) throws IOException {
    String group = anchor + "-files-" + lists;
    html.open("label");
    if (isChosen) {
      html.empty(
          "input", "type", "radio", "name", group, "class", "only-" + name, "checked", "checked");
    } else {
      html.empty("input", "type", "radio", "name", group, "class", "only-" + name);
    }
    html.text(" " + name + " " + Wording.grouped(count)).close("label").text(" ");
  }

  private void severity(Severity severity, List<FileDifference> all) throws IOException {
    boolean isSevere = severity.isAtLeast(Severity.HIGH);
    open(isSevere || all.size() <= MOST_AT_ONCE, "severity-group");
    html.open("summary");
    HtmlVerdict.severity(html, severity, Severity.CRITICAL);
    html.text(" " + Wording.count(all.size(), "path", "paths")).close("summary");
    HtmlQuota quota = new HtmlQuota(page, all.size(), MOST_OF_SEVERITY);
    List<FileDifference> shown = new ArrayList<>();
    Map<String, List<FileDifference>> byDirectory = new LinkedHashMap<>();
    for (FileDifference difference : all) {
      if (shown.size() < MOST_OF_SEVERITY) {
        shown.add(difference);
        byDirectory
            .computeIfAbsent(directory(difference.path()), unused -> new ArrayList<>())
            .add(difference);
      }
    }
    if (all.size() <= MOST_AT_ONCE || byDirectory.size() == 1) {
      table(shown, quota);
    } else {
      for (Map.Entry<String, List<FileDifference>> directory : byDirectory.entrySet()) {
        directory(directory.getKey(), directory.getValue(), quota);
      }
    }
    quota.tellLeftOut("path", "paths");
    html.close("details");
  }

  private void directory(String path, List<FileDifference> below, HtmlQuota quota)
      throws IOException {
    if (page.isFull()) {
      return;
    }
    open(false, "directory");
    html.open("summary").code(FileWording.path(path));
    html.text(" " + Wording.count(below.size(), "path", "paths")).close("summary");
    table(below, quota);
    html.close("details");
  }

  private void open(boolean isOpen, String style) throws IOException {
    if (isOpen) {
      html.open("details", "class", style, "open", "open");
    } else {
      html.open("details", "class", style);
    }
  }

  private void table(List<FileDifference> differences, HtmlQuota quota) throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name :
        new String[] {"Change", "Path", "From the registry's to the deployed side"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    for (FileDifference difference : differences) {
      if (!quota.admits()) {
        break;
      }
      String kind = difference.kind().label();
      html.open("tr", "class", "is-" + kind).leaf("td", kind);
      html.open("th", "scope", "row").code(FileWording.path(difference.path())).close("th");
      html.open("td").code(String.join(" ", FileWording.words(difference, false)));
      html.close("td").close("tr");
    }
    html.close("tbody").close("table").close("div");
  }

  private static String directory(String path) {
    int end = -1;
    for (int depth = 0; depth < DEPTH; depth++) {
      int slash = path.indexOf('/', end + 1);
      if (slash < 0) {
        break;
      }
      end = slash;
    }
    return path.substring(0, end + 1);
  }
}

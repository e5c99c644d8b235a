package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.finding.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells differences of files, the worst one by one; not thread-safe. */
final class TextFileList {
  private static final int SEVERITY_COLUMN = 4;
  private static final int KIND_COLUMN = 13;
  private static final int PATH_COLUMN = 22;

  /** More directories than these are no summary. */
  private static final int MOST_DIRECTORIES = 12;

  private final TextPage page;
  private final boolean verbose;
  private final Severity failOn;

  /** A list in which differences as severe as {@code failOn} stand out. */
  TextFileList(TextPage page, boolean verbose, Severity failOn) {
    this.page = page;
    this.verbose = verbose;
    this.failOn = failOn;
  }

  void print(List<FileDifference> differences) throws IOException {
    FileSummary summary = FileSummary.of(differences, verbose);
    for (FileDifference difference : summary.told()) {
      line(difference);
    }
    printDirectories(summary.directories());
  }

  /** "3 paths differ: 1 critical, 2 high". */
  static String counts(List<FileDifference> differences) {
    return Wording.count(differences.size(), "path differs", "paths differ") + severe(differences);
  }

  /** ": 1 critical, 2 high"; empty when none is as severe. */
  static String severe(List<FileDifference> differences) {
    List<String> severe = new ArrayList<>();
    for (Severity severity : List.of(Severity.CRITICAL, Severity.HIGH)) {
      long count = differences.stream().filter(each -> each.severity() == severity).count();
      if (count > 0) {
        severe.add(Wording.grouped(count) + " " + severity.label());
      }
    }
    return severe.isEmpty() ? "" : ": " + String.join(", ", severe);
  }

  private void line(FileDifference difference) throws IOException {
    Phrase phrase =
        severity(difference.severity())
            .wordAt(KIND_COLUMN, difference.kind().label(), Style.PLAIN)
            .wordAt(PATH_COLUMN, FileWording.path(difference.path()), Style.STRONG);
    FileWording.words(difference, verbose).forEach(part -> phrase.word(part, Style.PLAIN));
    page.print(SEVERITY_COLUMN, PATH_COLUMN, phrase);
  }

  private void printDirectories(List<FileSummary.Directory> directories) throws IOException {
    int shown = Math.min(directories.size(), MOST_DIRECTORIES);
    for (FileSummary.Directory directory : directories.subList(0, shown)) {
      List<String> counts = new ArrayList<>();
      for (Kind kind : Kind.values()) {
        int count = directory.counts().getOrDefault(kind, 0);
        if (count > 0) {
          counts.add(Wording.grouped(count) + " " + kind.label());
        }
      }
      page.print(
          SEVERITY_COLUMN,
          PATH_COLUMN,
          severity(directory.worst())
              .wordAt(KIND_COLUMN, "below", Style.PLAIN)
              .wordAt(PATH_COLUMN, FileWording.path(directory.path()), Style.STRONG)
              .words(String.join(", ", counts)));
    }
    int rest = 0;
    for (FileSummary.Directory directory : directories.subList(shown, directories.size())) {
      rest += directory.total();
    }
    if (rest > 0) {
      page.print(
          KIND_COLUMN,
          PATH_COLUMN,
          new Phrase()
              .words(
                  Wording.grouped(rest)
                      + " more in "
                      + Wording.count(directories.size() - shown, "directory", "directories")));
    }
    if (!directories.isEmpty()) {
      page.print(KIND_COLUMN, PATH_COLUMN, new Phrase().words("-v lists every path", Style.FAINT));
    }
  }

  private Phrase severity(Severity severity) {
    return new Phrase().word(severity.label(), style(severity, failOn));
  }

  /** How a severity stands out. */
  static Style style(Severity severity, Severity failOn) {
    return severity.isAtLeast(failOn)
        ? Style.BAD
        : severity.isAtLeast(Severity.MEDIUM) ? Style.WARNING : Style.PLAIN;
  }
}

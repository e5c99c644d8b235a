package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A report in lines with levels, for the log of a build tool: what fails is an error, what is worth
 * a look is a warning, each with what fixes it. Not thread-safe.
 */
public final class LogReport {
  private static final int MOST_SUBJECTS = 8;
  private static final int MOST_REMEDIES = 8;

  private final List<Line> lines = new ArrayList<>();

  /** How a line is logged. */
  public enum Level {
    ERROR,
    WARNING,
    INFO,
    DEBUG
  }

  /**
   * A line.
   *
   * @param level how it is logged
   * @param text safe to print, without line breaks
   */
  public record Line(Level level, String text) {}

  private LogReport() {}

  /** What came of scans. */
  public static List<Line> of(RunReport run) {
    LogReport log = new LogReport();
    for (ScanReport scan : run.scans()) {
      log.scan(scan);
    }
    return log.lines;
  }

  /** What came of comparisons. */
  public static List<Line> of(ComparisonRun run) {
    LogReport log = new LogReport();
    for (ComparisonReport report : run.comparisons()) {
      if (report.problem().isPresent()) {
        log.problem(report.problem().get());
      }
      if (report.comparison().isPresent()) {
        log.comparison(run, report, report.comparison().get());
      }
    }
    return log.lines;
  }

  private void scan(ScanReport scan) {
    if (scan.problem().isPresent()) {
      problem(scan.problem().get());
      return;
    }
    for (ImageReport image : scan.images()) {
      headline(scan, image);
      image
          .origin()
          .flatMap(origin -> OriginWording.base(origin, false))
          .ifPresent(base -> add(Level.INFO, "  base " + base));
      for (CheckResult result : image.results()) {
        check(image, result);
      }
    }
  }

  private void problem(ScanReport.Problem problem) {
    add(Level.ERROR, problem.message());
    problem.remedy().ifPresent(remedy -> add(Level.ERROR, "  " + remedy));
  }

  private void headline(ScanReport scan, ImageReport image) {
    Level level = image.verdict() == Verdict.PASS ? Level.INFO : Level.ERROR;
    String digest =
        image
            .manifestDigest()
            .map(manifest -> "manifest " + Wording.digest(manifest, false))
            .orElse("config " + Wording.digest(image.configDigest(), false));
    add(
        level,
        image.verdict()
            + " "
            + Text.escape(scan.requested())
            + " "
            + Text.escape(image.platform().toString())
            + ", "
            + digest);
  }

  private void check(ImageReport image, CheckResult result) {
    if (result.findings().isEmpty() || result.verdict() == Verdict.UNKNOWN) {
      Level level = result.verdict() == Verdict.PASS ? Level.INFO : Level.ERROR;
      add(level, "  " + result.verdict() + " " + result.check() + ": " + result.summary());
    }
    if (result.unknown().isPresent()) {
      add(
          result.unknownAllowed() ? Level.WARNING : Level.ERROR,
          "  " + result.check() + " is unknown: " + result.unknown().get());
    }
    for (FindingGroup group : FindingGroup.of(result.findings())) {
      finding(image, group);
    }
    if (!result.excused().isEmpty()) {
      String count = Wording.count(result.excused().size(), "finding does", "findings do");
      add(Level.INFO, "  " + result.check() + ": " + count + " not count, by the policy");
    }
  }

  private void finding(ImageReport image, FindingGroup group) {
    Finding first = group.first();
    Level level = level(image, first.severity());
    StringBuilder text = new StringBuilder("  ");
    text.append(first.severity().label()).append(' ').append(first.check()).append(": ");
    text.append(group.headline());
    if (group.size() > 1) {
      text.append(": ").append(shown(group.subjects(), MOST_SUBJECTS));
    }
    group
        .location()
        .ifPresent(layer -> text.append("; from ").append(group.whose(LayerWording.layer(layer))));
    add(level, text.append(" [").append(group.codes()).append(']').toString());
    for (String remedy : remedies(group)) {
      add(level, "    " + remedy);
    }
  }

  private static Level level(ImageReport image, Severity severity) {
    if (severity.isAtLeast(image.policy().failOn())) {
      return Level.ERROR;
    }
    return severity == Severity.INFO ? Level.DEBUG : Level.WARNING;
  }

  /** An element for the build file says more than the words beside it. */
  private static List<String> remedies(FindingGroup group) {
    Set<String> remedies = new LinkedHashSet<>();
    for (Finding finding : group.findings()) {
      Optional<Remedy> remedy = finding.remedy();
      if (remedy.isPresent()) {
        remedies.add(
            remedy.get().jib().map(advice -> "jib: " + advice).orElse(remedy.get().text()));
      }
    }
    List<String> all = new ArrayList<>(remedies);
    return all.size() <= MOST_REMEDIES ? all : all.subList(0, MOST_REMEDIES);
  }

  private static String shown(List<String> subjects, int most) {
    if (subjects.size() <= most) {
      return String.join(" ", subjects);
    }
    return String.join(" ", subjects.subList(0, most))
        + " and "
        + Wording.grouped(subjects.size() - most)
        + " more";
  }

  /** A comparison reads best as a person gets to see it. */
  private void comparison(ComparisonRun run, ComparisonReport report, Comparison comparison) {
    Level level = comparison.verdict() == Verdict.PASS ? Level.INFO : Level.ERROR;
    StringWriter text = new StringWriter();
    try {
      new TextComparisonRenderer(TextOptions.plain())
          .render(new ComparisonRun(run.tool(), run.startedAt(), List.of(report)), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String line : text.toString().split("\n", -1)) {
      if (!line.isBlank()) {
        lines.add(new Line(level, line));
      }
    }
  }

  private void add(Level level, String text) {
    lines.add(new Line(level, Wording.message(text, false)));
  }
}

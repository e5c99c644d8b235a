package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ClauseOrigin;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.UnusedClauses.Unused;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Tells a person which clause of the policy decided what, check by check and finding by finding;
 * immutable and thread-safe.
 */
public final class TextExplanationRenderer implements ReportRenderer<RunReport> {
  private static final int VALUE_COLUMN = 12;
  private static final int FINDING_COLUMN = 4;
  private static final int TEXT_COLUMN = 13;

  private final TextOptions options;

  /** Renders as {@code options} say; everything is told whatever the verbosity. */
  public TextExplanationRenderer(TextOptions options) {
    this.options = options;
  }

  @Override
  public void render(RunReport run, Writer out) throws IOException {
    TextPage page = new TextPage(out, options);
    for (ScanReport scan : run.scans()) {
      if (scan.problem().isPresent()) {
        TextProblemSection.render(
            page, Text.escape(scan.requested()), scan.verdict(), scan.problem().get());
      }
      for (ImageReport image : scan.images()) {
        explain(page, scan, image);
      }
    }
    boolean first = true;
    for (Unused unused : run.unusedClauses()) {
      page.print(
          2,
          VALUE_COLUMN,
          new Phrase()
              .word(first ? "unused" : "", Style.FAINT)
              .wordsAt(VALUE_COLUMN, unused.origin() + ": " + unused.words()));
      first = false;
    }
  }

  private static void explain(TextPage page, ScanReport scan, ImageReport image)
      throws IOException {
    page.print(
        0,
        6,
        new Phrase()
            .word(image.verdict().name(), TextReportRenderer.style(image.verdict()))
            .wordApart(6, Text.escape(scan.requested()), Style.STRONG)
            .word(Text.escape(image.platform().toString()), Style.PLAIN));
    ImagePolicy policy = image.policy();
    facts(page, "policy", policy.sources().stream().map(s -> Text.escape(s.name())).toList());
    facts(page, "names", policy.subject().names().stream().distinct().map(Text::escape).toList());
    facts(page, "sections", policy.sections().stream().map(ClauseOrigin::toString).toList());
    facts(page, "fails on", List.of(policy.failOnOrigin().toString()));
    for (CheckResult result : image.results()) {
      explain(page, policy, result);
    }
  }

  private static void facts(TextPage page, String label, List<String> values) throws IOException {
    boolean first = true;
    for (String value : values) {
      page.print(
          2,
          VALUE_COLUMN + 2,
          new Phrase().word(first ? label : "", Style.FAINT).wordsAt(VALUE_COLUMN, value));
      first = false;
    }
  }

  private static void explain(TextPage page, ImagePolicy policy, CheckResult result)
      throws IOException {
    page.print(
        2,
        11,
        new Phrase()
            .word(result.verdict().name(), TextReportRenderer.style(result.verdict()))
            .wordAt(11, result.check().value(), Style.STRONG)
            .words(reason(policy, result)));
    for (Finding finding : result.findings()) {
      counts(page, policy, finding);
    }
    for (ExcusedFinding excused : result.excused()) {
      isExcused(page, excused);
    }
  }

  private static String reason(ImagePolicy policy, CheckResult result) {
    if (result.verdict() == Verdict.UNKNOWN) {
      return "because it could not look, and no clause lets it be unknown";
    }
    Optional<ClauseOrigin> allowed = policy.allowsUnknown(result.check());
    if (result.unknown().isPresent() && allowed.isPresent()) {
      return "although it could not look, by " + allowed.get();
    }
    if (result.verdict() == Verdict.FAIL) {
      return "because of what is marked with !";
    }
    if (!result.findings().isEmpty()) {
      return "because nothing that counts is severe enough";
    }
    return result.excused().isEmpty()
        ? "because nothing was found"
        : "because nothing that was found counts";
  }

  private static void counts(TextPage page, ImagePolicy policy, Finding finding)
      throws IOException {
    boolean broken =
        finding.check().equals(CheckId.INTEGRITY) && finding.severity() == Severity.CRITICAL;
    boolean fails = broken || finding.severity().isAtLeast(policy.failOn());
    page.print(
        fails ? FINDING_COLUMN - 1 : FINDING_COLUMN,
        TEXT_COLUMN,
        new Phrase()
            .word((fails ? "!" : "") + finding.severity().label(), fails ? Style.BAD : Style.PLAIN)
            .wordsAt(TEXT_COLUMN, Wording.message(finding.message(), false))
            .word("[" + finding.code() + "]", Style.FAINT));
    Optional<ClauseEvidence> clause = decidingClause(finding);
    String severity =
        finding.severity().label()
            + (clause.isEmpty()
                ? ownSeverity(finding)
                : " by " + new ClauseOrigin(clause.get().clause(), clause.get().location()));
    String threshold =
        broken
            ? "broken integrity always fails"
            : (fails ? "fails by " : "passes by ") + policy.failOnOrigin();
    page.print(TEXT_COLUMN, TEXT_COLUMN + 2, new Phrase().words(severity + "; " + threshold));
  }

  private static String ownSeverity(Finding finding) {
    return finding
        .evidence(OriginEvidence.class)
        .filter(origin -> origin.severity() != finding.severity())
        .map(
            origin ->
                (origin.origin() == OriginEvidence.Origin.BASE
                        ? ", because it comes unchanged from the base "
                        : ", because it is the image's own, above the base ")
                    + Text.excerpt(origin.base())
                    + "; else "
                    + origin.severity().label())
        .orElse(" is its own severity");
  }

  /** A finding about a waiver has that waiver among its evidence, which decides nothing. */
  private static Optional<ClauseEvidence> decidingClause(Finding finding) {
    List<ClauseEvidence> clauses = new ArrayList<>();
    for (Evidence evidence : finding.evidence()) {
      if (evidence instanceof ClauseEvidence clause) {
        clauses.add(clause);
      }
    }
    int least = finding.check().equals(CheckId.WAIVERS) ? 2 : 1;
    return clauses.size() < least ? Optional.empty() : Optional.of(clauses.get(clauses.size() - 1));
  }

  private static void isExcused(TextPage page, ExcusedFinding excused) throws IOException {
    String kind =
        switch (excused.excuse().kind()) {
          case ALLOWED -> "allowed";
          case WAIVED -> "waived";
          case BASELINE -> "baseline";
        };
    page.print(
        FINDING_COLUMN,
        TEXT_COLUMN,
        new Phrase()
            .word(kind, Style.GOOD)
            .wordsAt(TEXT_COLUMN, Wording.message(excused.finding().message(), false))
            .word("[" + excused.finding().code() + "]", Style.FAINT));
    Excuse excuse = excused.excuse();
    page.print(TEXT_COLUMN, TEXT_COLUMN + 2, TextExcusedSection.words(excuse));
  }
}

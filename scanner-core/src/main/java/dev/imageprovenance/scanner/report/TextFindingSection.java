package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.DigestEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Excuse;
import dev.imageprovenance.scanner.policy.ExcusedFinding;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the findings of one check, similar ones together; not thread-safe. */
final class TextFindingSection {
  private static final int SEVERITY_COLUMN = 4;
  private static final int TEXT_COLUMN = 13;

  private final TextPage page;
  private final boolean verbose;
  private final boolean quiet;
  private final int width;
  private final ImagePolicy policy;

  TextFindingSection(TextPage page, TextOptions options, ImagePolicy policy) {
    this.page = page;
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.quiet = options.verbosity() == Verbosity.QUIET;
    this.width = options.width();
    this.policy = policy;
  }

  /** What counts. */
  void render(List<Finding> findings) throws IOException {
    int informative = 0;
    for (FindingGroup group : FindingGroup.of(findings)) {
      Severity severity = group.first().severity();
      if (quiet && !severity.isAtLeast(policy.failOn())) {
        continue;
      }
      if (!verbose && severity == Severity.INFO && !severity.isAtLeast(policy.failOn())) {
        informative += group.size();
        continue;
      }
      headline(group, severity(severity));
      facts(group);
      remedy(group, verbose || severity.isAtLeast(policy.failOn()));
    }
    if (informative > 0) {
      String count = Wording.grouped(informative);
      page.print(
          SEVERITY_COLUMN,
          TEXT_COLUMN,
          severity(Severity.INFO)
              .wordsAt(
                  TEXT_COLUMN,
                  count + (informative == 1 ? " finding" : " findings") + ", shown with -v"));
    }
  }

  /** What the policy allows; nothing is said about it in a quiet report. */
  void renderAllowed(List<ExcusedFinding> excused) throws IOException {
    if (quiet || excused.isEmpty()) {
      return;
    }
    List<Finding> allowed = new ArrayList<>(excused.size());
    for (ExcusedFinding each : excused) {
      allowed.add(each.finding());
    }
    if (!verbose) {
      Phrase phrase = new Phrase().word("allowed", Style.GOOD);
      List<String> subjects = new FindingGroup(allowed).subjects();
      phrase.wordAt(TEXT_COLUMN, subjects.get(0), Style.PLAIN);
      subjects(phrase, subjects.subList(1, subjects.size()));
      page.print(SEVERITY_COLUMN, TEXT_COLUMN, phrase);
      return;
    }
    for (FindingGroup group : FindingGroup.of(allowed)) {
      headline(group, new Phrase().word("allowed", Style.GOOD));
      facts(group);
      for (Phrase clause : clauses(group, excused)) {
        line(clause);
      }
    }
  }

  /** Each clause that allows one of the group, once. */
  private static Collection<Phrase> clauses(FindingGroup group, List<ExcusedFinding> excused) {
    Map<Excuse, Phrase> clauses = new LinkedHashMap<>();
    for (ExcusedFinding each : excused) {
      if (group.findings().contains(each.finding())) {
        clauses.putIfAbsent(each.excuse(), TextExcusedSection.words(each.excuse()));
      }
    }
    return clauses.values();
  }

  private Phrase severity(Severity severity) {
    Style style =
        severity.isAtLeast(policy.failOn())
            ? Style.BAD
            : severity.isAtLeast(Severity.MEDIUM) ? Style.WARNING : Style.PLAIN;
    return new Phrase().word(severity.label(), style);
  }

  private void headline(FindingGroup group, Phrase phrase) throws IOException {
    String headline = Wording.message(group.headline(), verbose);
    phrase.wordsAt(TEXT_COLUMN, headline);
    Optional<LayerLocation> layer = group.location();
    if (layer.isPresent()) {
      phrase.glue(group.size() == 1 ? ";" : ",").words("from " + group.whose(layer(layer.get())));
    }
    if (group.size() == 1 || verbose) {
      phrase.words("[" + group.codes() + "]", Style.FAINT);
    } else {
      phrase.glue(":");
      subjects(phrase, group.subjects());
    }
    page.print(SEVERITY_COLUMN, TEXT_COLUMN, phrase);
  }

  /** Names as many as two lines hold. */
  private void subjects(Phrase phrase, List<String> subjects) {
    int room = 2 * (width - TEXT_COLUMN) - 16;
    int shown = 0;
    for (String subject : subjects) {
      room -= DisplayWidth.of(subject) + 1;
      if (room < 0 && shown > 0) {
        phrase.words("and " + Wording.grouped(subjects.size() - shown) + " more", Style.FAINT);
        return;
      }
      phrase.word(subject, Style.PLAIN);
      shown++;
    }
  }

  private void facts(FindingGroup group) throws IOException {
    if (verbose) {
      instruction(group.first());
      FileColumns columns = FileColumns.of(group);
      for (Finding finding : group.findings()) {
        evidence(finding, columns);
      }
    } else if (group.size() == 1) {
      for (Evidence evidence : group.first().evidence()) {
        if (evidence instanceof DigestEvidence digest) {
          line(compared(digest));
        }
      }
    }
  }

  private void instruction(Finding finding) throws IOException {
    Optional<String> instruction = finding.location().flatMap(LayerLocation::instruction);
    if (instruction.isPresent()) {
      line(new Phrase().word("made by", Style.FAINT).words(Text.excerpt(instruction.get())));
    }
  }

  private void evidence(Finding finding, FileColumns columns) throws IOException {
    if (finding.evidence().isEmpty()) {
      line(new Phrase().word(Text.escape(finding.subject()), Style.PLAIN));
    }
    for (Evidence evidence : finding.evidence()) {
      line(phrase(evidence, columns));
    }
  }

  private Phrase phrase(Evidence evidence, FileColumns columns) {
    if (evidence instanceof FileEvidence file) {
      return file(file, columns);
    } else if (evidence instanceof CapabilityEvidence capabilities) {
      return new Phrase()
          .words(FindingGroup.capabilities(capabilities))
          .words("(revision " + capabilities.revision() + ")", Style.FAINT);
    } else if (evidence instanceof UserEvidence user) {
      return user(user);
    } else if (evidence instanceof AccountEvidence account) {
      return account(account);
    } else if (evidence instanceof DigestEvidence digest) {
      return compared(digest);
    } else if (evidence instanceof ClauseEvidence clause) {
      return clause(clause);
    } else if (evidence instanceof OriginEvidence origin) {
      return new Phrase().words(inWords(origin));
    } else if (evidence instanceof NamedValue named) {
      return new Phrase()
          .word(Text.escape(named.name()) + ":", Style.FAINT)
          .words(Text.excerpt(named.value()));
    }
    throw new IllegalStateException("no wording for " + evidence.getClass());
  }

  private static Phrase file(FileEvidence file, FileColumns columns) {
    Phrase phrase =
        new Phrase()
            .word(Wording.octal(file.mode()), Style.PLAIN)
            .word(FindingGroup.ownership(file), Style.PLAIN)
            .wordAt(columns.sizeColumn(file), Wording.grouped(file.size()), Style.PLAIN);
    phrase.wordAt(columns.pathColumn(), Text.escape(file.path()), Style.PLAIN);
    if (!file.otherPaths().isEmpty()) {
      phrase.words("also");
      for (String other : file.otherPaths()) {
        phrase.word(Text.escape(other), Style.PLAIN);
      }
    }
    if (file.hidden()) {
      phrase.words("hidden by a higher layer", Style.FAINT);
    }
    phrase.word(file.contentDigest().orElse("(" + file.type() + ")"), Style.FAINT);
    return phrase;
  }

  private static Phrase user(UserEvidence user) {
    Phrase phrase = new Phrase().words("User is");
    phrase.word(
        user.configured().isEmpty() ? "not set" : '"' + Text.excerpt(user.configured()) + '"',
        Style.PLAIN);
    phrase.glue(",").words("class " + Text.escape(user.userClass()));
    user.uid().ifPresent(uid -> phrase.glue(",").words("uid " + uid));
    user.gid().ifPresent(gid -> phrase.glue(",").words("gid " + gid));
    if (!user.supplementaryGroups().isEmpty()) {
      phrase.glue(",").words("groups");
      user.supplementaryGroups().forEach(group -> phrase.words(Long.toString(group)));
    }
    return phrase;
  }

  private static Phrase account(AccountEvidence account) {
    Phrase phrase =
        new Phrase()
            .words(Text.escape(account.file()) + " line " + account.line() + ":")
            .word(Text.excerpt(account.name()), Style.PLAIN);
    account.id().ifPresent(id -> phrase.glue(",").words("id " + id));
    return phrase;
  }

  /** Whose it is and what that did, for every format that people read. */
  static String inWords(OriginEvidence origin) {
    return origin.origin().label() + ": " + Wording.message(origin.why(), false);
  }

  private static Phrase clause(ClauseEvidence clause) {
    Phrase phrase = new Phrase().word("policy:", Style.FAINT).words(Text.excerpt(clause.clause()));
    if (clause.location().isPresent()) {
      phrase.word("(" + Text.escape(clause.location().get().toString()) + ")", Style.FAINT);
    }
    return phrase;
  }

  private Phrase compared(DigestEvidence digest) {
    String expected = value(digest.expected()) + " (" + Text.escape(digest.expectedFrom()) + ")";
    Phrase phrase =
        new Phrase()
            .words(Text.escape(digest.kind()))
            .word("expected", Style.FAINT)
            .word(expected, Style.PLAIN);
    digest
        .actual()
        .ifPresent(
            actual -> phrase.glue(",").word("found", Style.FAINT).word(value(actual), Style.BAD));
    return phrase;
  }

  private void remedy(FindingGroup group, boolean whole) throws IOException {
    boolean first = true;
    for (RemedyLines.Line line : group.remedy(verbose)) {
      Phrase phrase = first ? new Phrase().word("remedy:", Style.FAINT) : new Phrase();
      phrase.words(line.label());
      for (String word : line.words()) {
        phrase.word(Wording.printable(word), Style.PLAIN);
      }
      int indent = first ? TEXT_COLUMN : TEXT_COLUMN + 2;
      if (line.isCommand()) {
        page.printCommand(indent, indent + 2, phrase);
      } else {
        page.print(indent, indent + 2, phrase);
      }
      if (!whole) {
        return;
      }
      first = false;
    }
  }

  private String layer(LayerLocation layer) {
    return "layer " + (layer.layerIndex() + 1) + " (" + value(layer.layerDigest()) + ")";
  }

  private String value(String text) {
    return Wording.message(text, verbose);
  }

  private void line(Phrase phrase) throws IOException {
    page.print(TEXT_COLUMN, TEXT_COLUMN + 2, phrase);
  }

  /**
   * Where the columns of a list of files are.
   *
   * @param sizeEnd where sizes end
   */
  private record FileColumns(int sizeEnd) {
    static FileColumns of(FindingGroup group) {
      int owner = 0;
      int size = 0;
      for (Finding finding : group.findings()) {
        Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
        if (file.isPresent()) {
          owner = Math.max(owner, DisplayWidth.of(FindingGroup.ownership(file.get())));
          size = Math.max(size, Wording.grouped(file.get().size()).length());
        }
      }
      return new FileColumns(TEXT_COLUMN + 6 + owner + 1 + size);
    }

    int sizeColumn(FileEvidence file) {
      return sizeEnd - Wording.grouped(file.size()).length();
    }

    int pathColumn() {
      return sizeEnd + 1;
    }
  }
}

package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.KnownChecks;
import dev.imageprovenance.scanner.policy.UnusedClauses.Unused;
import dev.imageprovenance.scanner.report.Outline.Detail;
import dev.imageprovenance.scanner.report.Outline.Note;
import dev.imageprovenance.scanner.report.Outline.Question;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outlines scans: each platform's image is a subject, each check a question; stateless. */
final class ScanOutline {
  private static final CheckId SCAN = new CheckId("scan");

  private ScanOutline() {}

  static Outline of(RunReport run) {
    Map<CheckId, String> titles = new HashMap<>();
    for (Check check : KnownChecks.catalogue()) {
      titles.put(check.id(), check.title());
    }
    List<Subject> subjects = new ArrayList<>();
    for (ScanReport scan : run.scans()) {
      scan.problem().ifPresent(problem -> subjects.add(failed(scan, problem)));
      for (ImageReport image : scan.images()) {
        subjects.add(subject(scan, image, titles));
      }
    }
    return new Outline(
        run.tool(),
        "Image scan",
        run.startedAt(),
        run.verdict(),
        run.exitCode(),
        subjects,
        run.unusedClauses().stream().map(ScanOutline::note).toList());
  }

  private static Note note(Unused unused) {
    return new Note(unused.origin() + ": " + unused.words(), unused.origin().location());
  }

  private static Subject failed(ScanReport scan, ScanReport.Problem problem) {
    SubjectName name = SubjectName.ofImage(scan.requested(), Optional.empty());
    return new Subject(
        name,
        name.stable(),
        scan.verdict(),
        "",
        List.of(),
        List.of(ProblemQuestion.of(SCAN, "Can the image be scanned?", scan.verdict(), problem)));
  }

  private static Subject subject(ScanReport scan, ImageReport image, Map<CheckId, String> titles) {
    SubjectName name =
        SubjectName.ofImage(scan.requested(), Optional.of(image.platform().toString()));
    List<Question> questions = new ArrayList<>(image.results().size());
    for (CheckResult result : image.results()) {
      questions.add(Question.grouped(titles.getOrDefault(result.check(), ""), result));
    }
    return new Subject(name, name.stable(), image.verdict(), "", details(image), questions);
  }

  private static List<Detail> details(ImageReport image) {
    List<Detail> details = new ArrayList<>();
    String servedBy = Text.escape(image.resolution().servedBy());
    details.add(new Detail("source", image.resolution().source().label() + " " + servedBy));
    image
        .manifestDigest()
        .ifPresent(digest -> details.add(new Detail("manifest", digest + " (computed)")));
    details.add(new Detail("config", image.configDigest() + " (computed)"));
    details.add(new Detail("layers", LayerTotals.of(image.layers()).readInWords()));
    image
        .origin()
        .flatMap(origin -> OriginWording.base(origin, true))
        .ifPresent(base -> details.add(new Detail("base", base)));
    return details;
  }
}

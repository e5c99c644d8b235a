package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.RootAccess;
import dev.imageprovenance.scanner.workload.Standing;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells one image of pods and who runs it; not thread-safe. */
final class TextPodImageSection {
  /** Of more workloads the rest is counted. */
  private static final int MOST_USES = 12;

  private static final int WORKLOAD_COLUMN = 12;

  private final TextPage page;
  private final LabelledLines lines;
  private final boolean verbose;
  private final boolean quiet;
  private final PodsComparison comparison;
  private final PodImage image;
  private final Standing standing;

  TextPodImageSection(
      TextPage page, TextOptions options, PodsComparison comparison, PodImage image) {
    this.page = page;
    this.lines = new LabelledLines(page);
    this.verbose = options.verbosity() == Verbosity.VERBOSE;
    this.quiet = options.verbosity() == Verbosity.QUIET;
    this.comparison = comparison;
    this.image = image;
    this.standing = image.standing();
  }

  void render() throws IOException {
    headline();
    if (!isPlain() || verbose) {
      lines.print("why", new Phrase().words(Wording.message(standing.why(), verbose)));
    }
    provenance();
    if (!quiet) {
      pin();
      platform();
      digests();
    }
    uses();
  }

  /** {@code PASS registry.example/app:1 index sha256:12… (engine) identical, tag MOVED}. */
  private void headline() throws IOException {
    Verdict ofImage = standing.verdict(comparison.required());
    Verdict verdict = comparison.verdict(image);
    Phrase phrase =
        new Phrase()
            .word(verdict.name(), TextReportRenderer.style(verdict))
            .wordAt(
                Math.max(6, verdict.name().length() + 2),
                image.specImage().isEmpty() ? "(no reference)" : Text.escape(image.specImage()),
                Style.STRONG);
    recorded().ifPresent(phrase::words);
    phrase.word(state(), TextReportRenderer.style(ofImage));
    tag()
        .filter(tag -> tag.movement() != Movement.UNMOVED)
        .ifPresent(
            tag ->
                phrase
                    .glue(",")
                    .word("tag " + tag.movement().label().toUpperCase(Locale.ROOT), Style.WARNING));
    page.print(0, 6, phrase);
  }

  private String state() {
    if (standing.isIntegrityBroken()) {
      return "integrity broken";
    }
    return standing
        .rung()
        .asKnown()
        .map(rung -> rung.label() + ", " + standing.assurance().label())
        .orElse("not known");
  }

  private Optional<String> recorded() {
    return standing.digests().stream()
        .findFirst()
        .map(this::named)
        .or(
            () ->
                image.imageId().text().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Wording.message(Text.excerpt(image.imageId().text()), verbose)));
  }

  private String named(KnownDigest known) {
    return known.kind().label()
        + " "
        + Wording.digest(known.digest(), verbose)
        + " ("
        + known.origin().label()
        + ")";
  }

  private Optional<TagState> tag() {
    return standing.provenance().flatMap(Provenance::tag).flatMap(Fact::asKnown);
  }

  /** Nothing to explain: the very digest, where the pods say. */
  private boolean isPlain() {
    return standing.verdict(comparison.required()) == Verdict.PASS
        && standing.comparison().isEmpty()
        && standing.pin().filter(pin -> pin != Standing.Pin.SAME).isEmpty();
  }

  private void provenance() throws IOException {
    Optional<Provenance> known = standing.provenance();
    if (known.isEmpty()) {
      return;
    }
    Provenance provenance = known.get();
    if (provenance.presence().asKnown().filter(state -> state == Presence.GONE).isPresent()) {
      lines.print(
          "registry",
          new Phrase()
              .word("GONE:", Style.BAD)
              .word(Text.escape(provenance.repository()), Style.PLAIN)
              .words("does not have it"));
    }
    Optional<TagState> tag = tag();
    if (tag.isPresent()) {
      tagLine(tag.get());
    } else if (provenance.tag().isPresent()) {
      lines.print(
          "tag",
          new Phrase()
              .word("not known:", Style.WARNING)
              .words(Wording.message(provenance.tag().get().whyUnknown().orElse(""), verbose)));
    }
    for (var other : provenance.otherRepositories()) {
      lines.print(
          "record",
          new Phrase()
              .words("the node knows it as")
              .word(
                  Text.escape(other.repository()) + "@" + Wording.digest(other.digest(), verbose),
                  Style.PLAIN)
              .words("(engine)"));
    }
  }

  private void tagLine(TagState tag) throws IOException {
    if (tag.movement() == Movement.UNMOVED && !verbose) {
      return;
    }
    Phrase phrase = new Phrase().word(Text.excerpt(tag.tag()), Style.PLAIN);
    switch (tag.movement()) {
      case UNMOVED -> phrase.words("points at it");
      case GONE -> phrase.words("is").word("GONE", Style.WARNING);
      case MOVED ->
          phrase
              .word("MOVED", Style.WARNING)
              .words(
                  "to "
                      + tag.pointsAt().map(now -> Wording.digest(now, verbose)).orElse("another")
                      + " (registry), "
                      + tag.age().label());
    }
    lines.print("tag", phrase);
  }

  private void pin() throws IOException {
    if (standing.pin().isPresent() && (verbose || !isPlain())) {
      lines.print("pinned", new Phrase().words(standing.pin().get().label()));
    }
  }

  private void platform() throws IOException {
    Optional<Standing.LookedAt> looked = standing.platform();
    if (looked.isPresent() && (looked.get().isAssumed() || verbose)) {
      lines.print(
          "platform",
          new Phrase()
              .words(
                  Text.escape(looked.get().platform().toString())
                      + (looked.get().isAssumed()
                          ? " was looked into; the pods do not say which one their nodes are, see"
                              + " --platform"
                          : "")));
    }
  }

  private void digests() throws IOException {
    if (!verbose) {
      return;
    }
    for (KnownDigest known : standing.digests()) {
      lines.print("digest", new Phrase().words(named(known)));
    }
  }

  private void uses() throws IOException {
    List<PodImage.Use> shown =
        image.uses().stream()
            .filter(use -> !quiet || use.access().verdict(comparison.failOn()) != Verdict.PASS)
            .toList();
    int most = verbose ? shown.size() : Math.min(shown.size(), MOST_USES);
    for (PodImage.Use use : shown.subList(0, most)) {
      use(use);
    }
    if (most < shown.size()) {
      page.print(
          2,
          2,
          new Phrase()
              .words("and " + (shown.size() - most) + " more of them, see -v", Style.FAINT));
    }
  }

  private void use(PodImage.Use use) throws IOException {
    RootAccess access = use.access();
    Verdict verdict = access.verdict(comparison.failOn());
    Phrase phrase =
        new Phrase()
            .word(severity(access), style(access, verdict))
            .wordAt(WORKLOAD_COLUMN, UseWording.workload(use), Style.STRONG)
            .words(UseWording.containers(use) + ":")
            .words(UseWording.user(access.user()))
            .glue(",")
            .words(access.answer().label())
            .words(reasons(access));
    page.print(2, WORKLOAD_COLUMN + 2, phrase);
    if (verbose) {
      details(use);
    }
  }

  private static String severity(RootAccess access) {
    return access.unknownUpTo().isPresent() ? "unknown" : access.severity().label();
  }

  private static Style style(RootAccess access, Verdict verdict) {
    return verdict == Verdict.PASS && access.unknownUpTo().isEmpty()
        ? Style.PLAIN
        : TextReportRenderer.style(verdict == Verdict.PASS ? Verdict.UNKNOWN : verdict);
  }

  private String reasons(RootAccess access) {
    return access.reasons().stream()
        .map(RootAccess.Reason::text)
        .map(text -> verbose ? text : text.replace(standing.why(), "see why"))
        .map(text -> Wording.message(text, verbose))
        .collect(Collectors.joining("; ", UseWording.separator(access), ""));
  }

  private void details(PodImage.Use use) throws IOException {
    page.print(
        WORKLOAD_COLUMN + 2,
        WORKLOAD_COLUMN + 4,
        new Phrase()
            .words("pods", Style.FAINT)
            .words(use.pods().stream().map(Text::escape).collect(Collectors.joining(", "))));
    for (RootAccess.UsableFile file : use.access().files()) {
      page.print(
          WORKLOAD_COLUMN + 2,
          WORKLOAD_COLUMN + 4,
          new Phrase()
              .words("file", Style.FAINT)
              .word(Text.escape(file.path()), Style.PLAIN)
              .words(
                  Wording.octal(file.mode())
                      + " "
                      + file.uid()
                      + ":"
                      + file.gid()
                      + " "
                      + file.effect().label()
                      + (file.capabilities().isEmpty()
                          ? ""
                          : ": " + String.join(", ", file.capabilities()))));
    }
  }
}

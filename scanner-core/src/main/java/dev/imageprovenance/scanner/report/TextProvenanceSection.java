package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.EngineRecord;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tells where the deployed image stands with its registry; not thread-safe. */
final class TextProvenanceSection {
  /** Of more records the rest is counted. */
  private static final int MOST_RECORDS = 3;

  private final LabelledLines lines;
  private final boolean verbose;
  private final Comparison comparison;
  private final Provenance provenance;

  TextProvenanceSection(LabelledLines lines, boolean verbose, Comparison comparison) {
    this.lines = lines;
    this.verbose = verbose;
    this.comparison = comparison;
    this.provenance = comparison.provenance().orElseThrow();
  }

  void render() throws IOException {
    if (provenance.recorded().isEmpty()) {
      lines.print(
          "registry",
          new Phrase()
              .words("no record that the deployed image came from")
              .word(Text.escape(provenance.repository()), Style.PLAIN));
      otherRepositories();
      return;
    }
    lines.print("registry", presence());
    boolean isSameReason =
        provenance
            .tag()
            .flatMap(Fact::whyUnknown)
            .filter(reason -> provenance.presence().whyUnknown().equals(Optional.of(reason)))
            .isPresent();
    if (provenance.tag().isPresent() && !isSameReason) {
      lines.print("tag", tag(provenance.tag().get()));
    }
    otherRepositories();
  }

  private Phrase presence() {
    String repository = Text.escape(provenance.repository());
    Phrase phrase = new Phrase();
    if (!(provenance.presence() instanceof Fact.Known<Presence> known)) {
      return phrase
          .word("not known", Style.WARNING)
          .words("whether")
          .word(repository, Style.PLAIN)
          .words("has it:")
          .words(reason(provenance.presence()));
    }
    if (known.value() == Presence.GONE) {
      phrase.word("GONE:", Style.BAD).word(repository, Style.PLAIN).words("no longer has");
    } else if (known.value() == Presence.ABSENT) {
      phrase.word("ABSENT:", Style.WARNING).word(repository, Style.PLAIN).words("does not have");
    } else {
      phrase.word(repository, Style.PLAIN).words("has");
    }
    return phrase.words(provenance.recorded().map(this::named).orElse("it"));
  }

  private Phrase tag(Fact<TagState> fact) {
    if (!(fact instanceof Fact.Known<TagState> known)) {
      return new Phrase()
          .word("not known", Style.WARNING)
          .words("where the tag points:")
          .words(reason(fact));
    }
    TagState state = known.value();
    Phrase phrase = new Phrase().word(Text.excerpt(state.tag()), Style.PLAIN);
    if (state.movement() == Movement.UNMOVED) {
      return phrase.words("points at it");
    }
    if (state.movement() == Movement.GONE) {
      return phrase.words("is").word("GONE", Style.WARNING);
    }
    phrase.word("MOVED", Style.WARNING);
    return state
        .pointsAt()
        .map(now -> phrase.words("to " + named(now) + ", " + state.age().label()))
        .orElse(phrase);
  }

  private void otherRepositories() throws IOException {
    otherDigests();
    List<EngineRecord.RepoDigest> records =
        provenance.otherRepositories().stream().filter(this::isWorthALine).toList();
    int shown = verbose ? records.size() : Math.min(records.size(), MOST_RECORDS);
    for (EngineRecord.RepoDigest record : records.subList(0, shown)) {
      lines.print(
          "record",
          new Phrase()
              .word(
                  Text.escape(record.repository()) + "@" + Wording.digest(record.digest(), verbose),
                  Style.PLAIN)
              .words("(engine) is from another repository and proves nothing about this one"));
    }
    if (shown < records.size()) {
      lines.print(
          "record",
          new Phrase()
              .words(
                  Wording.grouped(records.size() - shown) + " more records of other repositories"));
    }
  }

  private void otherDigests() throws IOException {
    List<OtherDigest> digests = provenance.otherDigests();
    int shown = verbose ? digests.size() : Math.min(digests.size(), MOST_RECORDS);
    for (OtherDigest other : digests.subList(0, shown)) {
      Phrase phrase =
          new Phrase().word(Wording.digest(other.digest(), verbose), Style.PLAIN).words("(engine)");
      phrase.words(ComparisonWording.otherDigest(other));
      lines.print("record", phrase);
    }
    if (shown < digests.size()) {
      lines.print(
          "record",
          new Phrase()
              .words(
                  Wording.grouped(digests.size() - shown)
                      + " more records of the same repository"));
    }
  }

  /** The same document pushed elsewhere, too, is told beside its digest. */
  private boolean isWorthALine(EngineRecord.RepoDigest record) {
    return verbose || !provenance.recorded().equals(Optional.of(record.digest()));
  }

  /** The digest with its kind and origin, where a side knows them. */
  private String named(Digest digest) {
    Optional<KnownDigest> known = KnownDigests.find(comparison, digest);
    String shown = Wording.digest(digest, verbose);
    return known
        .map(
            found ->
                (KnownDigests.isKindUnknown(comparison, found)
                        ? "the recorded"
                        : found.kind().label())
                    + " "
                    + shown
                    + " ("
                    + found.origin().label()
                    + ")")
        .orElse(shown + " (registry)");
  }

  private String reason(Fact<?> fact) {
    return Wording.message(fact.whyUnknown().orElse(""), verbose);
  }
}

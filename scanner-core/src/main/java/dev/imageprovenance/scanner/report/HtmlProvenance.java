package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.OtherDigest;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.Optional;

/** Shows where the deployed image stands with its registry; not thread-safe. */
final class HtmlProvenance {
  /** Of more records the rest is counted. */
  private static final int MOST_RECORDS = 100;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final Comparison comparison;

  HtmlProvenance(HtmlPage page, int level, Comparison comparison) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.comparison = comparison;
  }

  void render(Provenance provenance) throws IOException {
    html.open("section").leaf("h" + level, "Where it stands with its registry");
    html.open("dl", "class", "standing");
    presence(provenance);
    if (provenance.tag().isPresent()) {
      tag(provenance.tag().get());
    }
    HtmlQuota digests = new HtmlQuota(page, provenance.otherDigests().size(), MOST_RECORDS);
    for (OtherDigest other : provenance.otherDigests()) {
      if (!digests.admits()) {
        break;
      }
      html.leaf("dt", "Another record").open("dd");
      html.name(other.digest().toString()).text(" ");
      HtmlVerifications.origin(html, DigestOrigin.ENGINE);
      html.text(" " + ComparisonWording.otherDigest(other) + ".").close("dd");
    }
    HtmlQuota quota = new HtmlQuota(page, provenance.otherRepositories().size(), MOST_RECORDS);
    for (RepoDigest record : provenance.otherRepositories()) {
      if (!quota.admits()) {
        break;
      }
      html.leaf("dt", "Another record").open("dd");
      html.name(record.repository() + "@" + record.digest()).text(" ");
      HtmlVerifications.origin(html, DigestOrigin.ENGINE);
      html.text(" is from another repository and proves nothing about this one.").close("dd");
    }
    html.close("dl");
    digests.tellLeftOut("record of this repository", "records of this repository");
    quota.tellLeftOut("record of another repository", "records of other repositories");
    html.close("section");
  }

  private void presence(Provenance provenance) throws IOException {
    html.leaf("dt", "Registry").open("dd");
    Fact<Presence> presence = provenance.presence();
    if (provenance.recorded().isEmpty()) {
      HtmlVerdict.badge(html, Verdict.UNKNOWN, "no record");
      html.text(" that the deployed image came from ").name(provenance.repository());
    } else if (presence instanceof Fact.Known<Presence> known) {
      switch (known.value()) {
        case PRESENT -> has(provenance, Verdict.PASS, "present", " has ");
        case GONE -> has(provenance, Verdict.FAIL, "GONE", " no longer has ");
        case ABSENT -> has(provenance, Verdict.UNKNOWN, "ABSENT", " does not have ");
      }
    } else {
      HtmlVerdict.badge(html, Verdict.UNKNOWN, "not known");
      html.text(" whether ").name(provenance.repository()).text(" has it: " + reason(presence));
    }
    html.close("dd");
  }

  private void has(Provenance provenance, Verdict verdict, String state, String words)
      throws IOException {
    HtmlVerdict.badge(html, verdict, state);
    html.text(" ").name(provenance.repository()).text(words);
    recorded(provenance.recorded());
  }

  private void recorded(Optional<Digest> recorded) throws IOException {
    if (recorded.isPresent()) {
      named(recorded.get());
    } else {
      html.text("it");
    }
  }

  private void tag(Fact<TagState> fact) throws IOException {
    html.leaf("dt", "Tag").open("dd");
    if (fact instanceof Fact.Known<TagState> known) {
      TagState state = known.value();
      Movement movement = state.movement();
      HtmlVerdict.badge(
          html,
          movement == Movement.UNMOVED ? Verdict.PASS : Verdict.UNKNOWN,
          movement == Movement.UNMOVED ? "unmoved" : Text.escape(movement.name()));
      html.text(" ").name(state.tag());
      html.text(movement == Movement.UNMOVED ? " points at it" : "");
      if (movement == Movement.MOVED && state.pointsAt().isPresent()) {
        html.text(" now points at ");
        named(state.pointsAt().get());
        html.text(", " + state.age().label() + ", by the configs' own times");
      }
    } else {
      HtmlVerdict.badge(html, Verdict.UNKNOWN, "not known");
      html.text(" where it points: " + reason(fact));
    }
    html.close("dd");
  }

  /** The digest with its kind and origin, where a side knows them. */
  private void named(Digest digest) throws IOException {
    Optional<KnownDigest> known = KnownDigests.find(comparison, digest);
    if (known.isPresent()) {
      html.text(KnownDigests.kind(comparison, known.get()) + " ");
    }
    html.code(digest.toString()).text(" ");
    HtmlVerifications.origin(html, known.map(KnownDigest::origin).orElse(DigestOrigin.REGISTRY));
  }

  private static String reason(Fact<?> fact) {
    return Wording.message(fact.whyUnknown().orElse(""), false);
  }
}

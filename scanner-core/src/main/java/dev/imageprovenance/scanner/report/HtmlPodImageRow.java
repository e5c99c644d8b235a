package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.EngineRecord.RepoDigest;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.compare.Provenance;
import dev.imageprovenance.scanner.compare.Provenance.Movement;
import dev.imageprovenance.scanner.compare.Provenance.Presence;
import dev.imageprovenance.scanner.compare.Provenance.TagState;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.PodsComparison;
import dev.imageprovenance.scanner.workload.Standing;
import java.io.IOException;
import java.util.List;

/** Shows one image of pods as a row: what it is, where it stands, who runs it; not thread-safe. */
final class HtmlPodImageRow {
  /** Of more digests or records the rest is counted. */
  private static final int MOST_DIGESTS = 20;

  /** Of more workloads the rest is folded away. */
  private static final int MOST_AT_ONCE = 6;

  /** Of still more workloads the rest is counted. */
  private static final int MOST_USES = 300;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final PodsComparison comparison;
  private final PodImage image;
  private final Standing standing;

  HtmlPodImageRow(HtmlPage page, PodsComparison comparison, PodImage image) {
    this.page = page;
    this.html = page.html();
    this.comparison = comparison;
    this.image = image;
    this.standing = image.standing();
  }

  void render() throws IOException {
    html.open("tr", "role", "row").open("td", "role", "cell");
    HtmlVerdict.badge(html, comparison.verdict(image));
    html.close("td").open("th", "scope", "row", "role", "rowheader");
    identity();
    html.close("th").open("td", "role", "cell", "class", "stands");
    standing();
    html.close("td").open("td", "role", "cell");
    uses();
    html.close("td").close("tr");
  }

  private void identity() throws IOException {
    html.open("div", "class", "name");
    if (image.specImage().isEmpty()) {
      html.text("(no reference)");
    } else {
      html.name(image.specImage());
    }
    html.close("div");
    if (standing.digests().isEmpty()) {
      if (!image.imageId().text().isEmpty()) {
        html.open("div").name(image.imageId().text()).close("div");
      }
      return;
    }
    HtmlQuota quota = new HtmlQuota(page, standing.digests().size(), MOST_DIGESTS);
    for (KnownDigest known : standing.digests()) {
      if (!quota.admits()) {
        break;
      }
      html.open("div").text(known.kind().label() + " ");
      html.code(Wording.digest(known.digest(), false)).text(" ");
      HtmlVerifications.origin(html, known.origin());
      html.close("div");
    }
    quota.tellLeftOut("digest", "digests");
  }

  private void standing() throws IOException {
    html.open("div");
    HtmlVerdict.badge(html, standing.verdict(comparison.required()), state());
    html.close("div");
    html.leaf("p", Wording.message(standing.why(), false), "class", "aside");
    if (standing.pin().isPresent()) {
      html.leaf("p", "Pinned: " + standing.pin().get().label());
    }
    if (standing.provenance().isPresent()) {
      provenance(standing.provenance().get());
    }
    if (standing.platform().isPresent()) {
      Standing.LookedAt looked = standing.platform().get();
      html.leaf(
          "p",
          Text.escape(looked.platform().toString())
              + " was looked into"
              + (looked.isAssumed() ? "; which one the nodes are is assumed" : ""),
          "class",
          "aside");
    }
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

  private void provenance(Provenance provenance) throws IOException {
    if (provenance.presence().asKnown().filter(state -> state == Presence.GONE).isPresent()) {
      html.open("p");
      HtmlVerdict.badge(html, Verdict.FAIL, "GONE");
      html.text(" ").name(provenance.repository()).text(" does not have it").close("p");
    }
    if (provenance.tag().isPresent()) {
      tag(provenance.tag().get());
    }
    HtmlQuota quota = new HtmlQuota(page, provenance.otherRepositories().size(), MOST_DIGESTS);
    for (RepoDigest other : provenance.otherRepositories()) {
      if (!quota.admits()) {
        break;
      }
      html.open("p", "class", "aside").text("The node knows it as ");
      html.code(Text.escape(other.repository()) + "@" + Wording.digest(other.digest(), false));
      html.text(" ");
      HtmlVerifications.origin(html, DigestOrigin.ENGINE);
      html.close("p");
    }
    quota.tellLeftOut("record", "records");
  }

  private void tag(Fact<TagState> fact) throws IOException {
    html.open("p");
    if (fact instanceof Fact.Known<TagState> known) {
      TagState tag = known.value();
      boolean isUnmoved = tag.movement() == Movement.UNMOVED;
      html.text("Tag ").name(tag.tag()).text(" ");
      if (isUnmoved) {
        html.text("points at it");
      } else {
        HtmlVerdict.badge(html, Verdict.UNKNOWN, tag.movement().name());
      }
      if (tag.movement() == Movement.MOVED && tag.pointsAt().isPresent()) {
        html.text(" to ").code(Wording.digest(tag.pointsAt().get(), false)).text(" ");
        HtmlVerifications.origin(html, DigestOrigin.REGISTRY);
        html.text(" " + tag.age().label());
      }
    } else {
      html.text("Where the tag points is not known: ");
      html.text(Wording.message(fact.whyUnknown().orElse(""), false));
    }
    html.close("p");
  }

  private void uses() throws IOException {
    List<PodImage.Use> uses = image.uses();
    HtmlQuota quota = new HtmlQuota(page, uses.size(), MOST_USES);
    int atOnce = Math.min(uses.size(), MOST_AT_ONCE);
    list(uses.subList(0, atOnce), quota);
    if (atOnce < uses.size()) {
      html.open("details");
      html.leaf("summary", Wording.grouped(uses.size() - atOnce) + " more");
      list(uses.subList(atOnce, uses.size()), quota);
      html.close("details");
    }
    quota.tellLeftOut("workload", "workloads");
  }

  private void list(List<PodImage.Use> uses, HtmlQuota quota) throws IOException {
    HtmlPodUse shown = new HtmlPodUse(page, comparison.failOn(), standing.why());
    html.open("ul", "class", "uses");
    for (PodImage.Use use : uses) {
      if (!quota.admits()) {
        break;
      }
      shown.render(use);
    }
    html.close("ul");
  }
}

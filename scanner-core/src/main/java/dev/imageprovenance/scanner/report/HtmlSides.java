package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows both sides of a comparison beside one another: where each was read, and the digests it goes
 * by; not thread-safe.
 */
final class HtmlSides {
  /** Of more digests the rest is counted. */
  private static final int MOST_DIGESTS = 40;

  /** Of more platforms the rest is counted. */
  private static final int MOST_PLATFORMS = 200;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final Comparison comparison;

  HtmlSides(HtmlPage page, Comparison comparison) {
    this.page = page;
    this.html = page.html();
    this.comparison = comparison;
  }

  void render(int level) throws IOException {
    List<KnownDigest> deployed = KnownDigests.ofDeployed(comparison);
    List<KnownDigest> registry = KnownDigests.ofRegistry(comparison);
    html.open("section").leaf("h" + level, "Both sides").open("div", "class", "sides");
    side(level + 1, "Deployed", comparison.deployed(), deployed, digests(registry));
    side(level + 1, "Registry", comparison.registry(), registry, digests(deployed));
    html.close("div");
    broken();
    html.close("section");
  }

  private void side(
      int level, String name, Comparison.Side side, List<KnownDigest> known, Set<Digest> others)
      throws IOException {
    html.open("section", "class", "side-card").leaf("h" + level, name);
    html.open("p").name(side.address()).close("p");
    html.open("dl", "class", "facts");
    fact("Read from", side.kind().label() + " " + Text.escape(side.servedBy()));
    if (side.container().isPresent()) {
      fact("Container", Text.escape(side.container().get()));
    }
    if (side.identity().created().isPresent()) {
      fact("Created, as its config claims", Text.excerpt(side.identity().created().get()));
    }
    html.close("dl").open("ul", "class", "known");
    HtmlQuota quota = new HtmlQuota(page, known.size(), MOST_DIGESTS);
    for (KnownDigest each : known) {
      if (!quota.admits()) {
        break;
      }
      digest(each, others);
    }
    html.close("ul");
    quota.tellLeftOut("digest", "digests");
    html.close("section");
  }

  private void fact(String name, String value) throws IOException {
    html.open("div").leaf("dt", name).leaf("dd", value).close("div");
  }

  private void digest(KnownDigest known, Set<Digest> others) throws IOException {
    boolean isShared = others.contains(known.digest());
    html.open("li", "class", isShared ? "shared" : "lone").open("div");
    html.leaf("b", KnownDigests.kind(comparison, known)).text(" ");
    HtmlVerifications.origin(html, known.origin());
    html.text(" ").leaf("span", isShared ? "= both sides" : "≠ this side only", "class", "share");
    html.close("div").code(known.digest().toString());
    if (known.repository().isPresent()) {
      html.text(" of ").name(known.repository().get());
    }
    html.close("li");
  }

  private static Set<Digest> digests(List<KnownDigest> known) {
    Set<Digest> digests = new HashSet<>();
    for (KnownDigest each : known) {
      digests.add(each.digest());
    }
    return digests;
  }

  /** Digests that do not hold, before everything that rests on them. */
  private void broken() throws IOException {
    for (ImageComparison image : comparison.images()) {
      mismatches("Deployed", image, image.deployedVerifications());
      mismatches("Registry", image, image.registryVerifications());
    }
  }

  private void mismatches(
      String side, ImageComparison image, List<DigestVerification> verifications)
      throws IOException {
    List<DigestVerification> broken = new ArrayList<>();
    for (DigestVerification verification : verifications) {
      if (verification.status() == DigestVerification.Status.MISMATCH) {
        broken.add(verification);
      }
    }
    table(side, image, broken);
  }

  /** Every promised digest of both sides and what became of it, folded away. */
  void verifications(int level) throws IOException {
    int all = 0;
    for (ImageComparison image : comparison.images()) {
      all += image.deployedVerifications().size() + image.registryVerifications().size();
    }
    if (all == 0) {
      return;
    }
    html.open("section", "class", "digests").leaf("h" + level, "Digests").open("details");
    html.leaf("summary", Wording.count(all, "promised digest", "promised digests") + " compared");
    HtmlQuota quota = new HtmlQuota(page, comparison.images().size(), MOST_PLATFORMS);
    for (ImageComparison image : comparison.images()) {
      if (!quota.admits()) {
        break;
      }
      table("Deployed", image, image.deployedVerifications());
      table("Registry", image, image.registryVerifications());
    }
    quota.tellLeftOut("platform", "platforms");
    html.close("details").close("section");
  }

  private void table(String side, ImageComparison image, List<DigestVerification> verifications)
      throws IOException {
    if (!verifications.isEmpty()) {
      String platform = Text.escape(image.platform().toString());
      html.leaf("p", side + ", " + platform, "class", "table-name");
      new HtmlVerifications(page).table(verifications);
    }
  }
}

package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import java.io.IOException;
import java.util.List;

/** Shows promised digests and what became of each; not thread-safe. */
final class HtmlVerifications {
  /** Of more digests the rest is counted. */
  private static final int MOST_DIGESTS = 2_000;

  private final HtmlPage page;
  private final HtmlWriter html;

  HtmlVerifications(HtmlPage page) {
    this.page = page;
    this.html = page.html();
  }

  /** Who a digest comes from: proof looks other than a claim. */
  static void origin(HtmlWriter html, DigestOrigin origin) throws IOException {
    boolean isProof = origin == DigestOrigin.COMPUTED;
    html.leaf("span", origin.label(), "class", isProof ? "origin proof" : "origin claim");
  }

  void table(List<DigestVerification> verifications) throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Digest of", "Promised", "By", "Outcome"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, verifications.size(), MOST_DIGESTS);
    for (DigestVerification verification : verifications) {
      if (!quota.admits()) {
        break;
      }
      row(verification);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("digest", "digests");
  }

  private void row(DigestVerification verification) throws IOException {
    html.open("tr").open("th", "scope", "row").text(about(verification));
    if (verification.copy().isPresent()) {
      html.text(" of copy ").code(Wording.digest(verification.copy().get(), false));
    }
    html.close("th").open("td").code(verification.expected().toString()).close("td").open("td");
    origin(html, verification.expectedFrom());
    html.close("td").open("td");
    outcome(verification);
    html.close("td").close("tr");
  }

  private void outcome(DigestVerification verification) throws IOException {
    switch (verification.status()) {
      case VERIFIED ->
          html.text(
              verification.when() == DigestVerification.When.NOW
                  ? "verified now"
                  : "verified earlier");
      case MISMATCH -> {
        html.leaf("b", "MISMATCH", "class", "fail");
        if (verification.actual().isPresent()) {
          html.text(" found ").code(verification.actual().get().toString()).text(" ");
          origin(html, DigestOrigin.COMPUTED);
        }
      }
      case UNVERIFIABLE -> html.leaf("b", "not verifiable", "class", "unknown");
    }
    if (!verification.note().isEmpty()) {
      html.text(": " + Wording.message(verification.note(), false));
    }
  }

  private static String about(DigestVerification verification) {
    String kind = verification.kind().label();
    if (verification.layerIndex().isEmpty()) {
      return kind;
    }
    boolean isLayer = verification.kind() == DigestKind.LAYER;
    return (isLayer ? kind : kind + " of layer") + " " + (verification.layerIndex().get() + 1);
  }
}

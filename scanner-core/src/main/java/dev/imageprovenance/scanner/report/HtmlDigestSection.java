package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.ImageReport.LayerSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows how a reference led to an image, its layers' digests, and every promised digest with what
 * became of the promise; not thread-safe.
 */
final class HtmlDigestSection {
  /** Of more layers the rest is counted. */
  private static final int MOST_LAYERS = 1_000;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final ImageReport image;

  HtmlDigestSection(HtmlPage page, int level, ImageReport image) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.image = image;
  }

  void render() throws IOException {
    html.open("section", "class", "digests").leaf("h" + level, "Digests");
    chain();
    html.open("details").leaf("summary", verified());
    new HtmlVerifications(page).table(image.verifications());
    html.close("details");
    html.open("details");
    html.leaf("summary", Wording.count(image.layers().size(), "layer", "layers") + " in detail");
    layers();
    html.close("details").close("section");
  }

  private void chain() throws IOException {
    List<Resolution.Step> steps = new ArrayList<>(image.resolution().steps());
    boolean endsAtConfig =
        !steps.isEmpty() && steps.get(steps.size() - 1).kind() == DigestKind.CONFIG;
    if (!endsAtConfig) {
      String from = steps.isEmpty() ? "archive" : steps.get(steps.size() - 1).kind().label();
      steps.add(
          new Resolution.Step(
              from, DigestKind.CONFIG, image.configDigest(), DigestOrigin.COMPUTED));
    }
    html.open("ol", "class", "chain");
    for (Resolution.Step step : steps) {
      html.open("li");
      html.leaf("span", Text.escape(step.from()) + " →", "class", "from").text(" ");
      html.leaf("span", step.kind().label(), "class", "kind").text(" ");
      html.code(step.digest().toString()).text(" ");
      HtmlVerifications.origin(html, step.origin());
      html.close("li");
    }
    html.close("ol");
  }

  private String verified() {
    int verified = 0;
    for (DigestVerification verification : image.verifications()) {
      verified += verification.status() == DigestVerification.Status.VERIFIED ? 1 : 0;
    }
    return verified
        + " of "
        + Wording.count(image.verifications().size(), "promised digest", "promised digests")
        + " verified";
  }

  private void layers() throws IOException {
    html.open("div", "class", "scroll").open("table").open("thead").open("tr");
    for (String name : new String[] {"Layer", "Digests", "Stored", "Unpacked", "Entries", "Read"}) {
      html.leaf("th", name, "scope", "col");
    }
    html.close("tr").close("thead").open("tbody");
    HtmlQuota quota = new HtmlQuota(page, image.layers().size(), MOST_LAYERS);
    for (LayerSummary layer : image.layers()) {
      if (!quota.admits()) {
        break;
      }
      layer(layer);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("layer", "layers");
  }

  private void layer(LayerSummary layer) throws IOException {
    boolean read = !layer.read().equals("no");
    html.open("tr").leaf("th", Integer.toString(layer.index() + 1), "scope", "row").open("td");
    if (layer.digest().isPresent()) {
      html.open("div").text("layer ").code(layer.digest().get().toString()).text(" ");
      HtmlVerifications.origin(html, read ? DigestOrigin.COMPUTED : DigestOrigin.DESCRIPTOR);
      html.close("div");
    }
    if (layer.diffId().isPresent()) {
      html.open("div").text("diffID ").code(layer.diffId().get().toString()).text(" ");
      HtmlVerifications.origin(html, read ? DigestOrigin.COMPUTED : DigestOrigin.CONFIG);
      html.close("div");
    }
    if (layer.mediaType().isPresent()) {
      html.open("div", "class", "aside").name(layer.mediaType().get()).close("div");
    }
    if (layer.instruction().isPresent()) {
      html.open("div").text("made by ").name(layer.instruction().get()).close("div");
    }
    html.close("td");
    amount(layer.storedSize());
    amount(layer.uncompressedSize());
    html.leaf(
        "td", layer.entries() < 0 ? "?" : Wording.grouped(layer.entries()), "class", "amount");
    html.leaf("td", read(layer)).close("tr");
  }

  private void amount(long bytes) throws IOException {
    html.leaf("td", bytes < 0 ? "?" : Wording.bytes(bytes), "class", "amount");
  }

  private static String read(LayerSummary layer) {
    String how =
        switch (layer.read()) {
          case "now" -> "now";
          case "earlier" -> "by an earlier scan";
          default -> "not read";
        };
    return layer.compression().isEmpty() ? how : how + ", " + layer.compression();
  }
}

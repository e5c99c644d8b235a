package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.check.LayerState;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.oci.DigestKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what a layer's reading means for its lineage; stateless. */
final class LayerContents {
  private LayerContents() {}

  static Content of(LayerReading reading) {
    return of(
        reading.facts(),
        reading.outcome() instanceof LayerReading.Outcome.Broken broken
            ? broken.reason()
            : reading.outcome() instanceof LayerReading.Outcome.Unread unread
                ? unread.reason()
                : "",
        reading.verifications());
  }

  /** What a scan has found out about each layer, the lowest first. */
  static List<Content> of(ImageFacts facts) {
    List<Content> contents = new ArrayList<>(facts.layers().size());
    for (LayerState layer : facts.layers()) {
      Optional<Integer> index = Optional.of(layer.layer().index());
      List<DigestVerification> verifications = new ArrayList<>();
      for (DigestVerification each : facts.verifications()) {
        if (each.copy().isEmpty() && each.layerIndex().equals(index)) {
          verifications.add(each);
        }
      }
      contents.add(of(layer.facts(), whyUnread(layer), verifications));
    }
    return contents;
  }

  /** A lineage names the layer itself. */
  private static String whyUnread(LayerState layer) {
    String reason = layer.facts().whyUnknown().orElse("");
    String name = "layer " + (layer.layer().index() + 1) + " could not be read: ";
    return reason.startsWith(name) ? reason.substring(name.length()) : reason;
  }

  private static Content of(
      Fact<LayerFacts> layer, String whyUnread, List<DigestVerification> verifications) {
    Optional<DigestVerification> broken = first(verifications, Status.MISMATCH);
    if (broken.isPresent()) {
      return new Content.Broken(reason(broken.get()));
    }
    if (!(layer instanceof Fact.Known<LayerFacts> known)) {
      return new Content.Unread(whyUnread);
    }
    Optional<DigestVerification> open = first(verifications, Status.UNVERIFIABLE);
    if (open.isPresent()) {
      return new Content.Unread(open.get().note());
    }
    boolean isPromised = verifications.stream().anyMatch(each -> each.kind() == DigestKind.DIFF_ID);
    LayerFacts facts = known.value();
    return isPromised
        ? new Content.Computed(
            facts.diffId(), facts.storedDigest(), facts.storedSize(), facts.uncompressedSize())
        : new Content.Unread("the config has no diffID for it");
  }

  private static Optional<DigestVerification> first(
      List<DigestVerification> verifications, Status status) {
    return verifications.stream().filter(each -> each.status() == status).findFirst();
  }

  private static String reason(DigestVerification broken) {
    return "its "
        + broken.kind().label()
        + " should be "
        + broken.expected()
        + broken.actual().map(actual -> ", and its bytes have " + actual).orElse("")
        + (broken.note().isEmpty() ? "" : ": " + broken.note());
  }
}

package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.oci.DigestKind;
import java.util.List;
import java.util.Optional;

/** Says what a layer's reading means for its lineage; stateless. */
final class LayerContents {
  private LayerContents() {}

  static Content of(LayerReading reading) {
    List<DigestVerification> verifications = reading.verifications();
    Optional<DigestVerification> broken = first(verifications, Status.MISMATCH);
    if (broken.isPresent()) {
      return new Content.Broken(reason(broken.get()));
    }
    if (!(reading.outcome() instanceof LayerReading.Outcome.Read read)) {
      return new Content.Unread(
          reading.outcome() instanceof LayerReading.Outcome.Broken cut
              ? cut.reason()
              : ((LayerReading.Outcome.Unread) reading.outcome()).reason());
    }
    Optional<DigestVerification> open = first(verifications, Status.UNVERIFIABLE);
    if (open.isPresent()) {
      return new Content.Unread(open.get().note());
    }
    boolean isPromised = verifications.stream().anyMatch(each -> each.kind() == DigestKind.DIFF_ID);
    LayerFacts facts = read.facts();
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

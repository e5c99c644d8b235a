package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Movement;
import dev.imageprovenance.scanner.oci.Text;
import java.util.Optional;

/** Words what comes from a base and what is an image's own, for every format that people read. */
final class OriginWording {
  private OriginWording() {}

  /**
   * "debian:12, layers 1-4, proven; 3 own"; empty when no base is proven.
   *
   * @param full whether digests in names are told in full
   */
  static Optional<String> base(ImageOrigin origin, boolean full) {
    return origin
        .base()
        .map(base -> base(origin, base))
        .map(words -> full ? words : Wording.shorten(words));
  }

  private static String base(ImageOrigin origin, ProvenBase base) {
    boolean isAsked = base.accepted() || origin.level().filter(BaseLevel::asked).isPresent();
    int own = origin.ownLayers();
    return Text.excerpt(base.name())
        + ", "
        + LineageWording.layers(base.depth())
        + ", proven"
        + (isAsked ? "" : ", as the image says")
        + origin.tag().flatMap(Fact::asKnown).map(OriginWording::tag).orElse("")
        + (own == 0 ? "; none own" : "; " + Wording.grouped(own) + " own");
  }

  private static String tag(Freshness tag) {
    return tag.movement() == Movement.CURRENT
        ? ""
        : tag.movement() == Movement.MOVED ? ", its tag has moved" : ", its tag is gone";
  }

  /** "own layer 5", "layer 1 of the base"; the layer alone where nobody can tell. */
  static String whose(Finding finding, String layer) {
    Optional<Origin> origin = finding.evidence(OriginEvidence.class).map(OriginEvidence::origin);
    // Whose user it is says nothing of the layer of the passwd.
    if (origin.isEmpty() || finding.check().equals(CheckId.DEFAULT_USER)) {
      return layer;
    }
    return origin.get() == Origin.OWN ? "own " + layer : layer + " of the base";
  }
}

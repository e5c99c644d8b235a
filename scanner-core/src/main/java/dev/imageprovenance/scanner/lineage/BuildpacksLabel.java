package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the label in which buildpacks keep the run image that they built on (buildpacks platform
 * specification, {@code io.buildpacks.lifecycle.metadata}); stateless.
 */
final class BuildpacksLabel {
  static final String LABEL = "io.buildpacks.lifecycle.metadata";
  private static final String WHAT = "label " + LABEL;

  private BuildpacksLabel() {}

  static List<BaseClaim> claims(ImageConfig config, Limits limits) {
    String text = config.labels().getOrDefault(LABEL, "");
    if (text.isBlank()) {
      return List.of();
    }
    List<BaseClaim> claims = new ArrayList<>();
    try {
      RawDocument document = RawDocument.of(text.getBytes(StandardCharsets.UTF_8));
      Optional<JsonFields> runImage =
          JsonFields.parse(document, WHAT, limits, Set.of()).object("runImage");
      runImage
          .flatMap(fields -> fields.text("reference"))
          .filter(reference -> !reference.isBlank())
          .ifPresent(
              reference ->
                  claims.add(
                      new BaseClaim(Origin.BUILDPACKS, BaseClaims.named(reference.strip(), ""))));
      runImage
          .flatMap(fields -> fields.text("topLayer"))
          .filter(topLayer -> !topLayer.isBlank())
          .ifPresent(
              topLayer -> claims.add(new BaseClaim(Origin.BUILDPACKS, boundary(topLayer, config))));
    } catch (ScanException e) {
      claims.add(
          new BaseClaim(
              Origin.BUILDPACKS, new Statement.Unusable(LABEL, String.valueOf(e.getMessage()))));
    }
    return claims;
  }

  private static Statement boundary(String topLayer, ImageConfig config) {
    Digest diffId = Digest.parse(topLayer.strip());
    int index = config.diffIds().indexOf(diffId);
    return index < 0
        ? new Statement.Unusable(
            diffId.toString(), "it should be the base's highest layer, and the image has no such")
        : new Statement.Boundary(
            index + 1, Optional.of(diffId), "up to the run image's highest layer");
  }
}

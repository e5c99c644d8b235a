package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The facts of an image of three layers, as far as a policy looks at them. */
final class ImageFactsOf {
  static final Digest INDEX = digest("index");
  static final Digest CLAIMED = digest("claimed");
  static final Digest CONFIG = digest("config");

  private ImageFactsOf() {}

  static Digest diffId(int layer) {
    return digest("diff " + layer);
  }

  /** An image that a registry served. */
  static ImageFacts inRegistry(String reference) {
    return of(reference, SourceKind.REGISTRY, 3);
  }

  /** An image in a file, of which so many layers were read. */
  static ImageFacts inFile(int readLayers) {
    return of("oci:target/app", SourceKind.OCI_LAYOUT, readLayers);
  }

  private static Digest digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  private static ImageFacts of(String requested, SourceKind source, int readLayers) {
    List<ImageLayer> layers = new ArrayList<>();
    List<DigestVerification> verifications = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      layers.add(
          new ImageLayer(
              i, Optional.empty(), "layer", 10, Optional.of(diffId(i)), Optional.empty()));
      verifications.add(
          i < readLayers
              ? DigestVerification.compared(
                  DigestKind.DIFF_ID,
                  Optional.of(i),
                  diffId(i),
                  DigestOrigin.CONFIG,
                  diffId(i),
                  DigestVerification.When.NOW)
              : DigestVerification.unverifiable(
                  DigestKind.DIFF_ID, Optional.of(i), diffId(i), DigestOrigin.CONFIG, "unread"));
    }
    Resolution resolution =
        new Resolution(
            requested,
            source,
            "the place",
            List.of(
                new Resolution.Step("tag", DigestKind.INDEX, INDEX, DigestOrigin.COMPUTED),
                new Resolution.Step("id", DigestKind.MANIFEST, CLAIMED, DigestOrigin.ENGINE)));
    Image image =
        new Image(
            resolution,
            Optional.empty(),
            Optional.empty(),
            config(),
            layers,
            new NoLayers(),
            List.of(),
            List.of());
    return new ImageFacts(
        image, List.of(), verifications, Fact.unknown("not needed"), Fact.unknown("not needed"));
  }

  private static ImageConfig config() {
    return new ImageConfig(
        RawDocument.of("{}".getBytes(StandardCharsets.UTF_8)),
        CONFIG,
        Platform.of("linux", "amd64"),
        Optional.empty(),
        Optional.empty(),
        "",
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of(),
        List.of(),
        Map.of(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  private static final class NoLayers implements LayerReader {
    @Override
    public boolean isRandomAccess() {
      return true;
    }

    @Override
    public boolean isLocal() {
      return true;
    }

    @Override
    public InputStream open(ImageLayer layer) {
      throw new IllegalStateException("policies read no layers");
    }
  }
}

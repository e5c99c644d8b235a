package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the facts of an image of three sound layers, which a test then spoils. */
final class TestFacts {
  static final int LAYERS = 3;

  private String user = "";
  private String os = "linux";
  private Fact<FileTree> overlay = Fact.known(FakeFileTree.empty());
  private Fact<FileTree> inPlace = overlay;
  private final List<Fact<LayerFacts>> layerFacts = new ArrayList<>();
  private final List<ImageAnomaly> anomalies = new ArrayList<>();
  private List<DigestVerification> verifications = new ArrayList<>();
  private Map<String, String> layerAnnotations = Map.of();
  private boolean diffIds = true;

  TestFacts() {
    for (int i = 0; i < LAYERS; i++) {
      layerFacts.add(Fact.known(layer(i, List.of(), List.of())));
      verifications.add(verified(DigestKind.LAYER, i, stored(i)));
      verifications.add(verified(DigestKind.DIFF_ID, i, diffId(i)));
    }
  }

  static Digest stored(int layer) {
    return digest("stored " + layer);
  }

  static Digest diffId(int layer) {
    return digest("diff " + layer);
  }

  static Digest digest(String content) {
    return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  static DigestVerification verified(DigestKind kind, int layer, Digest digest) {
    return DigestVerification.compared(
        kind,
        Optional.of(layer),
        digest,
        DigestOrigin.DESCRIPTOR,
        digest,
        DigestVerification.When.NOW);
  }

  TestFacts user(String value) {
    user = value;
    return this;
  }

  TestFacts os(String value) {
    os = value;
    return this;
  }

  TestFacts tree(FileTree value) {
    overlay = Fact.known(value);
    inPlace = overlay;
    return this;
  }

  TestFacts trees(FileTree overlayTree, FileTree inPlaceTree) {
    overlay = Fact.known(overlayTree);
    inPlace = Fact.known(inPlaceTree);
    return this;
  }

  TestFacts unknownTree(String reason) {
    overlay = Fact.unknown(reason);
    inPlace = overlay;
    return this;
  }

  TestFacts layerAnomaly(int index, LayerAnomaly... found) {
    return layerEntries(index, List.of(), found);
  }

  TestFacts layerEntries(int index, List<LayerEntry> entries, LayerAnomaly... found) {
    layerFacts.set(index, Fact.known(layer(index, entries, List.of(found))));
    return this;
  }

  TestFacts unreadLayer(int index, String reason) {
    layerFacts.set(index, Fact.unknown(reason));
    return this;
  }

  TestFacts anomaly(ImageAnomaly.Kind kind, String detail) {
    anomalies.add(new ImageAnomaly(kind, "the subject", detail));
    return this;
  }

  TestFacts verification(DigestVerification verification) {
    verifications.removeIf(
        v -> v.kind() == verification.kind() && v.layerIndex().equals(verification.layerIndex()));
    verifications.add(verification);
    return this;
  }

  TestFacts withoutVerifications() {
    verifications = new ArrayList<>();
    return this;
  }

  TestFacts withoutDiffIds() {
    diffIds = false;
    return this;
  }

  TestFacts layerAnnotations(Map<String, String> annotations) {
    layerAnnotations = annotations;
    return this;
  }

  ImageFacts build() {
    List<ImageLayer> layers = new ArrayList<>();
    List<LayerState> states = new ArrayList<>();
    for (int i = 0; i < LAYERS; i++) {
      layers.add(imageLayer(i));
      states.add(new LayerState(imageLayer(i), layerFacts.get(i), false));
    }
    Image image =
        new Image(
            new Resolution("test", SourceKind.OCI_LAYOUT, "test", List.of()),
            Optional.empty(),
            Optional.empty(),
            config(),
            layers,
            new NoLayers(),
            List.of(),
            anomalies);
    return new ImageFacts(image, states, verifications, overlay, inPlace);
  }

  private ImageLayer imageLayer(int index) {
    return new ImageLayer(
        index,
        Optional.of(
            new Descriptor(
                MediaType.OCI_LAYER_GZIP,
                stored(index),
                10,
                List.of(),
                layerAnnotations,
                Optional.empty(),
                Optional.empty())),
        stored(index).toString(),
        10,
        diffIds ? Optional.of(diffId(index)) : Optional.empty(),
        Optional.of(
            new ImageConfig.History(
                Optional.of("RUN step " + index),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false)));
  }

  private ImageConfig config() {
    RawDocument raw = RawDocument.of("{}".getBytes(StandardCharsets.UTF_8));
    return new ImageConfig(
        raw,
        digest("config"),
        Platform.of(os, "amd64"),
        Optional.empty(),
        Optional.empty(),
        user,
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

  private static LayerFacts layer(
      int index, List<LayerEntry> entries, List<LayerAnomaly> anomalies) {
    return new LayerFacts(
        stored(index), 10, diffId(index), 20, Compression.GZIP, entries, anomalies, Map.of());
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
    public InputStream open(ImageLayer layer) throws IOException {
      throw new IOException("checks read nothing");
    }
  }
}

package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfigParser;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A registry of images made of entries; it notes which blobs are read. */
final class FakeImages implements ImageReading {
  private static final MediaType GZIP =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");

  private final Map<Digest, LayerFacts> blobs = new HashMap<>();
  private final Set<Digest> unreadable = new java.util.HashSet<>();

  /** The names of the blobs that were read, in order; each only once, as a real reading does. */
  final List<String> read = new ArrayList<>();

  private final Map<Digest, String> names = new HashMap<>();
  private boolean local;

  /** A layer whose blob is the one that {@code name} stands for. */
  record Layer(String name, List<LayerEntry> entries) {
    static Layer of(String name, LayerEntry... entries) {
      return new Layer(name, List.of(entries));
    }
  }

  /** Lets images lie on this machine. */
  FakeImages local() {
    local = true;
    return this;
  }

  /** Lets nobody read a blob. */
  FakeImages losing(String name) {
    unreadable.add(digest(name));
    return this;
  }

  Image image(List<Layer> layers) {
    List<ImageLayer> described = new ArrayList<>();
    for (Layer layer : layers) {
      Digest blob = digest(layer.name());
      Digest diffId = digest("diffID of " + layer.name());
      names.put(blob, layer.name());
      blobs.put(
          blob,
          new LayerFacts(
              blob, 1, diffId, 1, Compression.GZIP, layer.entries(), List.of(), Map.of()));
      described.add(
          new ImageLayer(
              described.size(),
              Optional.of(Descriptor.of(GZIP, blob, 1)),
              blob.toString(),
              1,
              Optional.of(diffId),
              Optional.empty()));
    }
    String diffIds =
        described.stream()
            .map(layer -> '"' + layer.diffId().orElseThrow().toString() + '"')
            .collect(Collectors.joining(","));
    String config = "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds + "]}}";
    return new Image(
        new Resolution("app", SourceKind.REGISTRY, "registry.example", List.of()),
        Optional.empty(),
        Optional.empty(),
        ImageConfigParser.parse(
            RawDocument.of(config.getBytes(StandardCharsets.UTF_8)),
            DigestAlgorithm.SHA256,
            Limits.defaults()),
        described,
        new Reader(local),
        List.of(),
        List.of());
  }

  private record Reader(boolean isLocal) implements LayerReader {
    @Override
    public boolean isRandomAccess() {
      return true;
    }

    @Override
    public InputStream open(ImageLayer layer) {
      throw new UnsupportedOperationException();
    }
  }

  /** The trees of all layers. */
  static FileTrees trees(List<Layer> layers) {
    Digest digest = digest("");
    return FileTreeBuilder.build(
        layers.stream()
            .map(
                layer ->
                    new LayerFacts(
                        digest,
                        1,
                        digest,
                        1,
                        Compression.GZIP,
                        layer.entries(),
                        List.of(),
                        Map.of()))
            .toList(),
        Limits.defaults());
  }

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<ReadLayer> readLayers(Image image, Set<Integer> positions) {
    return positions.stream().sorted().map(position -> read(image, position)).toList();
  }

  private ReadLayer read(Image image, int position) {
    ImageLayer layer = image.layers().get(position);
    Digest blob = layer.descriptor().orElseThrow().digest();
    String name = names.getOrDefault(blob, "");
    if (!read.contains(name)) {
      read.add(name);
    }
    LayerFacts facts = blobs.get(blob);
    if (facts == null || unreadable.contains(blob)) {
      return new ReadLayer(position, Fact.unknown("layer " + name + " is lost"), List.of());
    }
    return new ReadLayer(
        position,
        Fact.known(facts),
        List.of(
            DigestVerification.compared(
                DigestKind.LAYER,
                Optional.of(position),
                blob,
                DigestOrigin.DESCRIPTOR,
                blob,
                When.NOW)));
  }

  @Override
  public List<DigestVerification> verifyLayers(Image image, Set<Integer> positions) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TreeReading readTrees(Image image) {
    throw new UnsupportedOperationException();
  }
}

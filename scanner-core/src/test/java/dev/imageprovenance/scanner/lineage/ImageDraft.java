package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.DigestOrigin;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageConfigParser;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Reference;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An image whose layers are words, put together for a test. */
public final class ImageDraft {
  private final List<String> layers;
  private final Map<String, String> annotations = new LinkedHashMap<>();
  private final Map<String, String> indexAnnotations = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();
  private final List<String> history = new ArrayList<>();
  private String user = "";
  private String created = "2026-01-01T00:00:00Z";

  /** An image with these layers; the same word is the same layer. */
  public ImageDraft(String... layers) {
    this.layers = List.of(layers);
  }

  public ImageDraft annotation(String key, String value) {
    annotations.put(key, value);
    return this;
  }

  public ImageDraft indexAnnotation(String key, String value) {
    indexAnnotations.put(key, value);
    return this;
  }

  public ImageDraft label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  public ImageDraft user(String value) {
    user = value;
    return this;
  }

  public ImageDraft created(String value) {
    created = value;
    return this;
  }

  /** A step that made a layer. */
  public ImageDraft step(String createdBy) {
    history.add("{\"created_by\":" + text(createdBy) + "}");
    return this;
  }

  /** A step that made no layer. */
  public ImageDraft setting(String createdBy) {
    history.add("{\"created_by\":" + text(createdBy) + ",\"empty_layer\":true}");
    return this;
  }

  /** A step with any fields. */
  public ImageDraft rawStep(String json) {
    history.add(json);
    return this;
  }

  public static Digest diffId(String layer) {
    return Digest.sha256(layer.getBytes(StandardCharsets.UTF_8));
  }

  public static Digest storedDigest(String layer) {
    return Digest.sha256(("gzip of " + layer).getBytes(StandardCharsets.UTF_8));
  }

  public ImageConfig config() {
    String json =
        "{\"os\":\"linux\",\"architecture\":\"amd64\",\"created\":"
            + text(created)
            + ",\"config\":{\"User\":"
            + text(user)
            + ",\"Labels\":{"
            + labels.entrySet().stream()
                .map(label -> text(label.getKey()) + ":" + text(label.getValue()))
                .collect(Collectors.joining(","))
            + "}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":["
            + layers.stream()
                .map(layer -> text(diffId(layer).toString()))
                .collect(Collectors.joining(","))
            + "]},\"history\":["
            + String.join(",", history)
            + "]}";
    return ImageConfigParser.parse(
        RawDocument.of(json.getBytes(StandardCharsets.UTF_8)),
        DigestAlgorithm.SHA256,
        Limits.defaults());
  }

  private static String text(String value) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ') {
        json.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return json.append('"').toString();
  }

  public Image build() {
    ImageConfig config = config();
    List<Descriptor> descriptors =
        layers.stream()
            .map(layer -> Descriptor.of(MediaType.OCI_LAYER_GZIP, storedDigest(layer), 100))
            .toList();
    Descriptor configDescriptor =
        Descriptor.of(MediaType.OCI_CONFIG, config.digest(), config.raw().size());
    RawDocument raw =
        RawDocument.of(
            ("manifest of " + config.digest() + annotations).getBytes(StandardCharsets.UTF_8));
    ImageManifest manifest =
        new ImageManifest(
            raw,
            raw.digest(DigestAlgorithm.SHA256),
            MediaType.OCI_MANIFEST,
            configDescriptor,
            descriptors,
            annotations,
            Optional.empty(),
            Optional.empty());
    return new Image(
        new Resolution(
            "registry.example/app:1",
            SourceKind.REGISTRY,
            "registry.example/app",
            List.of(
                new Resolution.Step(
                    "tag 1", DigestKind.MANIFEST, manifest.digest(), DigestOrigin.COMPUTED))),
        indexAnnotations.isEmpty() ? Optional.empty() : Optional.of(indexDescriptor(manifest)),
        Optional.of(manifest),
        config,
        IntStream.range(0, layers.size())
            .mapToObj(
                i ->
                    new ImageLayer(
                        i,
                        Optional.of(descriptors.get(i)),
                        descriptors.get(i).digest().toString(),
                        100,
                        Optional.of(diffId(layers.get(i))),
                        config.layerHistory().isEmpty()
                            ? Optional.empty()
                            : Optional.of(config.layerHistory().get(i))))
            .toList(),
        NO_BYTES,
        List.of(),
        List.of());
  }

  private Descriptor indexDescriptor(ImageManifest manifest) {
    return new Descriptor(
        MediaType.OCI_MANIFEST,
        manifest.digest(),
        manifest.raw().size(),
        List.of(),
        indexAnnotations,
        Optional.of(Platform.of("linux", "amd64")),
        Optional.empty());
  }

  /** What is known when every layer was read. */
  public List<Content> computed() {
    return layers.stream()
        .<Content>map(layer -> new Content.Computed(diffId(layer), storedDigest(layer), 100, 1_000))
        .toList();
  }

  /** What is known when none was. */
  public List<Content> declared() {
    return layers.stream().<Content>map(layer -> new Content.Declared()).toList();
  }

  public LineageAssembly read() {
    return new LineageAssembly(build(), computed(), List.of());
  }

  /** The image as a candidate, by the name of its tag. */
  public BaseImage asBase(String name) {
    Image image = build();
    return new BaseImage(
        name,
        Optional.of(Reference.parse(name)),
        true,
        Optional.empty(),
        image.manifest().map(ImageManifest::digest),
        image.config().digest(),
        image.config().platform(),
        image.config().diffIds(),
        image.config().created(),
        image.config().user(),
        List.of(),
        When.NOW);
  }

  private static final LayerReader NO_BYTES =
      new LayerReader() {
        @Override
        public boolean isRandomAccess() {
          return true;
        }

        @Override
        public boolean isLocal() {
          return false;
        }

        @Override
        public InputStream open(ImageLayer layer) {
          throw new UnsupportedOperationException("no bytes in this test");
        }
      };
}

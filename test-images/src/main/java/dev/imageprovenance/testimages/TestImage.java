package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A finished image: layers, config and manifest, in agreement with one another unless the builder
 * was told otherwise; immutable.
 */
public final class TestImage implements TestContent {
  /** The creation time of every image. */
  public static final String CREATED = "2026-01-01T00:00:00Z";

  private final List<TestLayer> layers;
  private final byte[] config;
  private final Descriptor configDescriptor;
  private final byte[] manifest;
  private final Descriptor descriptor;
  private final SortedMap<String, byte[]> blobs;

  private TestImage(Builder builder) {
    layers =
        builder.layers.stream()
            .map(layer -> layer.build(builder.algorithm, builder.docker))
            .toList();
    config = builder.configBytes(layers);
    configDescriptor =
        builder.configDescriptorEdit.apply(
            Descriptor.of(builder.configMediaType(), builder.algorithm, config));
    manifest = builder.manifestBytes(layers, configDescriptor);
    descriptor =
        builder.descriptorEdit.apply(
            Descriptor.of(builder.manifestMediaType(), builder.algorithm, manifest));
    SortedMap<String, byte[]> served = new TreeMap<>();
    layers.forEach(layer -> served.put(layer.descriptor().digest(), layer.served()));
    served.put(configDescriptor.digest(), builder.servedConfigEdit.apply(config));
    served.put(descriptor.digest(), builder.servedManifestEdit.apply(manifest));
    builder.missing.forEach(index -> served.remove(layers.get(index).descriptor().digest()));
    blobs = Collections.unmodifiableSortedMap(served);
  }

  /** Begins an image for linux/amd64 with OCI media types and sha256. */
  public static Builder builder() {
    return new Builder();
  }

  /** What points to the manifest. */
  @Override
  public Descriptor descriptor() {
    return descriptor;
  }

  @Override
  public SortedMap<String, byte[]> blobs() {
    return blobs;
  }

  @Override
  public List<Descriptor> documents() {
    return List.of(descriptor);
  }

  /** The layers, lowest first. */
  public List<TestLayer> layers() {
    return layers;
  }

  /** The config's bytes before they were changed for serving. */
  public byte[] config() {
    return config.clone();
  }

  /** What the manifest says about the config. */
  public Descriptor configDescriptor() {
    return configDescriptor;
  }

  /** The manifest's bytes before they were changed for serving. */
  public byte[] manifest() {
    return manifest.clone();
  }

  /** Collects what an image is made of; mutable and not thread-safe. */
  public static final class Builder {
    private final List<LayerBuilder> layers = new ArrayList<>();
    private final ObjectNode runtime = Json.object();
    private final List<GivenHistory> history = new ArrayList<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final List<Integer> missing = new ArrayList<>();
    private String os = "linux";
    private String architecture = "amd64";
    private Optional<String> variant = Optional.empty();
    private String algorithm = "sha256";
    private boolean docker;
    private Optional<String> configMediaType = Optional.empty();
    private Consumer<ObjectNode> configChange = node -> {};
    private Consumer<ObjectNode> manifestChange = node -> {};
    private UnaryOperator<String> configTextEdit = UnaryOperator.identity();
    private UnaryOperator<byte[]> configBytesEdit = UnaryOperator.identity();
    private UnaryOperator<String> manifestTextEdit = UnaryOperator.identity();
    private UnaryOperator<Descriptor> configDescriptorEdit = UnaryOperator.identity();
    private UnaryOperator<Descriptor> descriptorEdit = UnaryOperator.identity();
    private UnaryOperator<byte[]> servedConfigEdit = UnaryOperator.identity();
    private UnaryOperator<byte[]> servedManifestEdit = UnaryOperator.identity();

    private record GivenHistory(int position, String createdBy, boolean emptyLayer) {}

    private Builder() {}

    /** Adds a layer on top. */
    public Builder layer(Consumer<LayerBuilder> recipe) {
      LayerBuilder layer = new LayerBuilder();
      recipe.accept(layer);
      layers.add(layer);
      return this;
    }

    /** Adds a blob of any type as a layer, as attestations do. */
    public Builder blobLayer(String mediaType, byte[] bytes, UnaryOperator<Descriptor> descriptor) {
      return layer(l -> l.blob(bytes).mediaType(mediaType).editDescriptor(descriptor));
    }

    /** Sets the default user. */
    public Builder user(String value) {
      runtime.put("User", value);
      return this;
    }

    /** Adds an environment variable. */
    public Builder env(String name, String value) {
      runtime.withArray("/Env").add(name + "=" + value);
      return this;
    }

    /** Adds a label. */
    public Builder label(String key, String value) {
      runtime.withObject("/Labels").put(key, value);
      return this;
    }

    /** Sets the entry point. */
    public Builder entrypoint(String... words) {
      ArrayNode array = runtime.putArray("Entrypoint");
      List.of(words).forEach(array::add);
      return this;
    }

    /** Sets the working directory. */
    public Builder workingDirectory(String path) {
      runtime.put("WorkingDir", path);
      return this;
    }

    /** Adds a history entry of an instruction that made no layer. */
    public Builder history(String createdBy) {
      return history(createdBy, true);
    }

    /**
     * Adds a history entry by hand; layers that say what they were created by add theirs behind
     * those given before them.
     */
    public Builder history(String createdBy, boolean emptyLayer) {
      history.add(new GivenHistory(layers.size(), createdBy, emptyLayer));
      return this;
    }

    /** Adds an annotation to the manifest. */
    public Builder annotation(String key, String value) {
      annotations.put(key, value);
      return this;
    }

    /** Says which platform the config is for. */
    public Builder platform(String newOs, String newArchitecture) {
      os = newOs;
      architecture = newArchitecture;
      return this;
    }

    /** Says which variant of the architecture the config is for. */
    public Builder variant(String newVariant) {
      variant = Optional.of(newVariant);
      return this;
    }

    /** Writes Docker's media types (schema 2). */
    public Builder docker() {
      docker = true;
      return this;
    }

    /** Computes all digests with another algorithm: sha512 or sha384. */
    public Builder algorithm(String name) {
      algorithm = name;
      return this;
    }

    /** Says another media type for the config. */
    public Builder configMediaType(String mediaType) {
      configMediaType = Optional.of(mediaType);
      return this;
    }

    /** Changes the config's document before it is written. */
    public Builder changeConfig(Consumer<ObjectNode> change) {
      configChange = configChange.andThen(change);
      return this;
    }

    /** Changes the config's text, for documents that no honest writer makes. */
    public Builder editConfigText(UnaryOperator<String> edit) {
      configTextEdit = edit;
      return this;
    }

    /** Changes the config's bytes, for documents that are no text; its descriptor follows. */
    public Builder editConfigBytes(UnaryOperator<byte[]> edit) {
      configBytesEdit = edit;
      return this;
    }

    /** Changes the manifest's document before it is written. */
    public Builder changeManifest(Consumer<ObjectNode> change) {
      manifestChange = manifestChange.andThen(change);
      return this;
    }

    /** Changes the manifest's text, for documents that no honest writer makes. */
    public Builder editManifestText(UnaryOperator<String> edit) {
      manifestTextEdit = edit;
      return this;
    }

    /** Changes what the manifest says about the config. */
    public Builder editConfigDescriptor(UnaryOperator<Descriptor> edit) {
      configDescriptorEdit = edit;
      return this;
    }

    /** Changes what points to the manifest. */
    public Builder editDescriptor(UnaryOperator<Descriptor> edit) {
      descriptorEdit = edit;
      return this;
    }

    /** Changes the config's bytes that are served; its descriptor stays. */
    public Builder editServedConfig(UnaryOperator<byte[]> edit) {
      servedConfigEdit = edit;
      return this;
    }

    /** Changes the manifest's bytes that are served; its descriptor stays. */
    public Builder editServedManifest(UnaryOperator<byte[]> edit) {
      servedManifestEdit = edit;
      return this;
    }

    /** Does not serve a layer that the manifest names. */
    public Builder withoutLayerBlob(int index) {
      missing.add(index);
      return this;
    }

    /** Builds everything. */
    public TestImage build() {
      return new TestImage(this);
    }

    private String configMediaType() {
      return configMediaType.orElse(docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.OCI_CONFIG);
    }

    private String manifestMediaType() {
      return docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST;
    }

    private byte[] configBytes(List<TestLayer> built) {
      ObjectNode node = Json.object();
      node.put("created", CREATED).put("architecture", architecture).put("os", os);
      variant.ifPresent(value -> node.put("variant", value));
      node.set("config", runtime.deepCopy());
      ObjectNode rootfs = node.putObject("rootfs").put("type", "layers");
      ArrayNode diffIds = rootfs.putArray("diff_ids");
      built.forEach(layer -> diffIds.add(layer.diffId()));
      ArrayNode whole = wholeHistory(built);
      if (!whole.isEmpty()) {
        node.set("history", whole);
      }
      configChange.accept(node);
      String text = configTextEdit.apply(Json.text(node));
      return configBytesEdit.apply(text.getBytes(StandardCharsets.UTF_8));
    }

    private ArrayNode wholeHistory(List<TestLayer> built) {
      ArrayNode whole = Json.array();
      for (int position = 0; position <= built.size(); position++) {
        addHistoryGivenAt(position, whole);
        if (position < built.size()) {
          built.get(position).createdBy().ifPresent(text -> whole.add(historyEntry(text, false)));
        }
      }
      return whole;
    }

    private void addHistoryGivenAt(int position, ArrayNode whole) {
      for (GivenHistory given : history) {
        if (given.position() == position) {
          whole.add(historyEntry(given.createdBy(), given.emptyLayer()));
        }
      }
    }

    private static ObjectNode historyEntry(String createdBy, boolean emptyLayer) {
      ObjectNode entry = Json.object().put("created", CREATED).put("created_by", createdBy);
      return emptyLayer ? entry.put("empty_layer", true) : entry;
    }

    private byte[] manifestBytes(List<TestLayer> built, Descriptor config) {
      ObjectNode node = Json.object();
      node.put("schemaVersion", 2).put("mediaType", manifestMediaType());
      node.set("config", config.toJson());
      ArrayNode array = node.putArray("layers");
      built.forEach(layer -> array.add(layer.descriptor().toJson()));
      if (!annotations.isEmpty()) {
        annotations.forEach(node.putObject("annotations")::put);
      }
      manifestChange.accept(node);
      return manifestTextEdit.apply(Json.text(node)).getBytes(StandardCharsets.UTF_8);
    }
  }
}

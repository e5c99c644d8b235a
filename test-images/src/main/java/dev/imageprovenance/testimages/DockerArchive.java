package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Archives as {@code docker save} and its imitators write them, of one or several images; mutable
 * and not thread-safe.
 */
public final class DockerArchive {
  private final List<TaggedImage> images = new ArrayList<>();

  private record TaggedImage(String tag, TestImage image) {}

  /** Adds an image by a tag such as {@code sample/app:1}. */
  public DockerArchive add(String tag, TestImage image) {
    images.add(new TaggedImage(tag, image));
    return this;
  }

  /**
   * The form of Docker before 25: a directory with {@code layer.tar} for each layer, uncompressed,
   * where a layer that was there before is a symbolic link to it.
   */
  public void writeOldForm(OutputStream out) throws IOException {
    Map<String, String> directoryOfDiffId = new HashMap<>();
    SortedMap<String, OuterEntry> entries = new TreeMap<>();
    ArrayNode manifest = Json.array();
    ObjectNode repositories = Json.object();
    for (TaggedImage tagged : images) {
      ArrayNode layerPaths = Json.array();
      String parent = "";
      for (TestLayer layer : tagged.image().layers()) {
        String id = chained(parent, layer.trueDiffId());
        addOldLayer(entries, id, parent, layer, directoryOfDiffId);
        layerPaths.add(id + "/layer.tar");
        parent = id;
      }
      String configName = Digests.encoded(Digests.sha256(tagged.image().config())) + ".json";
      entries.put(configName, OuterEntry.file(tagged.image().config()));
      manifest.add(manifestEntry(configName, tagged.tag(), layerPaths));
      addRepository(repositories, tagged.tag(), parent);
    }
    entries.put("manifest.json", OuterEntry.file(utf8(Json.text(manifest))));
    entries.put("repositories", OuterEntry.file(utf8(Json.text(repositories))));
    write(out, entries);
  }

  /**
   * The form of kaniko, Bazel and crane: the config under its digest with prefix, layers compressed
   * as they are in the manifest, {@code manifest.json} last.
   */
  public void writeKanikoForm(OutputStream out) throws IOException {
    ArrayNode manifest = Json.array();
    SortedMap<String, OuterEntry> entries = new TreeMap<>();
    for (TaggedImage tagged : images) {
      String configName = Digests.sha256(tagged.image().config());
      entries.put(configName, OuterEntry.file(tagged.image().config()));
      ArrayNode layerPaths = Json.array();
      for (TestLayer layer : tagged.image().layers()) {
        String name = Digests.encoded(layer.descriptor().digest()) + ".tar.gz";
        entries.put(name, OuterEntry.file(layer.served()));
        layerPaths.add(name);
      }
      manifest.add(manifestEntry(configName, tagged.tag(), layerPaths));
    }
    try (OuterTar tar = new OuterTar(out)) {
      for (Map.Entry<String, OuterEntry> entry : entries.entrySet()) {
        entry.getValue().write(tar, entry.getKey());
      }
      tar.file("manifest.json", utf8(Json.text(manifest)));
    }
  }

  /**
   * The form of Docker 25 and later with a graph driver, after its documentation: uncompressed
   * layers as blobs named by diffID, {@code LayerSources}, and an index.json that points to a
   * manifest made up while saving.
   */
  public void writeDocker25Form(OutputStream out) throws IOException {
    SortedMap<String, OuterEntry> entries = new TreeMap<>();
    ArrayNode manifest = Json.array();
    ArrayNode index = Json.array();
    ObjectNode repositories = Json.object();
    for (TaggedImage tagged : images) {
      addDocker25Image(entries, tagged, manifest, index, repositories);
    }
    addLayoutFiles(entries, index);
    entries.put("manifest.json", OuterEntry.file(utf8(Json.text(manifest))));
    entries.put("repositories", OuterEntry.file(utf8(Json.text(repositories))));
    write(out, entries);
  }

  /**
   * The form of Docker with the containerd store, after its documentation: the blobs as they were
   * pulled, no {@code LayerSources} and no {@code repositories}.
   */
  public void writeContainerdStoreForm(OutputStream out) throws IOException {
    SortedMap<String, OuterEntry> entries = new TreeMap<>();
    ArrayNode manifest = Json.array();
    ArrayNode index = Json.array();
    for (TaggedImage tagged : images) {
      TestImage image = tagged.image();
      image.blobs().forEach((digest, bytes) -> entries.put(path(digest), OuterEntry.file(bytes)));
      ArrayNode layerPaths = Json.array();
      image.layers().forEach(layer -> layerPaths.add(path(layer.descriptor().digest())));
      manifest.add(
          manifestEntry(path(image.configDescriptor().digest()), tagged.tag(), layerPaths));
      index.add(named(image.descriptor(), tagged.tag()).toJson());
    }
    addLayoutFiles(entries, index);
    entries.put("manifest.json", OuterEntry.file(utf8(Json.text(manifest))));
    write(out, entries);
  }

  private static void addOldLayer(
      SortedMap<String, OuterEntry> entries,
      String id,
      String parent,
      TestLayer layer,
      Map<String, String> directoryOfDiffId) {
    if (entries.containsKey(id + "/")) {
      return;
    }
    entries.put(id + "/", OuterEntry.DIRECTORY);
    entries.put(id + "/VERSION", OuterEntry.file(utf8("1.0")));
    ObjectNode json = Json.object().put("id", id).put("created", TestImage.CREATED);
    if (!parent.isEmpty()) {
      json.put("parent", parent);
    }
    entries.put(id + "/json", OuterEntry.file(utf8(Json.text(json))));
    String first = directoryOfDiffId.putIfAbsent(layer.trueDiffId(), id);
    entries.put(
        id + "/layer.tar",
        first == null
            ? OuterEntry.file(layer.tar())
            : OuterEntry.symlink("../" + first + "/layer.tar"));
  }

  private static void addDocker25Image(
      SortedMap<String, OuterEntry> entries,
      TaggedImage tagged,
      ArrayNode manifest,
      ArrayNode index,
      ObjectNode repositories) {
    TestImage image = tagged.image();
    ArrayNode layerPaths = Json.array();
    ArrayNode descriptors = Json.array();
    ObjectNode layerSources = Json.object();
    for (TestLayer layer : image.layers()) {
      ObjectNode source = Descriptor.of(MediaTypes.OCI_LAYER, "sha256", layer.tar()).toJson();
      entries.put(path(layer.trueDiffId()), OuterEntry.file(layer.tar()));
      layerPaths.add(path(layer.trueDiffId()));
      descriptors.add(source);
      layerSources.set(layer.trueDiffId(), source);
    }
    Descriptor config = Descriptor.of(MediaTypes.OCI_CONFIG, "sha256", image.config());
    entries.put(path(config.digest()), OuterEntry.file(image.config()));
    ObjectNode rebuilt = Json.object().put("schemaVersion", 2);
    rebuilt.put("mediaType", MediaTypes.OCI_MANIFEST);
    rebuilt.set("config", config.toJson());
    rebuilt.set("layers", descriptors);
    byte[] rebuiltBytes = utf8(Json.text(rebuilt));
    Descriptor rebuiltDescriptor = Descriptor.of(MediaTypes.OCI_MANIFEST, "sha256", rebuiltBytes);
    entries.put(path(rebuiltDescriptor.digest()), OuterEntry.file(rebuiltBytes));
    index.add(named(rebuiltDescriptor, tagged.tag()).toJson());
    ObjectNode entry = manifestEntry(path(config.digest()), tagged.tag(), layerPaths);
    entry.set("LayerSources", layerSources);
    manifest.add(entry);
    String top =
        image.layers().isEmpty()
            ? ""
            : Digests.encoded(image.layers().get(image.layers().size() - 1).trueDiffId());
    addRepository(repositories, tagged.tag(), top);
  }

  private static void addLayoutFiles(SortedMap<String, OuterEntry> entries, ArrayNode index) {
    entries.put("blobs/", OuterEntry.DIRECTORY);
    entries.put("blobs/sha256/", OuterEntry.DIRECTORY);
    ObjectNode document = Json.object().put("schemaVersion", 2);
    document.put("mediaType", MediaTypes.OCI_INDEX);
    document.set("manifests", index);
    entries.put("index.json", OuterEntry.file(utf8(Json.text(document))));
    entries.put("oci-layout", OuterEntry.file(utf8("{\"imageLayoutVersion\": \"1.0.0\"}")));
  }

  private static Descriptor named(Descriptor descriptor, String tag) {
    return descriptor
        .withAnnotation("io.containerd.image.name", "docker.io/" + tag)
        .withAnnotation(OciLayout.REF_NAME, tag.substring(tag.lastIndexOf(':') + 1));
  }

  private static ObjectNode manifestEntry(String config, String tag, ArrayNode layers) {
    ObjectNode entry = Json.object().put("Config", config);
    entry.putArray("RepoTags").add(tag);
    entry.set("Layers", layers);
    return entry;
  }

  private static void addRepository(ObjectNode repositories, String tag, String topLayer) {
    int colon = tag.lastIndexOf(':');
    repositories
        .withObject("/" + tag.substring(0, colon).replace("~", "~0").replace("/", "~1"))
        .put(tag.substring(colon + 1), topLayer);
  }

  private static String chained(String parent, String diffId) {
    return Digests.encoded(Digests.sha256(utf8("sample " + parent + " " + diffId)));
  }

  private static String path(String digest) {
    return OciLayout.blobPath(digest);
  }

  private static void write(OutputStream out, SortedMap<String, OuterEntry> entries)
      throws IOException {
    try (OuterTar tar = new OuterTar(out)) {
      for (Map.Entry<String, OuterEntry> entry : entries.entrySet()) {
        entry.getValue().write(tar, entry.getKey());
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private interface OuterEntry {
    OuterEntry DIRECTORY = OuterTar::directory;

    void write(OuterTar tar, String name) throws IOException;

    static OuterEntry file(byte[] bytes) {
      return (tar, name) -> tar.file(name, bytes);
    }

    static OuterEntry symlink(String target) {
      return (tar, name) -> tar.symlink(name, target);
    }
  }
}

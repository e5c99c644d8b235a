package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An OCI image layout (image-spec image-layout.md): index.json, oci-layout and blobs; immutable.
 */
public final class OciLayout {
  public static final String REF_NAME = "org.opencontainers.image.ref.name";

  private final SortedMap<String, byte[]> files;

  private OciLayout(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /** A layout whose index.json points to one image or index, by the name {@code latest}. */
  public static OciLayout of(TestContent content) {
    return builder().add("latest", content).build();
  }

  /** Begins a layout. */
  public static Builder builder() {
    return new Builder();
  }

  /** The files by their path in the layout. */
  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** Writes the layout into a directory, which is made when it is missing. */
  public Path writeTo(Path directory) {
    try {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Path path = directory.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.write(path, file.getValue());
      }
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the layout as a tar, with {@code oci-layout} and {@code index.json} behind blobs. */
  public void writeTar(OutputStream out) throws IOException {
    try (OuterTar tar = new OuterTar(out)) {
      tar.directory("blobs/");
      tar.directory("blobs/sha256/");
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        tar.file(file.getKey(), file.getValue());
      }
    }
  }

  /** Collects what index.json points to; mutable and not thread-safe. */
  public static final class Builder {
    private final ArrayNode manifests = Json.array();
    private final SortedMap<String, byte[]> files = new TreeMap<>();

    private Builder() {}

    /** Points to content by a name. */
    public Builder add(String refName, TestContent content) {
      return add(content.descriptor().withAnnotation(REF_NAME, refName), content);
    }

    /** Points to content as a descriptor says. */
    public Builder add(Descriptor descriptor, TestContent content) {
      manifests.add(descriptor.toJson());
      content.blobs().forEach((digest, bytes) -> files.put(blobPath(digest), bytes));
      return this;
    }

    /** Adds a file of any name. */
    public Builder file(String path, byte[] bytes) {
      files.put(path, bytes);
      return this;
    }

    /** Builds the layout. */
    public OciLayout build() {
      ObjectNode index = Json.object();
      index.put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
      index.set("manifests", manifests.deepCopy());
      SortedMap<String, byte[]> all = new TreeMap<>(files);
      all.putIfAbsent("index.json", utf8(Json.text(index)));
      all.putIfAbsent("oci-layout", utf8("{\"imageLayoutVersion\":\"1.0.0\"}"));
      return new OciLayout(all);
    }

    private static byte[] utf8(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  static String blobPath(String digest) {
    return "blobs/" + digest.replace(':', '/');
  }
}

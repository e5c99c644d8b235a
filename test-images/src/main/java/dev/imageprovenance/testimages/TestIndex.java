package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A finished image index (or Docker manifest list) with everything below it; immutable. */
public final class TestIndex implements TestContent {
  private final Descriptor descriptor;
  private final SortedMap<String, byte[]> blobs;
  private final List<Descriptor> documents;

  private TestIndex(Builder builder) {
    byte[] bytes = builder.bytes();
    descriptor = Descriptor.of(builder.mediaType(), "sha256", bytes);
    SortedMap<String, byte[]> all = new TreeMap<>();
    builder.children.forEach(child -> all.putAll(child.content().blobs()));
    all.put(descriptor.digest(), bytes);
    blobs = Collections.unmodifiableSortedMap(all);
    documents =
        Stream.concat(
                builder.children.stream().flatMap(child -> child.content().documents().stream()),
                Stream.of(descriptor))
            .distinct()
            .toList();
  }

  /** Begins an OCI index. */
  public static Builder builder() {
    return new Builder();
  }

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
    return documents;
  }

  private record Child(TestContent content, Descriptor descriptor) {}

  /** Collects the children; mutable and not thread-safe. */
  public static final class Builder {
    private final List<Child> children = new ArrayList<>();
    private boolean docker;
    private Consumer<ObjectNode> change = node -> {};
    private UnaryOperator<String> textEdit = UnaryOperator.identity();

    private Builder() {}

    /** Adds a child for a platform, os/architecture[/variant]. */
    public Builder child(String platform, TestContent content) {
      return child(content, descriptor -> descriptor.withPlatform(platform));
    }

    /** Adds a child and says about it what {@code edit} makes of its true descriptor. */
    public Builder child(TestContent content, UnaryOperator<Descriptor> edit) {
      children.add(new Child(content, edit.apply(content.descriptor())));
      return this;
    }

    /** Writes Docker's media type. */
    public Builder docker() {
      docker = true;
      return this;
    }

    /** Changes the document before it is written. */
    public Builder changeDocument(Consumer<ObjectNode> newChange) {
      change = change.andThen(newChange);
      return this;
    }

    /** Changes the text, for documents that no honest writer makes. */
    public Builder editText(UnaryOperator<String> edit) {
      textEdit = edit;
      return this;
    }

    /** Builds the index. */
    public TestIndex build() {
      return new TestIndex(this);
    }

    private String mediaType() {
      return docker ? MediaTypes.DOCKER_INDEX : MediaTypes.OCI_INDEX;
    }

    private byte[] bytes() {
      ObjectNode node = Json.object();
      node.put("schemaVersion", 2).put("mediaType", mediaType());
      ArrayNode manifests = node.putArray("manifests");
      children.forEach(child -> manifests.add(child.descriptor().toJson()));
      change.accept(node);
      return textEdit.apply(Json.text(node)).getBytes(StandardCharsets.UTF_8);
    }
  }
}

package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.broken;
import static dev.imageprovenance.testimages.Expectation.error;
import static dev.imageprovenance.testimages.Expectation.passes;
import static dev.imageprovenance.testimages.Expectation.unknown;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Images whose digests and sizes do not hold, or cannot be judged; stateless. */
final class IntegritySamples {
  private static final String TOOL = "/usr/bin/tool";

  private IntegritySamples() {}

  static List<SampleImage> all() {
    return Stream.of(digests(), sizes(), diffIds(), algorithms(), absent())
        .flatMap(List::stream)
        .toList();
  }

  private static List<SampleImage> digests() {
    UnaryOperator<byte[]> flip = bytes -> Corruption.flipped(bytes, bytes.length - 3);
    return List.of(
        sample(
            "wrong-manifest-digest",
            "The manifest is not what its digest promises",
            error(4),
            b -> b.editServedManifest(text -> altered(text, "tar+gzip", "tar+zstd"))),
        sample(
            "wrong-config-digest",
            "The config is not what its digest promises",
            error(4),
            b -> b.editServedConfig(text -> altered(text, "1000:1000", "2000:2000"))),
        layer(
            "wrong-layer-digest",
            "A layer is not what its digest promises",
            l -> l.editServed(flip)),
        layer(
            "wrong-layer-digest-same-tar",
            "A layer's digest is wrong while its diffID holds",
            broken("DIGEST_MISMATCH"),
            l -> l.editDescriptor(d -> d.withDigest(Corruption.otherDigest(d.digest())))));
  }

  private static List<SampleImage> sizes() {
    return List.of(
        layer(
            "layer-size-smaller",
            "A layer is larger than its descriptor says",
            l -> l.editDescriptor(d -> d.withSize(d.size() - 1))),
        layer(
            "layer-size-larger",
            "A layer is smaller than its descriptor says",
            l -> l.editDescriptor(d -> d.withSize(d.size() + 1))),
        layer("layer-size-0", "A layer's size is 0", l -> l.declaredSize(0)),
        layerError("layer-size-negative", "A layer's size is -1", l -> l.declaredSize(-1)),
        layer(
            "layer-truncated",
            "The last bytes of a layer are missing",
            l -> l.editServed(stored -> Arrays.copyOf(stored, stored.length - 10))),
        layer(
            "layer-with-extra-byte",
            "A byte was added behind a layer",
            l -> l.editServed(stored -> Arrays.copyOf(stored, stored.length + 1))),
        layer(
            "layer-without-bytes", "A layer's file is empty", l -> l.editServed(s -> new byte[0])),
        sample(
            "config-size-wrong",
            "The config is larger than its descriptor says",
            error(4),
            b -> b.editConfigDescriptor(d -> d.withSize(d.size() - 1))),
        sample(
            "manifest-size-wrong",
            "The manifest is larger than its descriptor says",
            error(4),
            b -> b.editDescriptor(d -> d.withSize(d.size() - 1))));
  }

  private static List<SampleImage> diffIds() {
    return List.of(
        layer(
            "wrong-diff-id",
            "A layer's tar is not what its diffID promises",
            broken("DIGEST_MISMATCH"),
            l -> l.diffId(Digests.sha256(new byte[] {1}))),
        sample(
            "diff-ids-swapped",
            "Two diffIDs are exchanged",
            broken(),
            b -> b.changeConfig(IntegritySamples::swapDiffIds)),
        sample(
            "diff-ids-too-few",
            "There are fewer diffIDs than layers",
            broken(),
            b -> b.changeConfig(config -> diffIdsOf(config).remove(1))),
        sample(
            "diff-ids-too-many",
            "There are more diffIDs than layers",
            broken(),
            b -> b.changeConfig(config -> diffIdsOf(config).add(Digests.sha256(new byte[0])))),
        sample(
            "diff-ids-none",
            "There are no diffIDs",
            broken(),
            b -> b.changeConfig(config -> diffIdsOf(config).removeAll())),
        sample(
            "diff-ids-malformed",
            "A diffID is no digest",
            error(4),
            b -> b.changeConfig(config -> diffIdsOf(config).set(0, "sha256:zz"))));
  }

  private static List<SampleImage> algorithms() {
    return List.of(
        sample(
            "sha512",
            "All digests are sha512",
            passes().finding("setuid-files", "medium", TOOL),
            b -> b.algorithm("sha512")),
        SampleImage.layout(
            "blake3-layer",
            "A layer's digest is of an algorithm that nobody here can compute",
            unknown(),
            () ->
                base()
                    .layer(
                        l ->
                            l.file(TOOL, 04755, program("tool"))
                                .editDescriptor(
                                    d -> d.withDigest("blake3:" + Digests.encoded(d.digest()))))
                    .build()),
        SampleImage.layout(
            "blake3-diff-id",
            "A diffID is of an algorithm that nobody here can compute",
            unknown(),
            () ->
                base()
                    .layer(
                        l ->
                            l.file(TOOL, 04755, program("tool")).diffId("blake3:" + "0".repeat(64)))
                    .build()),
        SampleImage.layout(
            "digest-in-capitals",
            "A layer's digest is spelled in capital letters, which no digest may be",
            error(4),
            () ->
                base()
                    .layer(
                        l ->
                            l.file(TOOL, 04755, program("tool"))
                                .editDescriptor(IntegritySamples::inCapitals))
                    .build()));
  }

  private static List<SampleImage> absent() {
    return List.of(
        SampleImage.layout(
            "layer-missing",
            "A layer's blob is not in the layout",
            unknown(),
            () ->
                base()
                    .layer(l -> l.file(TOOL, 04755, program("tool")))
                    .withoutLayerBlob(1)
                    .build()),
        SampleImage.layout(
            "layer-foreign",
            "A layer that is kept elsewhere, with urls that must not be followed",
            unknown(),
            () ->
                base()
                    .layer(
                        l ->
                            l.file(TOOL, 04755, program("tool"))
                                .mediaType(MediaTypes.OCI_FOREIGN_LAYER_GZIP)
                                .editDescriptor(d -> d.withUrls("http://127.0.0.1:9/layer")))
                    .withoutLayerBlob(1)
                    .build()),
        SampleImage.layout(
            "layer-with-urls",
            "An ordinary layer whose descriptor has urls that must not be followed",
            unknown(),
            () ->
                base()
                    .layer(
                        l ->
                            l.file(TOOL, 04755, program("tool"))
                                .editDescriptor(d -> d.withUrls("http://127.0.0.1:9/layer")))
                    .build()));
  }

  private static SampleImage layer(String name, String description, Consumer<LayerBuilder> change) {
    return layer(name, description, broken().finding("integrity", "critical", ""), change);
  }

  private static SampleImage layerError(
      String name, String description, Consumer<LayerBuilder> change) {
    return layer(name, description, error(4), change);
  }

  private static SampleImage layer(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> change) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () -> base().layer(l -> change.accept(l.file(TOOL, 04755, program("tool")))).build());
  }

  private static SampleImage sample(
      String name,
      String description,
      Expectation expectation,
      Consumer<TestImage.Builder> change) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () -> {
          TestImage.Builder builder = base().layer(l -> l.file(TOOL, 04755, program("tool")));
          change.accept(builder);
          return builder.build();
        });
  }

  private static TestImage.Builder base() {
    return BaseFiles.harmless();
  }

  private static void swapDiffIds(ObjectNode config) {
    ArrayNode diffIds = diffIdsOf(config);
    diffIds.add(diffIds.remove(0));
  }

  private static ArrayNode diffIdsOf(ObjectNode config) {
    return config.withArray("/rootfs/diff_ids");
  }

  private static Descriptor inCapitals(Descriptor descriptor) {
    String hex = Digests.encoded(descriptor.digest());
    return descriptor.withDigest("sha256:" + hex.toUpperCase(Locale.ROOT));
  }

  /** The same document, of the same size, with one thing in it changed. */
  private static byte[] altered(byte[] json, String from, String to) {
    String text = new String(json, StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new IllegalStateException("the document has no " + from);
    }
    return text.replaceFirst(Pattern.quote(from), to).getBytes(StandardCharsets.UTF_8);
  }
}

package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.broken;
import static dev.imageprovenance.testimages.Expectation.passes;
import static dev.imageprovenance.testimages.Expectation.unknown;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images that differ in how a layer is compressed; stateless. */
final class CompressionSamples {
  private static final String TOOL = "/usr/bin/tool";
  private static final int BOMB_BYTES = 128 << 20;

  private CompressionSamples() {}

  static List<SampleImage> all() {
    return Stream.of(ordinary(), unusual(), hostile()).flatMap(List::stream).toList();
  }

  private static List<SampleImage> ordinary() {
    return List.of(
        compressed("uncompressed", "A layer that is not compressed", Compression.NONE),
        compressed("gzip", "A gzip layer of one member", Compression.GZIP_DEFLATED),
        compressed("zstd", "A zstd layer", Compression.ZSTD));
  }

  private static List<SampleImage> unusual() {
    return List.of(
        compressed(
            "gzip-multi-member",
            "A gzip layer of four members, the last one empty",
            Compression.GZIP_MULTI_MEMBER),
        compressed(
            "zstd-long-window",
            "A zstd layer that claims a window of 128 MiB",
            Compression.ZSTD_LONG_WINDOW),
        layer(
            "zstd-frames",
            "A zstd layer of two frames with skippable frames around them",
            found(),
            l ->
                l.compression(Compression.NONE)
                    .mediaType(MediaTypes.OCI_LAYER + "+zstd")
                    .editStored(CompressionSamples::twoFrames)),
        layer(
            "media-type-says-gzip",
            "A layer that says gzip and is an uncompressed tar",
            found().among(),
            l -> l.compression(Compression.NONE).mediaType(MediaTypes.OCI_LAYER + "+gzip")),
        layer(
            "media-type-says-tar",
            "A layer that says uncompressed and is gzip",
            found().among(),
            l -> l.compression(Compression.GZIP).mediaType(MediaTypes.OCI_LAYER)),
        layer(
            "media-type-says-gzip-is-zstd",
            "A layer that says gzip and is zstd",
            found().among(),
            l -> l.compression(Compression.ZSTD).mediaType(MediaTypes.OCI_LAYER + "+gzip")),
        layer(
            "media-type-unknown",
            "A layer of a type that nobody has named",
            passes().among(),
            l -> l.mediaType("application/vnd.sample.layer.v9.tar+gzip")));
  }

  private static List<SampleImage> hostile() {
    return List.of(
        layer(
            "gzip-extra-byte",
            "A byte behind the gzip stream",
            broken().finding("integrity", "critical", ""),
            l -> l.editStored(stored -> Arrays.copyOf(stored, stored.length + 1))),
        layer(
            "gzip-extra-member",
            "A gzip member with a whole tar that the diffID does not cover",
            broken().finding("integrity", "critical", ""),
            l -> l.editStored(CompressionSamples::withHiddenMember)),
        layer(
            "gzip-wrong-checksum",
            "A gzip member whose checksum is wrong",
            broken().finding("integrity", "critical", ""),
            l -> l.editStored(stored -> Corruption.flipped(stored, stored.length - 8))),
        layer(
            "gzip-truncated",
            "A gzip stream that ends in the middle",
            broken().finding("integrity", "critical", ""),
            l -> l.editStored(stored -> Arrays.copyOf(stored, stored.length / 2))),
        layer(
            "zstd-truncated",
            "A zstd stream that ends in the middle",
            broken().finding("integrity", "critical", ""),
            l ->
                l.compression(Compression.ZSTD)
                    .editStored(stored -> Arrays.copyOf(stored, stored.length / 2))),
        layer(
            "zstd-enormous-window",
            "A zstd layer that claims a window of 2 GiB",
            unknown(),
            l -> l.compression(Compression.ZSTD_ENORMOUS_WINDOW)),
        SampleImage.layout(
            "zstd-bomb",
            "A zstd layer of 6 kB that expands to 128 MiB",
            unknown(),
            CompressionSamples::bomb));
  }

  private static TestImage bomb() {
    byte[] header =
        TarEntry.file("app/zeros", 0644, new byte[0]).declaredSize(BOMB_BYTES).toBytes();
    byte[] end = new byte[2 * TarEntry.BLOCK];
    return BaseFiles.harmless()
        .layer(
            l ->
                l.rawBytes(header)
                    .withoutEndOfArchive()
                    .mediaType(MediaTypes.OCI_LAYER + "+zstd")
                    .diffId(Corruption.digestOfZeros(header, BOMB_BYTES, end))
                    .editStored(stored -> Zstd.bomb(header, BOMB_BYTES, end)))
        .build();
  }

  private static byte[] twoFrames(byte[] tar) {
    int middle = tar.length / 2;
    return new TarBytes()
        .raw(Zstd.skippable("first".getBytes(StandardCharsets.UTF_8)))
        .raw(Zstd.compressed(Arrays.copyOf(tar, middle)))
        .raw(Zstd.skippable(new byte[64]))
        .raw(Zstd.compressed(Arrays.copyOfRange(tar, middle, tar.length)))
        .raw(Zstd.skippable(new byte[0]))
        .toByteArray();
  }

  private static byte[] withHiddenMember(byte[] stored) {
    TarEntry hidden = TarEntry.file("usr/bin/hidden", 04755, program("hidden"));
    byte[] tar = new TarBytes().entry(hidden).end().toByteArray();
    return new TarBytes().raw(stored).raw(Gzip.stored(tar)).toByteArray();
  }

  private static SampleImage compressed(String name, String description, Compression compression) {
    return layer(name, description, found(), l -> l.compression(compression));
  }

  private static Expectation found() {
    return passes().finding("setuid-files", "medium", TOOL);
  }

  private static SampleImage layer(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> change) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () ->
            BaseFiles.harmless()
                .layer(l -> change.accept(l.file(TOOL, 04755, program("tool"))))
                .build());
  }
}

package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * A layer's table of contents, true or false, and the layers that carry one: eStargz and both forms
 * of zstd:chunked, made after the formats' documentation; mutable and not thread-safe.
 */
public final class TableOfContents {
  /** Names an eStargz table by its digest. */
  public static final String ESTARGZ_ANNOTATION = "containerd.io/snapshot/stargz/toc.digest";

  private static final String CONTAINERS = "io.github.containers.zstd-chunked.manifest-";
  private static final String STARGZ = "io.containers.zstd-chunked.manifest-";
  private static final int END = 2 * TarEntry.BLOCK;
  private static final int FRAME_HEADER = 8;
  private static final int CONTAINERS_FOOTER = 64;
  private static final int STARGZ_FOOTER = 40;

  private final ArrayNode entries = Json.array();
  private UnaryOperator<String> textEdit = UnaryOperator.identity();

  /** Lists a directory. */
  public TableOfContents directory(String path, int mode) {
    entries.addObject().put("name", path.substring(1) + "/").put("type", "dir").put("mode", mode);
    return this;
  }

  /** Lists a file in one part. */
  public TableOfContents file(String path, int mode, byte[] content) {
    String digest = Digests.sha256(content);
    entries
        .addObject()
        .put("name", path.substring(1))
        .put("type", "reg")
        .put("size", content.length)
        .put("mode", mode)
        .put("digest", digest)
        .put("chunkDigest", digest);
    return this;
  }

  /** Changes the text, for tables that no honest writer makes. */
  public TableOfContents editText(UnaryOperator<String> edit) {
    textEdit = edit;
    return this;
  }

  /** The JSON. */
  public byte[] json() {
    ObjectNode root = Json.object().put("version", 1);
    root.set("entries", entries.deepCopy());
    return textEdit.apply(Json.text(root)).getBytes(StandardCharsets.UTF_8);
  }

  /** Makes a builder's entries an eStargz layer: the table is the last entry of the tar. */
  public void estargz(LayerBuilder layer) {
    estargz(layer, new byte[0]);
  }

  /** The same with the end of the archive before the table, as BuildKit writes it. */
  public void estargzBehindEnd(LayerBuilder layer) {
    estargz(layer, new byte[END]);
  }

  private void estargz(LayerBuilder layer, byte[] before) {
    byte[] table =
        concatenated(
            TarEntry.file("stargz.index.json", 0, json()).modified(0).toBytes(), new byte[END]);
    layer
        .withoutEndOfArchive()
        .compression(Compression.NONE)
        .mediaType(MediaTypes.OCI_LAYER + "+gzip")
        .editTar(tar -> concatenated(tar, before, table))
        .editStored(tar -> storedEstargz(tar, tar.length - table.length))
        .editDescriptor(d -> d.withAnnotation(ESTARGZ_ANNOTATION, Digests.sha256(json())));
  }

  private static byte[] storedEstargz(byte[] tar, int tableStart) {
    byte[] files = Gzip.stored(Arrays.copyOf(tar, tableStart));
    byte[] table = Gzip.stored(Arrays.copyOfRange(tar, tableStart, tar.length));
    return concatenated(files, table, estargzFooter(files.length));
  }

  /** An empty gzip member whose extra field says where the table begins. */
  private static byte[] estargzFooter(long tableOffset) {
    byte[] field = String.format("%016xSTARGZ", tableOffset).getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(29 + field.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {0x1f, (byte) 0x8b, 8, 4, 0, 0, 0, 0, 0, (byte) 0xff})
        .putShort((short) (4 + field.length))
        .put(new byte[] {'S', 'G'})
        .putShort((short) field.length)
        .put(field)
        .put(new byte[] {1, 0, 0, (byte) 0xff, (byte) 0xff})
        .array();
  }

  /** Makes a builder's entries a zstd:chunked layer as podman writes it, without tar-split data. */
  public void zstdChunked(LayerBuilder layer) {
    zstdChunked(layer, CONTAINERS, CONTAINERS_FOOTER, "GNUlInUx");
  }

  /** Makes a builder's entries a zstd:chunked layer as stargz-snapshotter writes it. */
  public void zstdChunkedOfStargz(LayerBuilder layer) {
    zstdChunked(layer, STARGZ, STARGZ_FOOTER, "GnUlInUx");
  }

  private void zstdChunked(LayerBuilder layer, String prefix, int footerBytes, String mark) {
    byte[] json = json();
    byte[] table = Zstd.compressed(json);
    layer
        .compression(Compression.ZSTD)
        .editStored(
            stored ->
                concatenated(
                    stored,
                    Zstd.skippable(table),
                    Zstd.skippable(
                        ByteBuffer.allocate(footerBytes)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(stored.length + FRAME_HEADER)
                            .putLong(table.length)
                            .putLong(json.length)
                            .putLong(1)
                            .position(footerBytes - mark.length())
                            .put(mark.getBytes(StandardCharsets.US_ASCII))
                            .array())))
        .editDescriptor(
            d ->
                d.withAnnotation(prefix + "checksum", Digests.sha256(table))
                    .withAnnotation(
                        prefix + "position",
                        (d.size() - footerBytes - FRAME_HEADER - table.length)
                            + ":"
                            + table.length
                            + ":"
                            + json.length
                            + ":1"));
  }

  private static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}

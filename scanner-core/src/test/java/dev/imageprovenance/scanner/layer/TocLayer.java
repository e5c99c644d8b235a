package dev.imageprovenance.scanner.layer;

import com.github.luben.zstd.Zstd;
import dev.imageprovenance.scanner.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Writes layers with a table of contents, true or false, by the formats' descriptions; these are
 * not made by the tools that write such layers. Mutable.
 */
final class TocLayer {
  private static final int BLOCK = 512;

  private final List<byte[]> tarEntries = new ArrayList<>();
  private final List<String> listed = new ArrayList<>();
  private String version = "1";
  private String more = "";
  private long footerShift;

  /** A file with a true entry in the table. */
  TocLayer file(String path, int mode, String content) {
    return file(path, mode, content, fileJson(path, mode, content));
  }

  /** A file with any entry in the table. */
  TocLayer file(String path, int mode, String content, String json) {
    byte[] bytes = TarBytes.latin1(content);
    return tar(new TarBytes().add(new TarBytes.Header(path, '0', bytes.length).mode(mode), bytes))
        .listed(json);
  }

  TocLayer tar(TarBytes entry) {
    tarEntries.add(entry.unfinished());
    return this;
  }

  TocLayer listed(String json) {
    listed.add(json);
    return this;
  }

  TocLayer version(String text) {
    version = text;
    return this;
  }

  /** Puts text behind the array of entries in the table. */
  TocLayer more(String text) {
    more = text;
    return this;
  }

  /** Lets the footer point elsewhere. */
  TocLayer footerShift(long bytes) {
    footerShift = bytes;
    return this;
  }

  static String fileJson(String path, int mode, String content) {
    byte[] bytes = TarBytes.latin1(content);
    return "{\"name\":\""
        + path
        + "\",\"type\":\"reg\",\"size\":"
        + bytes.length
        + ",\"mode\":"
        + mode
        + (bytes.length == 0 ? "" : ",\"digest\":\"" + Digest.sha256(bytes) + "\"")
        + "}";
  }

  byte[] json() {
    return ("{\"version\":"
            + version
            + ",\"entries\":["
            + String.join(",", listed)
            + "]"
            + more
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The tar of an eStargz layer, in which the table is the last entry. */
  byte[] estargz() {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    tarEntries.forEach(entry -> stored.writeBytes(gzip(entry)));
    return withTable(stored);
  }

  /** The same with the end of the archive before the table. */
  byte[] estargzBehindEnd() {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    tarEntries.forEach(entry -> stored.writeBytes(gzip(entry)));
    stored.writeBytes(gzip(new byte[2 * BLOCK]));
    return withTable(stored);
  }

  private byte[] withTable(ByteArrayOutputStream stored) {
    long offset = stored.size();
    stored.writeBytes(gzip(tableEntry().end()));
    stored.writeBytes(estargzFooter(offset + footerShift));
    return stored.toByteArray();
  }

  TarBytes tableEntry() {
    byte[] json = json();
    return new TarBytes().add(new TarBytes.Header("stargz.index.json", '0', json.length), json);
  }

  static byte[] estargzFooter(long offset) {
    return footer("SG\026\0" + String.format("%016xSTARGZ", offset));
  }

  static byte[] footer(String extra) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, 4, 0, 0, 0, 0, 0, (byte) 0xFF});
    out.write(extra.length());
    out.write(0);
    out.writeBytes(TarBytes.latin1(extra));
    out.writeBytes(new byte[] {1, 0, 0, (byte) 0xFF, (byte) 0xFF});
    out.writeBytes(new byte[8]);
    return out.toByteArray();
  }

  /** A zstd:chunked layer as containers/storage lays it out, with a footer of 64 bytes. */
  byte[] zstdChunked() {
    ByteArrayOutputStream stored = tarFrames();
    long offset = stored.size() + 8L;
    byte[] table = Zstd.compress(json());
    stored.writeBytes(skippable(table));
    stored.writeBytes(skippable(Zstd.compress(TarBytes.latin1("{\"type\":2}\n{\"type\":1}\n"))));
    ByteBuffer footer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    footer.putLong(offset + footerShift).putLong(table.length).putLong(json().length).putLong(1);
    footer.position(56);
    footer.put(TarBytes.latin1("GNUlInUx"));
    stored.writeBytes(skippable(footer.array()));
    return stored.toByteArray();
  }

  /** A zstd:chunked layer as stargz-snapshotter lays it out, with a footer of 40 bytes. */
  byte[] zstdChunkedOfStargz() {
    ByteArrayOutputStream stored = tarFrames();
    long offset = stored.size() + 8L;
    byte[] table = Zstd.compress(json());
    stored.writeBytes(skippable(table));
    ByteBuffer footer = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
    footer.putLong(offset + footerShift).putLong(table.length).putLong(json().length).putLong(1);
    footer.put(TarBytes.latin1("GnUlInUx"));
    stored.writeBytes(skippable(footer.array()));
    return stored.toByteArray();
  }

  ByteArrayOutputStream tarFrames() {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    tarEntries.forEach(entry -> stored.writeBytes(Zstd.compress(entry)));
    stored.writeBytes(Zstd.compress(new byte[2 * BLOCK]));
    return stored;
  }

  static byte[] skippable(byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(0x184D2A50)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}

package dev.imageprovenance.testimages;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Tar entries of sparse files: 512 bytes of data at offset 4096 of a file of 8192 bytes (GNU tar
 * manual, "Storing Sparse Files"); stateless.
 */
public final class SparseFiles {
  /** The size of the expanded file, in bytes. */
  public static final int EXPANDED_SIZE = 8_192;

  private static final int OFFSET = 4_096;
  private static final int LENGTH = TarEntry.BLOCK;

  private SparseFiles() {}

  /** The content that every reader should arrive at. */
  public static byte[] expanded() {
    byte[] content = new byte[EXPANDED_SIZE];
    System.arraycopy(data(), 0, content, OFFSET, LENGTH);
    return content;
  }

  /** Type S with its map in the header. */
  public static TarEntry oldGnu(String name, int mode) {
    return oldGnu(name, mode, OFFSET, EXPANDED_SIZE);
  }

  /** Type S that claims to expand to eight exbibytes less one. */
  public static TarEntry enormous(String name, int mode) {
    return TarEntry.of('S', name, mode)
        .gnu()
        .content(data())
        .patch(386, number(0))
        .patch(398, number(LENGTH))
        .patch(483, base256(Long.MAX_VALUE));
  }

  /** PAX format 0.1: the map in one record, the name in another. */
  public static TarEntry pax01(String name, int mode) {
    return TarEntry.file("GNUSparseFile.0/sparse", mode, data())
        .pax("GNU.sparse.size", "" + EXPANDED_SIZE)
        .pax("GNU.sparse.numblocks", "2")
        .pax("GNU.sparse.name", name)
        .pax("GNU.sparse.map", OFFSET + "," + LENGTH + "," + EXPANDED_SIZE + ",0");
  }

  /** PAX format 1.0: the map in front of the data. */
  public static TarEntry pax10(String name, int mode) {
    String map = "2\n" + OFFSET + "\n" + LENGTH + "\n" + EXPANDED_SIZE + "\n0\n";
    byte[] block = Arrays.copyOf(map.getBytes(StandardCharsets.US_ASCII), TarEntry.BLOCK);
    byte[] content = new TarBytes().raw(block).raw(data()).toByteArray();
    return TarEntry.file("GNUSparseFile.0/sparse", mode, content)
        .pax("GNU.sparse.major", "1")
        .pax("GNU.sparse.minor", "0")
        .pax("GNU.sparse.name", name)
        .pax("GNU.sparse.realsize", "" + EXPANDED_SIZE);
  }

  private static TarEntry oldGnu(String name, int mode, long offset, long realSize) {
    return TarEntry.of('S', name, mode)
        .gnu()
        .content(data())
        .patch(386, number(offset))
        .patch(398, number(LENGTH))
        .patch(410, number(realSize))
        .patch(422, number(0))
        .patch(483, number(realSize));
  }

  private static byte[] data() {
    byte[] data = new byte[LENGTH];
    byte[] program = BaseFiles.program("sparse");
    System.arraycopy(program, 0, data, 0, LENGTH);
    return data;
  }

  private static byte[] number(long value) {
    return (String.format("%011o", value) + "\0").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] base256(long value) {
    byte[] bytes = new byte[12];
    bytes[0] = (byte) 0x80;
    for (int i = 0; i < 8; i++) {
      bytes[11 - i] = (byte) (value >>> 8 * i);
    }
    return bytes;
  }
}

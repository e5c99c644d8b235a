package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files with holes, in each of the forms that GNU tar wrote. */
class SparseFileTest extends TarReading {
  private static final String SPARSE_EXPANDED = "\0".repeat(4) + "data" + "\0".repeat(3) + "end\0";

  private static TarBytes oldGnuSparse() {
    return new TarBytes()
        .add(
            header("s", 'S', 7)
                .gnu()
                .octal(386, 12, 4)
                .octal(398, 12, 4)
                .octal(410, 12, 11)
                .octal(422, 12, 3)
                .octal(483, 12, 15),
            TarBytes.latin1("dataend"));
  }

  @Test
  void anOldGnuSparseFileIsExpanded() throws IOException {
    Reading reading = read(oldGnuSparse().file("next", "").end());
    assertEquals(SPARSE_EXPANDED, new String(reading.contents().get(0), StandardCharsets.UTF_8));
    assertEquals(15, reading.headers().get(0).size());
    assertEquals(7, reading.headers().get(0).storedSize());
    assertEquals("next", reading.headers().get(1).name());
  }

  @Test
  void anOldGnuSparseFileMayHaveMoreOfItsMapInFurtherBlocks() throws IOException {
    byte[] more = new byte[512];
    System.arraycopy(TarBytes.latin1("00000000013\0" + "00000000003\0"), 0, more, 0, 24);
    byte[] tar =
        new TarBytes()
            .add(
                header("s", 'S', 7)
                    .gnu()
                    .octal(386, 12, 4)
                    .octal(398, 12, 4)
                    .bytes(482, (byte) 1)
                    .octal(483, 12, 15))
            .raw(more)
            .raw(TarBytes.latin1("dataend"))
            .pad()
            .end();
    assertEquals(SPARSE_EXPANDED, read(tar).onlyContent());
  }

  @Test
  void aPaxSparseFileOfForm00IsExpanded() throws IOException {
    byte[] tar =
        new TarBytes()
            .pax(
                "GNU.sparse.size=15",
                "GNU.sparse.numblocks=2",
                "GNU.sparse.offset=4",
                "GNU.sparse.numbytes=4",
                "GNU.sparse.offset=11",
                "GNU.sparse.numbytes=3")
            .file("s", "dataend")
            .end();
    Reading reading = read(tar);
    assertEquals(SPARSE_EXPANDED, reading.onlyContent());
    assertEquals(List.of(), reading.anomalies());
  }

  @Test
  void aPaxSparseFileOfForm01IsExpandedUnderItsOwnName() throws IOException {
    byte[] tar =
        new TarBytes()
            .pax(
                "GNU.sparse.major=0",
                "GNU.sparse.minor=1",
                "GNU.sparse.name=real",
                "GNU.sparse.size=15",
                "GNU.sparse.map=4,4,11,3")
            .file("GNUSparseFile.0/s", "dataend")
            .end();
    Reading reading = read(tar);
    assertEquals(SPARSE_EXPANDED, reading.onlyContent());
    assertEquals("real", reading.only().name());
  }

  private static TarBytes paxSparse10(String realSize, String map, String data) {
    String padded = map + "\0".repeat(-map.length() & 511);
    return new TarBytes()
        .pax(
            "GNU.sparse.major=1",
            "GNU.sparse.minor=0",
            "GNU.sparse.name=real",
            "GNU.sparse.realsize=" + realSize)
        .file("GNUSparseFile.0/s", padded + data);
  }

  @Test
  void aPaxSparseFileOfForm10IsExpanded() throws IOException {
    Reading reading = read(paxSparse10("15", "2\n4\n4\n11\n3\n", "dataend").file("b", "").end());
    assertEquals(SPARSE_EXPANDED, new String(reading.contents().get(0), StandardCharsets.UTF_8));
    assertEquals("b", reading.headers().get(1).name());
  }

  @Test
  void aSparseFileMayBeOneHole() throws IOException {
    assertEquals("\0".repeat(15), read(paxSparse10("15", "0\n", "").end()).onlyContent());
  }

  @ParameterizedTest
  @CsvSource({
    "15, '2\n4\n4\n7\n3\n', dataend",
    "15, '2\n11\n3\n4\n4\n', dataend",
    "13, '2\n4\n4\n11\n3\n', dataend",
    "15, '2\n4\n4\n11\n3\n', dataen",
    "15, '2\n4\n4\n11\n3\n', dataendx",
    "-1, '0\n', ''",
    "15, '1\n-4\n4\n', data",
    "15, '1\n9223372036854775807\n4\n', data",
    "15, 'x\n', ''",
    "15, '99999999999999999999999\n', ''",
    "15, '9\n1\n', ''",
  })
  void aSparseMapThatDoesNotFitIsMalformed(String size, String map, String data) {
    assertMalformed(paxSparse10(size, map, data));
  }

  @Test
  void aSparseFileThatExpandsTooMuchExceedsTheLimit() {
    assertLimit("sparseBytes", paxSparse10("99999999999999", "0\n", "").end());
  }

  @Test
  void aSparseMapThatIsTooLongExceedsTheLimit() {
    String map = "999999\n" + "0\n0\n".repeat(400_000);
    assertLimit("headerBytes", paxSparse10("15", map, "").end());
  }

  @Test
  void aSparseFileOfUnknownFormIsTakenAsStored() throws IOException {
    assertAmbiguous(
        new TarBytes().pax("GNU.sparse.major=2", "GNU.sparse.minor=0").file("s", "data"));
  }

  @Test
  void aSparseHeaderThatIsNotGnusIsMalformed() {
    assertMalformed(new TarBytes().entry("s", 'S'));
  }
}

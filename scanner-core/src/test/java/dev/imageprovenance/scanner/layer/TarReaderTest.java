package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.imageprovenance.scanner.context.Limits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ordinary archives: headers, numbers, names, types. */
class TarReaderTest extends TarReading {
  @Test
  void contentIsRead() throws IOException {
    Reading reading = read(new TarBytes().file("a", "one").file("b", "").file("c", "three").end());
    assertEquals(
        List.of("one", "", "three"),
        reading.contents().stream().map(c -> new String(c, StandardCharsets.UTF_8)).toList());
    assertEquals(List.of(), reading.anomalies());
  }

  @Test
  void contentThatIsNotReadIsSkipped() throws IOException {
    byte[] tar = new TarBytes().file("a", "x".repeat(200_000)).file("b", "two").end();
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), Limits.defaults(), anomaly -> {});
    assertNotNull(reader.next());
    TarHeader second = reader.next();
    assertNotNull(second);
    assertEquals("b", second.name());
    assertArrayEquals(TarBytes.latin1("two"), content(reader));
    assertNull(reader.next());
    assertNull(reader.next());
  }

  @Test
  void theContentOffsetIsThatOfTheFirstContentByte() throws IOException {
    byte[] tar = new TarBytes().pax("mtime=1.5").file("a", "x".repeat(700)).file("b", "two").end();
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), Limits.defaults(), anomaly -> {});
    List<Long> offsets = new ArrayList<>();
    while (reader.next() != null) {
      offsets.add(reader.contentOffset());
    }
    assertEquals(List.of(1536L, 3072L), offsets);
  }

  @Test
  void fieldsAreRead() throws IOException {
    TarHeader read =
        read(new TarBytes()
                .add(
                    header("dev/x", '4', 0)
                        .mode(06755)
                        .owner(1000, 2000)
                        .device(8, 17)
                        .octal(136, 12, 1_700_000_000L))
                .end())
            .only();
    assertEquals(
        new TarHeader("dev/x", '4', 06755, 1000, 2000, 0, 0, 1_700_000_000L, "", 8, 17, Map.of()),
        read);
  }

  @Test
  void aUstarPrefixComesBeforeTheName() throws IOException {
    assertEquals(
        "some/prefix/name",
        read(new TarBytes().add(header("name", '0', 0).text(345, "some/prefix")).end())
            .only()
            .name());
  }

  @Test
  void aVersion7HeaderHasNoPrefix() throws IOException {
    assertEquals(
        "name", read(new TarBytes().add(header("name", '\0', 0).v7()).end()).only().name());
  }

  @Test
  void aStarHeaderHasTimesBehindAShorterPrefix() throws IOException {
    TarBytes.Header star =
        header("name", '0', 0)
            .text(345, "p".repeat(131))
            .text(476, "12345670123 ")
            .text(508, "tar\0");
    assertEquals("p".repeat(131) + "/name", read(new TarBytes().add(star).end()).only().name());
  }

  @Test
  void timesOfAGnuHeaderAreNoPrefix() throws IOException {
    TarBytes.Header gnu =
        header("name", '0', 0).gnu().octal(345, 12, 1_700_000_000L).octal(357, 12, 1_700_000_000L);
    assertEquals("name", read(new TarBytes().add(gnu).end()).only().name());
  }

  @Test
  void aPrefixThatEarlyGoWroteIntoAGnuHeaderIsRead() throws IOException {
    TarBytes.Header gnu = header("name", '0', 0).gnu().text(345, "usr/share");
    assertEquals("usr/share/name", read(new TarBytes().add(gnu).end()).only().name());
  }

  @Test
  void aSignedChecksumIsAccepted() throws IOException {
    byte[] tar = new TarBytes().add(header("\u00e4\u00f6", '0', 0)).end();
    byte[] block = Arrays.copyOf(tar, TarBytes.BLOCK);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int signed = 0;
    for (byte b : block) {
      signed += b;
    }
    System.arraycopy(TarBytes.latin1(String.format("%06o\0 ", signed)), 0, tar, 148, 8);
    assertEquals("\uDCE4\uDCF6", read(tar).only().name());
  }

  @Test
  void binaryNumbersAreRead() throws IOException {
    byte[] uid = {(byte) 0x80, 0, 0, 0, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};
    byte[] gid = new byte[8];
    Arrays.fill(gid, (byte) 0xFF);
    TarHeader read =
        read(new TarBytes().add(header("a", '0', 0).bytes(108, uid).bytes(116, gid)).end()).only();
    assertEquals(4294967295L, read.uid());
    assertEquals(-1, read.gid());
  }

  @Test
  void paddedNumbersAreRead() throws IOException {
    TarBytes.Header padded =
        header("a", '0', 0)
            .text(100, "  755 \0\0")
            .text(108, "\0\0\0\0\0\0\0\0")
            .text(116, "17777777");
    TarHeader read = read(new TarBytes().add(padded).end()).only();
    assertEquals(0755, read.mode());
    assertEquals(0, read.uid());
    assertEquals(017777777, read.gid());
  }

  @Test
  void aLinkHasNoContentWhateverItsSize() throws IOException {
    Reading reading = read(new TarBytes().add(header("l", '1', 512).link("a")).file("b", "").end());
    assertEquals(List.of("l", "b"), reading.headers().stream().map(TarHeader::name).toList());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @Test
  void anOldHeaderWhoseNameEndsInASlashIsADirectory() throws IOException {
    assertEquals('5', read(new TarBytes().entry("d/", '\0').end()).only().type());
  }

  @Test
  void anOldHeaderWithoutSlashIsAFile() throws IOException {
    assertEquals('0', read(new TarBytes().entry("f", '\0').end()).only().type());
  }

  @Test
  void aRegularFileWhoseNameEndsInASlashIsReported() throws IOException {
    Reading reading = read(new TarBytes().file("f/", "content").end());
    assertEquals("content", reading.onlyContent());
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), reading.anomalyKinds());
  }

  @ParameterizedTest
  @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
  void whatCommonsCompressWritesIsReadBack(int longFileMode) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> names = new ArrayList<>();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(bytes, "UTF-8")) {
      out.setLongFileMode(longFileMode);
      out.setBigNumberMode(
          longFileMode == TarArchiveOutputStream.LONGFILE_GNU
              ? TarArchiveOutputStream.BIGNUMBER_STAR
              : TarArchiveOutputStream.BIGNUMBER_POSIX);
      out.setAddPaxHeadersForNonAsciiNames(true);
      for (int length = 90; length < 300; length += 5) {
        String name = "d/".repeat(10) + "ü" + "n".repeat(length - 20);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(length);
        entry.setMode(04755);
        entry.setUserId(length * 100_000_000L % 5_000_000_000L);
        out.putArchiveEntry(entry);
        out.write(new byte[length]);
        out.closeArchiveEntry();
        names.add(name + " " + entry.getLongUserId() + " " + length);
      }
    }
    Reading reading = read(bytes.toByteArray());
    assertEquals(
        names,
        reading.headers().stream().map(h -> h.name() + " " + h.uid() + " " + h.size()).toList());
    assertEquals(List.of(), reading.anomalies());
  }
}

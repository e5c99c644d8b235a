package dev.imageprovenance.testimages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

/** Judges our writer by a reader that we did not write. */
final class TarEntryTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);

  @Test
  void writesModeOwnerSizeAndTime() throws IOException {
    TarArchiveEntry read = read(TarEntry.file("usr/bin/su", 04755, CONTENT).owner(1000, 42));

    assertEquals("usr/bin/su", read.getName());
    assertEquals(04755, read.getMode());
    assertEquals(1000, read.getLongUserId());
    assertEquals(42, read.getLongGroupId());
    assertEquals(CONTENT.length, read.getSize());
    assertEquals(TarEntry.EPOCH, read.getLastModifiedTime().toInstant().getEpochSecond());
  }

  @Test
  void putsLongNamesIntoPaxRecords() throws IOException {
    String name = "deep/".repeat(40) + "file";

    assertEquals(name, read(TarEntry.file(name, 0644, CONTENT)).getName());
  }

  @Test
  void putsLongNamesIntoGnuEntriesWhenAsked() throws IOException {
    String name = "deep/".repeat(40) + "file";

    assertEquals(name, read(TarEntry.file(name, 0644, CONTENT).gnu()).getName());
  }

  @Test
  void putsLongLinkTargetsIntoGnuEntriesWhenAsked() throws IOException {
    String target = "deep/".repeat(40) + "file";

    assertEquals(target, read(TarEntry.symlink("link", target).gnu()).getLinkName());
  }

  @Test
  void putsLargeOwnersIntoPaxRecords() throws IOException {
    assertEquals(
        3_000_000, read(TarEntry.file("x", 0644, CONTENT).owner(3_000_000, 0)).getLongUserId());
  }

  @Test
  void writesLargeOwnersInBase256WhenAsked() throws IOException {
    TarEntry entry = TarEntry.file("x", 0644, CONTENT).gnu().base256().owner(3_000_000, 0);

    assertEquals(3_000_000, read(entry).getLongUserId());
  }

  @Test
  void writesDeviceNumbers() throws IOException {
    TarArchiveEntry read = read(TarEntry.of('3', "dev/null", 0666).device(1, 3));

    assertTrue(read.isCharacterDevice());
    assertEquals(1, read.getDevMajor());
    assertEquals(3, read.getDevMinor());
  }

  @Test
  void countsItsOwnDigitsInThePaxRecordLength() {
    String shorter = new String(TarEntry.paxRecord("key", "abc".getBytes(UTF_8)), UTF_8);
    assertEquals("11 key=abc\n", shorter);
    String longer = new String(TarEntry.paxRecord("k", "x".repeat(94).getBytes(UTF_8)), UTF_8);
    assertEquals(longer.length(), Integer.parseInt(longer.substring(0, longer.indexOf(' '))));
  }

  @Test
  void writesAChecksumThatHolds() throws IOException {
    assertTrue(read(TarEntry.file("x", 0644, CONTENT)).isCheckSumOK());
  }

  @Test
  void writesAChecksumThatIsWrongWhenAsked() throws IOException {
    assertFalse(read(TarEntry.file("x", 0644, CONTENT).wrongChecksum()).isCheckSumOK());
  }

  @Test
  void writesOldGnuSparseFilesThatExpand() throws IOException {
    assertArrayEquals(SparseFiles.expanded(), contentOf(SparseFiles.oldGnu("x", 0644)));
  }

  @Test
  void writesPax01SparseFilesThatExpand() throws IOException {
    assertArrayEquals(SparseFiles.expanded(), contentOf(SparseFiles.pax01("x", 0644)));
  }

  @Test
  void writesPax10SparseFilesThatExpand() throws IOException {
    assertArrayEquals(SparseFiles.expanded(), contentOf(SparseFiles.pax10("x", 0644)));
  }

  private static TarArchiveEntry read(TarEntry entry) throws IOException {
    try (TarArchiveInputStream tar = tarOf(entry)) {
      return tar.getNextEntry();
    }
  }

  private static byte[] contentOf(TarEntry entry) throws IOException {
    try (TarArchiveInputStream tar = tarOf(entry)) {
      tar.getNextEntry();
      return tar.readAllBytes();
    }
  }

  private static TarArchiveInputStream tarOf(TarEntry entry) {
    byte[] bytes = new TarBytes().entry(entry).end().toByteArray();
    return new TarArchiveInputStream(new ByteArrayInputStream(bytes));
  }
}

package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.imageprovenance.scanner.cache.CacheFile;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerFactsCacheTest {
  private static final Limits LIMITS = Limits.defaults();
  private static final long MAX_BYTES = 1 << 20;

  @TempDir Path temporary;
  private Path directory;
  private LayerFactsCache cache;

  @BeforeEach
  void makeCache() {
    directory = temporary.resolve("deep").resolve("cache");
    cache = new LayerFactsCache(directory, MAX_BYTES);
  }

  private static Digest digest(String of) {
    return Digest.sha256(of.getBytes(StandardCharsets.UTF_8));
  }

  private static LayerFacts facts(String name, LayerEntry... entries) {
    return new LayerFacts(
        digest(name),
        10,
        digest("diff " + name),
        20,
        Compression.ZSTD,
        List.of(entries),
        List.of(),
        Map.of());
  }

  private Optional<LayerFacts> find(LayerFacts facts) {
    return cache.find(facts.storedDigest(), DigestAlgorithm.SHA256, LIMITS);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  static Stream<LayerEntry> entriesOfEveryKind() {
    Attributes plain = new Attributes(0644, 1000, 4294967294L, -5, Optional.empty());
    FileCapabilities rootless =
        new FileCapabilities(3, true, -1L, 1L << 63, Optional.of(4294967295L));
    return Stream.of(
        TreeFixtures.file("usr/bin/x", plain),
        TreeFixtures.file("usr/bin/y", TreeFixtures.capable(04755, TreeFixtures.NET_RAW)),
        TreeFixtures.file("usr/bin/z", TreeFixtures.capable(0755, rootless)),
        new LayerEntry.RegularFile("big", plain, Long.MAX_VALUE, new ContentHash(-1, 0, 1, 2)),
        new LayerEntry.Directory("", plain),
        new LayerEntry.Directory("\udc80\u00e4\ud83d\ude00", plain),
        new LayerEntry.SymbolicLink("l", plain, "../\udcff"),
        new LayerEntry.HardLink("h", plain, "usr/bin/x"),
        new LayerEntry.Device("b", plain, true, 8, 1),
        new LayerEntry.Device("c", plain, false, 0, 0),
        new LayerEntry.Fifo("f", plain),
        new LayerEntry.Whiteout("w"),
        new LayerEntry.OpaqueWhiteout("o"));
  }

  @ParameterizedTest
  @MethodSource("entriesOfEveryKind")
  void entryComesBack(LayerEntry entry) {
    LayerFacts facts = facts("one", entry);
    cache.put(facts, LIMITS);
    assertEquals(Optional.of(facts), find(facts));
  }

  @Test
  void everythingComesBackInItsOrder() {
    LayerFacts facts = richFacts();
    cache.put(facts, LIMITS);
    assertEquals(Optional.of(facts), find(facts));
  }

  private static LayerFacts richFacts() {
    return new LayerFacts(
        digest("rich"),
        1L << 40,
        digest("rich diff"),
        1L << 41,
        Compression.GZIP,
        entriesOfEveryKind().toList(),
        List.of(
            new LayerAnomaly(LayerAnomaly.Kind.ESCAPING_NAME, "../x", "leaves the root"),
            new LayerAnomaly(LayerAnomaly.Kind.TRAILING_DATA, "", "7 bytes")),
        Map.of(
            "etc/passwd",
            new LayerFacts.AccountFile(TreeFixtures.contentOf("p"), "root:x:0:0::/:\u00ff\n"),
            "etc/group",
            new LayerFacts.AccountFile(TreeFixtures.contentOf("g"), "")),
        List.of(
            new TableOfContents(
                TableOfContents.Kind.ESTARGZ, -1, -1, digest("table"), 7, digest("table")),
            new TableOfContents(
                TableOfContents.Kind.ZSTD_CHUNKED,
                1L << 40,
                9,
                digest("stored table"),
                1L << 33,
                digest("table"))));
  }

  @Test
  void equalAttributesAreSharedWhenTheyComeBack() {
    LayerFacts facts = facts("one", TreeFixtures.file("a", 0644), TreeFixtures.file("b", 0644));
    cache.put(facts, LIMITS);
    List<LayerEntry> entries = find(facts).orElseThrow().entries();
    assertSame(
        ((LayerEntry.Inode) entries.get(0)).attributes(),
        ((LayerEntry.Inode) entries.get(1)).attributes());
  }

  @Test
  void moreThanAllRememberedAttributesComeBack() {
    List<LayerEntry> entries = new ArrayList<>();
    for (int i = 0; i < FactsWriter.MOST_ATTRIBUTES + 10; i++) {
      entries.add(TreeFixtures.dir("d", i));
    }
    entries.addAll(entries.subList(0, 5));
    entries.addAll(entries.subList(entries.size() - 12, entries.size() - 6));
    LayerFacts facts = facts("many", entries.toArray(LayerEntry[]::new));
    cache.put(facts, LIMITS);
    assertEquals(Optional.of(facts), find(facts));
  }

  @Test
  void entriesCannotBeModified() {
    LayerFacts facts = facts("one", TreeFixtures.file("a"));
    cache.put(facts, LIMITS);
    List<LayerEntry> entries = find(facts).orElseThrow().entries();
    assertThrows(UnsupportedOperationException.class, () -> entries.remove(0));
  }

  @Test
  void anotherDigestIsNotFound() {
    cache.put(facts("one"), LIMITS);
    assertEquals(Optional.empty(), find(facts("two")));
  }

  @Test
  void anotherDiffIdAlgorithmIsNotFound() {
    cache.put(facts("one"), LIMITS);
    assertEquals(Optional.empty(), cache.find(digest("one"), DigestAlgorithm.SHA512, LIMITS));
  }

  @Test
  void sha512DiffIdIsFoundUnderItsAlgorithm() {
    LayerFacts facts =
        new LayerFacts(
            digest("one"),
            1,
            Digest.compute(DigestAlgorithm.SHA512, new byte[1]),
            1,
            Compression.NONE,
            List.of(),
            List.of(),
            Map.of());
    cache.put(facts, LIMITS);
    assertEquals(Optional.of(facts), cache.find(digest("one"), DigestAlgorithm.SHA512, LIMITS));
  }

  @Test
  void limitsThatShapeFactsArePartOfTheKey() {
    cache.put(facts("one"), LIMITS);
    assertEquals(
        Optional.empty(),
        cache.find(digest("one"), DigestAlgorithm.SHA256, TreeFixtures.limits(1, 100, 40)));
  }

  @Test
  void limitsThatDoNotShapeFactsAreNot() {
    cache.put(facts("one"), LIMITS);
    Limits other = TreeFixtures.limits(1, LIMITS.pathBytes(), 1);
    assertTrue(cache.find(digest("one"), DigestAlgorithm.SHA256, other).isPresent());
  }

  @Test
  void laterFactsReplaceEarlierOnes() {
    cache.put(facts("one"), LIMITS);
    LayerFacts later = facts("one", TreeFixtures.file("a"));
    cache.put(later, LIMITS);
    assertEquals(Optional.of(later), find(later));
  }

  @Test
  void damageAnywhereIsNoticed() throws IOException {
    LayerFacts facts = richFacts();
    cache.put(facts, LIMITS);
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      Files.write(file, bad);
      assertEquals(Optional.empty(), find(facts), "a bit of byte " + i);
    }
  }

  @Test
  void truncationAnywhereIsNoticed() throws IOException {
    LayerFacts facts = richFacts();
    cache.put(facts, LIMITS);
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 3) {
      Files.write(file, Arrays.copyOf(good, length));
      assertEquals(Optional.empty(), find(facts), length + " bytes");
    }
  }

  @Test
  void damagedFileIsDeleted() throws IOException {
    LayerFacts facts = facts("one");
    cache.put(facts, LIMITS);
    Files.write(files().get(0), new byte[100]);
    find(facts);
    assertEquals(List.of(), files());
  }

  @Test
  void factsOfAnotherKeyUnderThisNameAreNotTaken() throws IOException {
    LayerFacts one = facts("one");
    LayerFacts two = facts("two");
    cache.put(one, LIMITS);
    byte[] bytes = Files.readAllBytes(files().get(0));
    Files.delete(files().get(0));
    cache.put(two, LIMITS);
    Files.write(files().get(0), bytes);
    assertEquals(Optional.empty(), find(two));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void wellHashedNonsenseIsEmptyAndNeverThrows(long seed) throws IOException {
    LayerFacts facts = richFacts();
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    new FactsWriter(good).write("k", facts);
    Random random = new Random(seed);
    Path file = temporary.resolve("nonsense");
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = good.toByteArray();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] =
            (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
      }
      Files.write(file, hashed(bad));
      try {
        CacheFile.read(file, MAX_BYTES, in -> new FactsReader(in, LIMITS).read("k"));
      } catch (IOException | RuntimeException expected) {
        // What find() takes for damage; an Error would end the test.
      }
    }
  }

  /** Only the hash can be right about such a file. */
  private static byte[] hashed(byte[] payload) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("LYRFACT1".getBytes(StandardCharsets.US_ASCII));
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
      deflated.write(payload);
    }
    MessageDigest hasher = DigestAlgorithm.SHA256.newHasher();
    byte[] hash = hasher.digest(out.toByteArray());
    out.writeBytes(hash);
    return out.toByteArray();
  }

  @Test
  void fileAndDirectoryArePrivate() throws IOException {
    assumeTrue(posix(), "this file system has no permission bits");
    cache.put(facts("one"), LIMITS);
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)));
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwx---", "rwx----w-", "rwxrwxrwx"})
  void directoryThatOthersMayWriteIsNotUsed(String permissions) throws IOException {
    assumeTrue(posix(), "this file system has no permission bits");
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    cache.put(facts("one"), LIMITS);
    assertEquals(List.of(), files());
  }

  @Test
  void refusalOfTheDirectoryIsToldOnce() throws IOException {
    assumeTrue(posix(), "this file system has no permission bits");
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    List<String> notes = new ArrayList<>();
    LayerFactsCache refused = new LayerFactsCache(directory, MAX_BYTES, noting(notes));
    refused.put(facts("one"), LIMITS);
    refused.put(facts("two"), LIMITS);
    assertEquals(1, notes.size(), notes.toString());
  }

  @Test
  void directoryOfAnotherUserIsNotUsed() throws IOException {
    assumeTrue(
        posix() && "root".equals(System.getProperty("user.name")),
        "only root can give a directory to another user");
    Files.createDirectories(directory);
    Files.setAttribute(directory, "unix:uid", 12345);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    cache.put(facts("one"), LIMITS);
    assertEquals(List.of(), files());
  }

  @Test
  void pathThatIsAFileIsNotUsed() throws IOException {
    Files.createDirectories(directory.getParent());
    Files.writeString(directory, "x");
    cache.put(facts("one"), LIMITS);
    assertEquals(Optional.empty(), find(facts("one")));
  }

  @Test
  void symbolicLinkInPlaceOfAFileIsNotFollowed() throws IOException {
    cache.put(facts("one"), LIMITS);
    Path file = files().get(0);
    Path elsewhere = temporary.resolve("elsewhere");
    Files.move(file, elsewhere);
    Files.createSymbolicLink(file, elsewhere);
    assertEquals(Optional.empty(), find(facts("one")));
  }

  @Test
  void leastRecentlyUsedGoesFirst() throws IOException {
    LayerFacts one = bulky("one");
    cache.put(one, LIMITS);
    long size = Files.size(files().get(0));
    LayerFactsCache small = new LayerFactsCache(directory, size * 2 + size / 2);
    LayerFacts two = bulky("two");
    small.put(two, LIMITS);
    for (Path file : files()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }
    small.find(one.storedDigest(), DigestAlgorithm.SHA256, LIMITS);
    small.put(bulky("three"), LIMITS);
    assertTrue(find(one).isPresent());
    assertEquals(Optional.empty(), find(two));
  }

  private static LayerFacts bulky(String name) {
    Random random = new Random(name.hashCode());
    LayerEntry[] entries = new LayerEntry[100];
    for (int i = 0; i < entries.length; i++) {
      ContentHash hash =
          new ContentHash(
              random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
      entries[i] = new LayerEntry.RegularFile("f" + i, TreeFixtures.mode(0644), 1, hash);
    }
    return facts(name, entries);
  }

  @Test
  void factsLargerThanTheCacheAreNotKept() throws IOException {
    new LayerFactsCache(directory, 100).put(bulky("one"), LIMITS);
    assertEquals(List.of(), files());
  }

  @Test
  void staleTemporaryFilesAreRemoved() throws IOException {
    cache.put(facts("one"), LIMITS);
    Path stale = Files.createFile(directory.resolve("writing-1.tmp"));
    Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(3_700)));
    cache.put(facts("two"), LIMITS);
    assertFalse(Files.exists(stale));
  }

  @Test
  void temporaryFilesOfRunningProcessesAreLeft() throws IOException {
    cache.put(facts("one"), LIMITS);
    Path fresh = Files.createFile(directory.resolve("writing-1.tmp"));
    cache.put(facts("two"), LIMITS);
    assertTrue(Files.exists(fresh));
  }

  @Test
  void strangersFilesAreLeft() throws IOException {
    cache.put(facts("one"), LIMITS);
    Path stranger = Files.write(directory.resolve("notes.txt"), new byte[2 << 20]);
    cache.put(facts("two"), LIMITS);
    assertTrue(Files.exists(stranger));
    assertTrue(find(facts("one")).isPresent());
  }

  @Test
  void failureToWriteLosesTheEntryAndIsTold() throws IOException {
    List<String> notes = new ArrayList<>();
    LayerFactsCache told = new LayerFactsCache(directory, MAX_BYTES, noting(notes));
    told.put(facts("one"), LIMITS);
    Files.delete(files().get(0));
    Files.delete(directory);
    told.put(facts("one"), LIMITS);
    assertEquals(1, notes.size(), notes.toString());
  }

  @Test
  void interruptedReaderKeepsTheFile() throws IOException {
    cache.put(facts("one"), LIMITS);
    Thread.currentThread().interrupt();
    find(facts("one"));
    assertTrue(Thread.interrupted());
    assertEquals(1, files().size());
  }

  @Test
  void interruptedWriterLeavesNoPartialFile() throws IOException {
    cache.put(facts("one"), LIMITS);
    Thread.currentThread().interrupt();
    cache.put(bulky("two"), LIMITS);
    assertTrue(Thread.interrupted());
    assertTrue(files().stream().allMatch(file -> file.toString().endsWith(".facts")));
  }

  @Test
  void concurrentUsersNeverSeeHalfAFile() throws Exception {
    List<LayerFacts> layers = Stream.of("a", "b", "c", "d").map(n -> bulky(n)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> users = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Random random = new Random(i);
        // A cache of its own for each stands for another process; the size bound evicts all along.
        LayerFactsCache own = new LayerFactsCache(directory, 12_000);
        users.add(threads.submit(user(own, random, layers)));
      }
      for (Future<Integer> user : users) {
        assertTrue(user.get() > 0, "hits");
      }
    } finally {
      threads.shutdownNow();
    }
    assertTrue(files().stream().allMatch(file -> file.toString().endsWith(".facts")));
  }

  private static Callable<Integer> user(
      LayerFactsCache own, Random random, List<LayerFacts> layers) {
    return () -> {
      int hits = 0;
      for (int i = 0; i < 150; i++) {
        LayerFacts wanted = layers.get(random.nextInt(layers.size()));
        Optional<LayerFacts> found =
            own.find(wanted.storedDigest(), DigestAlgorithm.SHA256, LIMITS);
        if (found.isPresent()) {
          assertEquals(wanted, found.get());
          hits++;
        } else {
          own.put(wanted, LIMITS);
        }
      }
      return hits;
    };
  }

  private static Progress noting(List<String> notes) {
    return new Progress() {
      @Override
      public void note(String message) {
        notes.add(message);
      }
    };
  }

  private boolean posix() {
    return temporary.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

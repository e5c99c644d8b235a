package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.layer.TreeSnapshotCache.StoredLayer;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeSnapshotCacheTest {
  private static final Limits LIMITS = Limits.defaults();
  private static final long MAX_BYTES = 1 << 20;

  @TempDir Path temporary;
  private Path directory;
  private TreeSnapshotCache cache;

  @BeforeEach
  void makeCache() {
    directory = temporary.resolve("cache");
    cache = new TreeSnapshotCache(directory, MAX_BYTES);
  }

  private static Digest digest(String of) {
    return Digest.sha256(of.getBytes(StandardCharsets.UTF_8));
  }

  private static LayerFacts layer(String name, LayerEntry... entries) {
    LayerFacts.AccountFile passwd =
        new LayerFacts.AccountFile(
            TreeFixtures.contentOf("passwd of " + name), "root:<hash>\u00ff");
    return new LayerFacts(
        digest(name),
        10,
        digest("diff " + name),
        20,
        Compression.ZSTD,
        List.of(entries),
        List.of(new LayerAnomaly(LayerAnomaly.Kind.TRAILING_DATA, "", "7 bytes of " + name)),
        Map.of("usr/etc/passwd", passwd));
  }

  /** Setuid files with links, hidden ones, capabilities, account files behind a link. */
  private static List<LayerFacts> layers() {
    return List.of(
        layer(
            "lower",
            TreeFixtures.dir("tmp", 01777),
            TreeFixtures.file("tmp/deep/er/su", 04755),
            TreeFixtures.hardLink("bin/su", "tmp/deep/er/su", TreeFixtures.mode(04755)),
            TreeFixtures.file("bin/hidden", 02755),
            TreeFixtures.file("bin/ping", TreeFixtures.capable(0755, TreeFixtures.NET_RAW)),
            TreeFixtures.symlink("etc", "usr/etc"),
            TreeFixtures.fileWith("usr/etc/passwd", "passwd of lower"),
            TreeFixtures.symlink("usr/etc/group", "group"),
            TreeFixtures.file("odd/\udc80\u00e4\ud83d\ude00", 04711)),
        layer("upper", TreeFixtures.whiteout("bin/hidden"), TreeFixtures.file("BIN/x")));
  }

  /** Engines disagree: the second layer writes through a link of the first. */
  private static List<LayerFacts> ambiguousLayers() {
    return List.of(
        layer("lower of two", TreeFixtures.dir("usr/lib"), TreeFixtures.symlink("lib", "usr/lib")),
        layer("upper of two", TreeFixtures.file("lib/su", 04755)));
  }

  private static FileTrees trees(List<LayerFacts> layers) {
    return FileTreeBuilder.build(layers, LIMITS);
  }

  private static List<StoredLayer> chain(List<LayerFacts> layers) {
    return layers.stream()
        .map(layer -> new StoredLayer(layer.storedDigest(), DigestAlgorithm.SHA256))
        .toList();
  }

  private void put(List<LayerFacts> layers) {
    cache.put(TreeSnapshot.of(layers, trees(layers)).orElseThrow(), LIMITS);
  }

  private Optional<TreeSnapshot> find(List<LayerFacts> layers) {
    return cache.find(chain(layers), LIMITS);
  }

  private TreeSnapshot putAndFind(List<LayerFacts> layers) {
    put(layers);
    return find(layers).orElseThrow();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static List<String> described(Stream<TreeNode> nodes) {
    return nodes.map(TreeFixtures::describe).toList();
  }

  @Test
  void privilegedFilesAreThoseOfTheWholeTree() {
    FileTree whole = trees(layers()).overlay();
    List<String> expected = described(whole.nodes().filter(TreeNode::isPrivilegedFile));
    assertEquals(4, expected.size());
    assertEquals(expected, described(putAndFind(layers()).trees().overlay().privilegedFiles()));
  }

  @Test
  void contentOfPrivilegedFilesComesBack() {
    TreeNode whole = TreeFixtures.node(trees(layers()).overlay(), "bin/ping");
    TreeNode kept =
        putAndFind(layers())
            .trees()
            .overlay()
            .privilegedFiles()
            .filter(node -> node.path().equals("bin/ping"))
            .findFirst()
            .orElseThrow();
    assertEquals(whole.inode(), kept.inode());
  }

  @Test
  void hiddenFilesAreThoseOfTheWholeTree() {
    List<String> expected = described(trees(layers()).overlay().hiddenFiles());
    assertEquals(1, expected.size());
    assertEquals(expected, described(putAndFind(layers()).trees().overlay().hiddenFiles()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tmp", "tmp/deep", "tmp/deep/er", "bin", "odd"})
  void directoriesAbovePrivilegedFilesAreFound(String path) {
    assertEquals(
        TreeFixtures.describe(TreeFixtures.node(trees(layers()).overlay(), path)),
        TreeFixtures.describe(TreeFixtures.node(putAndFind(layers()).trees().overlay(), path)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc", "etc/passwd", "etc/group", "etc/shadow"})
  void literalPathsOfAccountFilesAreFound(String path) {
    FileTree whole = trees(layers()).overlay();
    FileTree kept = putAndFind(layers()).trees().overlay();
    assertEquals(
        whole.find(path).map(TreeFixtures::describe), kept.find(path).map(TreeFixtures::describe));
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/passwd", "etc/group", "etc/shadow", "usr/etc/passwd"})
  void accountFilesResolveAlike(String path) {
    FileTree whole = trees(layers()).overlay();
    FileTree kept = putAndFind(layers()).trees().overlay();
    assertEquals(
        whole.resolve(path).map(TreeFixtures::describe),
        kept.resolve(path).map(TreeFixtures::describe));
    assertEquals(whole.exceedsLinkLimit(path), kept.exceedsLinkLimit(path));
    assertEquals(whole.accountFile(path), kept.accountFile(path));
  }

  @Test
  void accountFileBehindALinkComesBack() {
    assertEquals(
        Optional.of("root:<hash>\u00ff"),
        putAndFind(layers())
            .trees()
            .overlay()
            .accountFile("etc/passwd")
            .map(LayerFacts.AccountFile::text));
  }

  @Test
  void anomaliesOfTreesComeBack() {
    List<TreeAnomaly> expected = trees(ambiguousLayers()).overlay().anomalies();
    assertFalse(expected.isEmpty());
    assertEquals(expected, putAndFind(ambiguousLayers()).trees().overlay().anomalies());
  }

  @Test
  void bothTreesOfAmbiguousLayersComeBack() {
    FileTrees kept = putAndFind(ambiguousLayers()).trees();
    assertEquals(FileTree.Engine.IN_PLACE, kept.inPlace().engine());
    assertEquals(List.of("lib/su"), kept.overlay().privilegedFiles().map(TreeNode::path).toList());
    assertEquals(
        List.of("usr/lib/su"), kept.inPlace().privilegedFiles().map(TreeNode::path).toList());
  }

  @Test
  void unambiguousLayersHaveOneTree() {
    FileTrees kept = putAndFind(layers()).trees();
    assertSame(kept.overlay(), kept.inPlace());
  }

  @Test
  void layersComeBackWithTheNumberOfTheirEntries() {
    LayerFacts lower = putAndFind(layers()).layers().get(0);
    LayerFacts whole = layers().get(0);
    assertEquals(
        List.of(
            whole.storedDigest(),
            whole.storedSize(),
            whole.diffId(),
            whole.uncompressedSize(),
            whole.compression(),
            whole.entries().size(),
            whole.anomalies()),
        List.of(
            lower.storedDigest(),
            lower.storedSize(),
            lower.diffId(),
            lower.uncompressedSize(),
            lower.compression(),
            lower.entries().size(),
            lower.anomalies()));
  }

  @Test
  void imageWithoutLayersComesBack() {
    assertEquals(List.of(), putAndFind(List.of()).layers());
  }

  @Test
  void anotherPathIsNoAnswer() {
    FileTree kept = putAndFind(layers()).trees().overlay();
    assertThrows(NotInSnapshotException.class, () -> kept.find("usr/lib"));
  }

  @Test
  void anotherPathToResolveIsNoAnswer() {
    FileTree kept = putAndFind(layers()).trees().overlay();
    assertThrows(NotInSnapshotException.class, () -> kept.resolve("bin/su"));
    assertThrows(NotInSnapshotException.class, () -> kept.exceedsLinkLimit("bin/su"));
    assertThrows(NotInSnapshotException.class, () -> kept.accountFile("bin/su"));
  }

  @Test
  void allNodesAreNoAnswer() {
    FileTree kept = putAndFind(layers()).trees().overlay();
    assertThrows(NotInSnapshotException.class, kept::nodes);
  }

  @Test
  void entriesOfALayerAreNoAnswer() {
    List<LayerEntry> entries = putAndFind(layers()).layers().get(0).entries();
    assertThrows(NotInSnapshotException.class, () -> entries.iterator().next());
  }

  @Test
  void accountFilesOfALayerAreNoAnswer() {
    Map<String, LayerFacts.AccountFile> files = putAndFind(layers()).layers().get(0).accountFiles();
    assertThrows(NotInSnapshotException.class, () -> files.get("etc/passwd"));
    assertThrows(NotInSnapshotException.class, files::isEmpty);
  }

  @Test
  void otherLayersAreNotFound() {
    put(layers());
    List<LayerFacts> other = List.of(layers().get(0), layer("other"));
    assertEquals(Optional.empty(), find(other));
  }

  @Test
  void anotherOrderIsNotFound() {
    put(layers());
    List<LayerFacts> reversed = new ArrayList<>(layers());
    Collections.reverse(reversed);
    assertEquals(Optional.empty(), find(reversed));
  }

  @Test
  void beginningOfTheChainIsNotFound() {
    put(layers());
    assertEquals(Optional.empty(), find(layers().subList(0, 1)));
  }

  @Test
  void anotherDiffIdAlgorithmIsNotFound() {
    put(layers());
    List<StoredLayer> chain = new ArrayList<>(chain(layers()));
    chain.set(1, new StoredLayer(chain.get(1).storedDigest(), DigestAlgorithm.SHA512));
    assertEquals(Optional.empty(), cache.find(chain, LIMITS));
  }

  @Test
  void otherLimitsAreNotFound() {
    put(layers());
    Limits fewerHops = TreeFixtures.limits(LIMITS.treeEntries(), LIMITS.pathBytes(), 40);
    assertEquals(Optional.empty(), cache.find(chain(layers()), fewerHops));
    Limits fewerEntries = TreeFixtures.limits(1, LIMITS.pathBytes(), LIMITS.symlinkHops());
    assertEquals(Optional.empty(), cache.find(chain(layers()), fewerEntries));
  }

  @Test
  void snapshotOfAnotherChainUnderThisNameIsForgotten() throws IOException {
    put(layers());
    byte[] planted = Files.readAllBytes(files().get(0));
    Files.delete(files().get(0));
    put(ambiguousLayers());
    Files.write(files().get(0), planted);
    assertEquals(Optional.empty(), find(ambiguousLayers()));
    assertEquals(List.of(), files());
  }

  @Test
  void damageAnywhereIsNoticed() throws IOException {
    put(layers());
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= (byte) (1 << (i % 8));
      Files.write(file, bad);
      assertEquals(Optional.empty(), find(layers()), "a bit of byte " + i);
    }
  }

  @Test
  void truncationAnywhereIsNoticed() throws IOException {
    put(layers());
    Path file = files().get(0);
    byte[] good = Files.readAllBytes(file);
    for (int length = 0; length < good.length; length += 3) {
      Files.write(file, Arrays.copyOf(good, length));
      assertEquals(Optional.empty(), find(layers()), length + " bytes");
    }
  }

  @Test
  void damagedFileIsDeletedAndKeptAnew() throws IOException {
    put(layers());
    Files.write(files().get(0), new byte[100]);
    find(layers());
    assertEquals(List.of(), files());
    put(layers());
    assertTrue(find(layers()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void wellHashedNonsenseEndsInAnExceptionAtMost(long seed) throws IOException {
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    TreeSnapshot snapshot = TreeSnapshot.of(layers(), trees(layers())).orElseThrow();
    new TreeSnapshotWriter(new FactsWriter(good)).write("k", snapshot);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] bad = good.toByteArray();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bad[random.nextInt(bad.length)] =
            (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
      }
      try {
        FactsReader in = new FactsReader(new ByteArrayInputStream(bad), LIMITS);
        new TreeSnapshotReader(in, LIMITS).read("k");
      } catch (IOException | RuntimeException expected) {
        // What find() takes for damage; an Error would end the test.
      }
    }
  }

  @Test
  void layerThatIsNotThereIsRefused() throws IOException {
    LayerFacts only = layer("only", TreeFixtures.file("su", 04755));
    LayerFacts above = layer("above", TreeFixtures.file("su", 04755));
    FileTrees ofTwo = trees(List.of(only, above));
    cache.put(TreeSnapshot.of(List.of(only), ofTwo).orElseThrow(), LIMITS);
    assertEquals(Optional.empty(), find(List.of(only)));
  }

  @Test
  void moreNamesThanAreWorthKeepingMakeNoSnapshot() {
    LayerEntry[] entries = new LayerEntry[SnapshotTree.MOST_NAMES + 1];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = TreeFixtures.file("f" + i, 04755);
    }
    List<LayerFacts> layers = List.of(layer("many", entries));
    assertEquals(Optional.empty(), TreeSnapshot.of(layers, trees(layers)));
  }

  @Test
  void manyLinksOfOneFileMakeNoSnapshot() {
    LayerEntry[] entries = new LayerEntry[200];
    entries[0] = TreeFixtures.file("f0", 04755);
    for (int i = 1; i < entries.length; i++) {
      entries[i] = TreeFixtures.hardLink("f" + i, "f0", TreeFixtures.mode(04755));
    }
    List<LayerFacts> layers = List.of(layer("many", entries));
    assertEquals(Optional.empty(), TreeSnapshot.of(layers, trees(layers)));
  }

  @Test
  void snapshotsAndFactsShareOneBound() throws IOException {
    put(layers());
    Path snapshot = files().get(0);
    Files.setLastModifiedTime(snapshot, FileTime.from(Instant.now().minusSeconds(60)));
    LayerFactsCache small = new LayerFactsCache(directory, Files.size(snapshot));
    small.put(layer("other"), LIMITS);
    assertFalse(Files.exists(snapshot));
  }
}

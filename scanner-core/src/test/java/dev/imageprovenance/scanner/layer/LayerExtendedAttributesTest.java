package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerExtendedAttributesTest extends LayerScanning {
  private static final Limits LIMITS = Limits.defaults();

  private static final String ACL =
      "\u0002\0\0\0\u0001\0\u0006\0\u00ff\u00ff\u00ff\u00ff \0\u0004\0\u00ff\u00ff\u00ff\u00ff";

  private static List<ExtendedAttribute> attributes(String... records) throws IOException {
    LayerFacts facts = scan(new TarBytes().pax(records).file("a", ""));
    return ((LayerEntry.Inode) facts.entries().get(0)).attributes().extended();
  }

  private static ExtendedAttribute attribute(String name, String value) {
    return ExtendedAttribute.of(name, value.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void areKeptByNameWithTheHashOfTheirValue() throws IOException {
    assertEquals(
        List.of(attribute("security.ima", "x\0"), attribute("user.b", "2")),
        attributes("SCHILY.xattr.user.b=2", "SCHILY.xattr.security.ima=x\0"));
  }

  @Test
  void capabilitiesAreNotAmongThem() throws IOException {
    assertEquals(List.of(), attributes("SCHILY.xattr.security.capability=" + CAP_SETUID));
  }

  @Test
  void whatOverlaysObeyIsNotAmongThem() throws IOException {
    assertEquals(List.of(), attributes("SCHILY.xattr.user.overlay.opaque=y"));
  }

  @Test
  void anAclIsDecoded() throws IOException {
    List<ExtendedAttribute> found = attributes("SCHILY.xattr.system.posix_acl_access=" + ACL);
    assertEquals(
        Optional.of(
            new PosixAcl(
                List.of(
                    new PosixAcl.Entry(PosixAcl.Tag.OWNER, 6, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.OTHER, 4, 0)))),
        found.get(0).acl());
  }

  @Test
  void manyNamesAreMoreThanTheLimitsAllow() throws IOException {
    TarBytes tar = new TarBytes();
    String[] records = new String[2_000];
    for (int file = 0; file < 4; file++) {
      for (int i = 0; i < records.length; i++) {
        records[i] = "SCHILY.xattr.user." + file + "." + i + "=1";
      }
      tar.pax(records).file("f" + file, "");
    }
    LayerScanner scanner = new LayerScanner(limited(limits(1L << 30, 1_000, 1_000, 1)));
    ScanException problem =
        assertThrows(
            ScanException.class,
            () ->
                scanner.scan(
                    new ByteArrayInputStream(tar.end()),
                    DigestAlgorithm.SHA256,
                    DigestAlgorithm.SHA256,
                    Set.of()));
    assertEquals(ProblemKind.LIMIT, problem.kind());
  }

  @Test
  void areRemembered(@TempDir Path directory) throws IOException {
    LayerFacts facts =
        scan(
            new TarBytes()
                .pax("SCHILY.xattr.user.b=2", "SCHILY.xattr.system.posix_acl_access=" + ACL)
                .file("a", ""));
    LayerFactsCache cache = new LayerFactsCache(directory.resolve("cache"), 1 << 20);
    cache.put(facts, LIMITS);
    assertEquals(
        Optional.of(facts), cache.find(facts.storedDigest(), DigestAlgorithm.SHA256, LIMITS));
  }

  @Test
  void aHardLinksHeaderAddsToThem() {
    Attributes plain =
        new Attributes(0644, 0, 0, 0, Optional.empty(), List.of(attribute("user.a", "1")));
    Attributes header =
        new Attributes(0644, 0, 0, 0, Optional.empty(), List.of(attribute("user.b", "2")));
    FileTree tree =
        TreeFixtures.overlay(
            TreeFixtures.layer(
                TreeFixtures.file("a", plain), TreeFixtures.hardLink("b", "a", header)));
    assertEquals(
        List.of(attribute("user.a", "1"), attribute("user.b", "2")),
        TreeFixtures.node(tree, "a").attributes().extended());
    assertTrue(TreeFixtures.has(tree, TreeAnomaly.Kind.HARD_LINK_CHANGES_ATTRIBUTES));
  }
}

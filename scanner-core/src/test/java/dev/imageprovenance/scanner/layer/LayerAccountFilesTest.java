package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.ScanContext;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which account files are kept, and what of them. */
class LayerAccountFilesTest extends LayerScanning {
  @Test
  void accountFilesAreKeptWithoutHashes() throws IOException {
    String shadow = "root:$6$salt$secret:1::::::\n";
    LayerFacts facts = scan(new TarBytes().file("etc/shadow", shadow).file("etc/hosts", "x"));
    assertEquals(Set.of("etc/shadow"), facts.accountFiles().keySet());
    assertEquals(
        new LayerFacts.AccountFile(hash(shadow), "root:<hash>:1::::::\n"),
        facts.accountFiles().get("etc/shadow"));
  }

  @Test
  void accountFilesElsewhereAndThoseAskedForAreKept() throws IOException {
    byte[] tar =
        new TarBytes()
            .file("usr/etc/passwd", "a")
            .file("data/users", "b")
            .file("xetc/passwd", "c")
            .end();
    assertEquals(
        Set.of("usr/etc/passwd", "data/users"),
        scan(tar, ScanContext.defaults(), "data/users").accountFiles().keySet());
  }

  @Test
  void theLastOfTwoAccountFilesIsKept() throws IOException {
    LayerFacts facts = scan(new TarBytes().file("etc/passwd", "1").file("etc/passwd", "2"));
    assertEquals(
        new LayerFacts.AccountFile(hash("2"), "2"), facts.accountFiles().get("etc/passwd"));
  }

  @Test
  void anAccountFileThatIsReplacedByAnotherInodeIsNotKept() throws IOException {
    LayerFacts facts =
        scan(new TarBytes().file("etc/passwd", "1").link("etc/passwd", '2', "users"));
    assertEquals(Set.of(), facts.accountFiles().keySet());
  }

  @Test
  void anAccountFileBeyondTheLimitIsNotKept() throws IOException {
    byte[] tar = new TarBytes().file("etc/passwd", "123").file("etc/group", "1234").end();
    LayerFacts facts = scan(tar, limited(limits(1 << 20, 1000, 1000, 3)));
    assertEquals(Set.of("etc/passwd"), facts.accountFiles().keySet());
  }

  @Test
  void manyAccountFilesElsewhereDoNotAddUpWithoutABound() throws IOException {
    TarBytes tar = new TarBytes();
    for (int i = 100; i < 200; i++) {
      tar.file(i + "/etc/passwd", "x".repeat(1000));
    }
    LayerFacts facts =
        scan(tar.file("etc/passwd", "y").end(), limited(limits(1 << 20, 1000, 1000, 1000)));
    assertEquals(16, facts.accountFiles().size());
    assertTrue(facts.accountFiles().containsKey("etc/passwd"));
  }
}

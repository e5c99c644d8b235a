package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinkedWayTest {
  private static final Attributes ANY = new Attributes(0777, 0, 0, 0, Optional.empty());

  private static final Map<String, String> TARGETS =
      Map.of(
          "etc",
          "usr/etc",
          "usr/etc/passwd",
          "../../lnk/./passwd",
          "lnk",
          "/opt",
          "far",
          "./".repeat(5_000) + "lnk",
          "circle",
          "/circle/a");

  private static Optional<TreeNode> find(String path) {
    return Optional.ofNullable(TARGETS.get(path))
        .map(
            target ->
                new SnapshotTree.Node(
                    path, new LayerEntry.SymbolicLink(path, ANY, target), ANY, 0, List.of(path)));
  }

  private static List<String> links(String path) {
    return LinkedWay.links(LinkedWayTest::find, path).stream().map(TreeNode::path).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "etc/passwd, etc usr/etc/passwd lnk",
    "/etc/group, etc",
    "opt/passwd, ''",
    "opt/../lnk, lnk",
    "../../lnk/passwd, lnk",
  })
  void everyLinkOnTheWayIsFoundInOrder(String path, String expected) {
    assertEquals(expected, String.join(" ", links(path)));
  }

  @Test
  void linkBehindALongTargetIsFound() {
    assertEquals(List.of("far", "lnk"), links("far/passwd"));
  }

  @Test
  void aCircleIsNoWay() {
    assertThrows(IllegalArgumentException.class, () -> links("circle"));
  }
}

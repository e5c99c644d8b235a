package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.layer.TableOfContents;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TocAnnotationsTest {
  private static final String STARGZ = "containerd.io/snapshot/stargz/toc.digest";
  private static final Digest JSON = TestFacts.digest("json");
  private static final Digest STORED = TestFacts.digest("stored");
  private static final Digest OTHER = TestFacts.digest("other");
  private static final TableOfContents ESTARGZ =
      new TableOfContents(TableOfContents.Kind.ESTARGZ, 100, -1, JSON, 30, JSON);
  private static final TableOfContents CHUNKED =
      new TableOfContents(TableOfContents.Kind.ZSTD_CHUNKED, 100, 20, STORED, 30, JSON);

  private static Set<Ambiguity> judge(Map<String, String> annotations, TableOfContents... tables) {
    return TocAnnotations.judge(annotations, List.of(tables)).keySet();
  }

  @Test
  void aTableWithoutAnnotationsIsSilent() {
    assertEquals(Set.of(), judge(Map.of(), ESTARGZ));
  }

  @Test
  void aTrueEstargzAnnotationIsSilent() {
    assertEquals(Set.of(), judge(Map.of(STARGZ, JSON.toString()), ESTARGZ));
  }

  @Test
  void aFalseEstargzAnnotationIsTold() {
    assertEquals(Set.of(Ambiguity.TOC_MISPLACED), judge(Map.of(STARGZ, OTHER.toString()), ESTARGZ));
  }

  @Test
  void anAnnotationWithoutATableIsTold() {
    assertEquals(Set.of(Ambiguity.TOC_MISPLACED), judge(Map.of(STARGZ, JSON.toString())));
  }

  @Test
  void bothValuesAreTold() {
    String told =
        TocAnnotations.judge(Map.of(STARGZ, OTHER.toString()), List.of(ESTARGZ))
            .getOrDefault(Ambiguity.TOC_MISPLACED, "");
    assertTrue(told.contains(OTHER.toString()) && told.contains(JSON.toString()), told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.github.containers", "io.containers"})
  void trueZstdChunkedAnnotationsAreSilent(String prefix) {
    assertEquals(
        Set.of(),
        judge(
            Map.of(
                prefix + ".zstd-chunked.manifest-checksum",
                STORED.toString(),
                prefix + ".zstd-chunked.manifest-position",
                "100:20:30:1"),
            CHUNKED));
  }

  @ParameterizedTest
  @CsvSource({"101:20:30:1", "100:21:30:1", "100:20:31:1", "100:20:30:2", "nonsense"})
  void anotherPositionIsTold(String position) {
    assertEquals(
        Set.of(Ambiguity.TOC_MISPLACED),
        judge(Map.of("io.github.containers.zstd-chunked.manifest-position", position), CHUNKED));
  }

  @Test
  void theDigestOfTheJsonIsNotThatOfItsStoredForm() {
    assertEquals(
        Set.of(Ambiguity.TOC_MISPLACED),
        judge(
            Map.of("io.github.containers.zstd-chunked.manifest-checksum", JSON.toString()),
            CHUNKED));
  }

  @Test
  void bothKindsThatNameTheOneTableAreSilent() {
    assertEquals(
        Set.of(),
        judge(
            Map.of(
                STARGZ,
                JSON.toString(),
                "io.containers.zstd-chunked.manifest-checksum",
                STORED.toString()),
            CHUNKED));
  }

  @Test
  void bothKindsThatNameDifferentTablesAreTold() {
    assertEquals(
        Set.of(Ambiguity.TOC_MISPLACED, Ambiguity.SEVERAL_TOCS),
        judge(
            Map.of(
                STARGZ,
                JSON.toString(),
                "io.github.containers.zstd-chunked.manifest-checksum",
                STORED.toString()),
            ESTARGZ));
  }
}

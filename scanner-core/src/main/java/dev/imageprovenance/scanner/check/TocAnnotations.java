package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.layer.TableOfContents;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares what a layer's descriptor says of a table of contents with the tables that the layer
 * holds; not thread-safe. Runtimes that read a table in the tar's place find it by these
 * annotations.
 */
final class TocAnnotations {
  private static final String ESTARGZ = "containerd.io/snapshot/stargz/toc.digest";

  /** The two spellings that writers of zstd:chunked use. */
  private static final List<String> ZSTD_CHUNKED =
      List.of(
          "io.github.containers.zstd-chunked.manifest-", "io.containers.zstd-chunked.manifest-");

  private static final String CHECKSUM = "checksum";
  private static final String POSITION = "position";

  /** The only type of table that there is, at the end of a position. */
  private static final int TYPE = 1;

  private final Map<String, String> annotations;
  private final List<TableOfContents> tables;
  private final List<String> wrong = new ArrayList<>();
  private final Set<TableOfContents> named = new LinkedHashSet<>();
  private final Set<TableOfContents.Kind> kinds = new LinkedHashSet<>();

  private TocAnnotations(Map<String, String> annotations, List<TableOfContents> tables) {
    this.annotations = annotations;
    this.tables = tables;
  }

  /** What is wrong with the annotations of a layer that holds {@code tables}, in words. */
  static Map<Ambiguity, String> judge(
      Map<String, String> annotations, List<TableOfContents> tables) {
    return new TocAnnotations(annotations, tables).judge();
  }

  private Map<Ambiguity, String> judge() {
    compare(
        TableOfContents.Kind.ESTARGZ,
        ESTARGZ,
        table -> table.digest().toString().equals(annotations.get(ESTARGZ)));
    for (String prefix : ZSTD_CHUNKED) {
      String checksum = prefix + CHECKSUM;
      compare(
          TableOfContents.Kind.ZSTD_CHUNKED,
          checksum,
          table -> isZstd(table, table.storedDigest().toString(), checksum));
      String position = prefix + POSITION;
      compare(
          TableOfContents.Kind.ZSTD_CHUNKED,
          position,
          table -> isZstd(table, position(table), position));
    }
    return problems();
  }

  private void compare(
      TableOfContents.Kind kind, String annotation, Predicate<TableOfContents> isNamed) {
    String value = annotations.get(annotation);
    if (value == null) {
      return;
    }
    kinds.add(kind);
    Optional<TableOfContents> table = tables.stream().filter(isNamed).findFirst();
    table.ifPresentOrElse(
        named::add, () -> wrong.add("the annotation " + annotation + " is " + Text.excerpt(value)));
  }

  private boolean isZstd(TableOfContents table, String value, String annotation) {
    return table.kind() == TableOfContents.Kind.ZSTD_CHUNKED
        && value.equals(annotations.get(annotation));
  }

  private static String position(TableOfContents table) {
    return table.storedOffset() + ":" + table.storedSize() + ":" + table.size() + ":" + TYPE;
  }

  private Map<Ambiguity, String> problems() {
    Map<Ambiguity, String> problems = new EnumMap<>(Ambiguity.class);
    if (!wrong.isEmpty()) {
      problems.put(
          Ambiguity.TOC_MISPLACED, String.join("; ", wrong) + "; the layer holds " + inWords());
    }
    // Some writers of zstd:chunked name their one table in both ways, which misleads nobody.
    boolean nameOne = wrong.isEmpty() && named.size() == 1;
    if (named.size() > 1 || (kinds.size() > 1 && !nameOne)) {
      problems.put(
          Ambiguity.SEVERAL_TOCS,
          "the annotations of the layer name tables of "
              + kinds.stream()
                  .map(TableOfContents.Kind::label)
                  .collect(Collectors.joining(" and of ")));
    }
    return problems;
  }

  private String inWords() {
    return tables.isEmpty()
        ? "no table that could be read"
        : tables.stream().limit(4).map(TocAnnotations::inWords).collect(Collectors.joining(", "));
  }

  private static String inWords(TableOfContents table) {
    return table.kind() == TableOfContents.Kind.ESTARGZ
        ? "an eStargz table with the digest " + table.digest()
        : "a zstd:chunked table with the digest "
            + table.storedDigest()
            + " at "
            + position(table)
            + ", its JSON with the digest "
            + table.digest();
  }
}

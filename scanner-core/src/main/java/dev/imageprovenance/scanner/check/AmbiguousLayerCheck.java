package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.TreeAnomaly;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether every engine makes the same file system of the layers (image-spec layer.md);
 * stateless and thread-safe. What differs is a finding here, and the other checks judge the union.
 */
public final class AmbiguousLayerCheck implements Check {
  /** So many of a kind in a layer are told one by one; more are told together. */
  private static final int ONE_BY_ONE = 10;

  private static final int SHOWN_PATHS = 5;

  /** Kinds of {@link Ambiguity} and paths of one layer, with what was found there. */
  private record Group(Ambiguity ambiguity, int layerIndex, Optional<Digest> copy) {
    // Spelled out: what a record generates would start java.lang.invoke in every short scan.
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Group that
          && ambiguity == that.ambiguity
          && layerIndex == that.layerIndex
          && copy.equals(that.copy);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * ambiguity.ordinal() + layerIndex) + copy.hashCode();
    }

    Group(Ambiguity ambiguity, int layerIndex) {
      this(ambiguity, layerIndex, Optional.empty());
    }

    LayerLocation locate(ImageFacts facts) {
      return copy.map(facts::copy)
          .flatMap(
              state ->
                  state.layers().stream()
                      .filter(layer -> layer.layer().index() == layerIndex)
                      .findFirst())
          .map(LayerState::location)
          .orElseGet(() -> facts.locate(layerIndex));
    }

    /** What engines do, and of which image. */
    String explanation() {
      return ambiguity.explanation()
          + copy.map(manifest -> ", in the copy " + manifest + " of the image").orElse("");
    }
  }

  @Override
  public CheckId id() {
    return CheckId.AMBIGUOUS_LAYER;
  }

  @Override
  public String title() {
    return "Does every engine make the same file system of the layers?";
  }

  @Override
  public Map<String, Severity> codes() {
    Map<String, Severity> codes = new TreeMap<>();
    for (Ambiguity each : Ambiguity.values()) {
      codes.put(each.name(), each.severity());
    }
    return codes;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    Map<Group, Map<String, String>> found = new LinkedHashMap<>();
    List<String> unknown = new ArrayList<>();
    collectFromTrees(facts, found, unknown);
    collectFromLayers(facts, found, unknown);
    facts.copies().forEach(copy -> collectFromCopy(facts, copy, found, unknown));
    List<Finding> findings = new ArrayList<>();
    found.forEach((group, details) -> report(facts, group, details, findings));
    return Findings.outcome(id(), findings, unknown, summarize(found, unknown.isEmpty()));
  }

  private static void collectFromTrees(
      ImageFacts facts, Map<Group, Map<String, String>> found, List<String> unknown) {
    if (!(facts.trees() instanceof Fact.Known<List<FileTree>> trees)) {
      unknown.add(facts.trees().whyUnknown().orElseThrow());
      return;
    }
    for (FileTree tree : trees.value()) {
      for (TreeAnomaly anomaly : tree.anomalies()) {
        add(
            found,
            new Group(Ambiguity.of(anomaly.kind()), anomaly.layerIndex()),
            anomaly.path(),
            anomaly.detail());
      }
    }
  }

  private static void collectFromLayers(
      ImageFacts facts, Map<Group, Map<String, String>> found, List<String> unknown) {
    for (LayerState layer : facts.layers()) {
      if (layer.facts() instanceof Fact.Known<LayerFacts> known) {
        collect(layer.layer().index(), known.value(), found);
        collectFromAnnotations(layer, known.value(), Optional.empty(), found);
      } else {
        unknown.add(layer.facts().whyUnknown().orElseThrow());
      }
    }
  }

  /** A copy's layers hold the same files; only what is odd about how they are stored is new. */
  private static void collectFromCopy(
      ImageFacts facts,
      CopyState copy,
      Map<Group, Map<String, String>> found,
      List<String> unknown) {
    for (LayerState layer : copy.layers()) {
      if (!(layer.facts() instanceof Fact.Known<LayerFacts> known)) {
        unknown.add(layer.facts().whyUnknown().orElseThrow());
        continue;
      }
      int index = layer.layer().index();
      List<LayerAnomaly> told =
          index < facts.layers().size()
              ? facts
                  .layers()
                  .get(index)
                  .facts()
                  .asKnown()
                  .map(LayerFacts::anomalies)
                  .orElse(List.of())
              : List.of();
      Optional<Digest> manifest = Optional.of(copy.copy().manifest());
      for (LayerAnomaly anomaly : known.value().anomalies()) {
        Optional<Ambiguity> kind = Ambiguity.of(anomaly.kind());
        if (kind.isPresent() && !told.contains(anomaly)) {
          add(found, new Group(kind.get(), index, manifest), anomaly.path(), anomaly.detail());
        }
      }
      collectFromAnnotations(layer, known.value(), manifest, found);
    }
  }

  private static void collectFromAnnotations(
      LayerState layer,
      LayerFacts facts,
      Optional<Digest> copy,
      Map<Group, Map<String, String>> found) {
    Map<String, String> annotations =
        layer.layer().descriptor().map(Descriptor::annotations).orElse(Map.of());
    TocAnnotations.judge(annotations, facts.tables())
        .forEach(
            (ambiguity, detail) ->
                add(found, new Group(ambiguity, layer.layer().index(), copy), "", detail));
  }

  private static void collect(
      int layerIndex, LayerFacts layer, Map<Group, Map<String, String>> found) {
    Set<String> repeatedDirectories = repeatedDirectories(layer);
    for (LayerAnomaly anomaly : layer.anomalies()) {
      Optional<Ambiguity> kind = Ambiguity.of(anomaly.kind());
      if (kind.isEmpty()) {
        continue;
      }
      Ambiguity ambiguity = kind.get();
      if (ambiguity == Ambiguity.DUPLICATE_ENTRY && repeatedDirectories.contains(anomaly.path())) {
        ambiguity = Ambiguity.REPEATED_DIRECTORY;
      }
      if (isToldByTrees(ambiguity, found, layerIndex, anomaly.path())) {
        continue;
      }
      add(found, new Group(ambiguity, layerIndex), anomaly.path(), anomaly.detail());
    }
  }

  /** True for what the trees, which know all layers, tell better. */
  private static boolean isToldByTrees(
      Ambiguity ambiguity, Map<Group, Map<String, String>> found, int layerIndex, String path) {
    return switch (ambiguity) {
      case HARD_LINK_TO_LOWER_LAYER ->
          contains(found, Ambiguity.DANGLING_HARD_LINK, layerIndex, path);
      case MISPLACED_WHITEOUT -> contains(found, Ambiguity.WHITEOUT_AND_CONTENT, layerIndex, path);
      default -> false;
    };
  }

  /** Directories whose repeated entries are all alike, so that the order cannot matter. */
  private static Set<String> repeatedDirectories(LayerFacts layer) {
    Set<String> duplicates =
        layer.anomalies().stream()
            .filter(anomaly -> anomaly.kind() == LayerAnomaly.Kind.DUPLICATE_ENTRY)
            .map(LayerAnomaly::path)
            .collect(Collectors.toCollection(HashSet::new));
    if (duplicates.isEmpty()) {
      return Set.of();
    }
    Set<String> directories = new HashSet<>();
    Map<String, LayerEntry> first = new HashMap<>();
    for (LayerEntry entry : layer.entries()) {
      if (duplicates.contains(entry.path())) {
        LayerEntry before = first.putIfAbsent(entry.path(), entry);
        boolean alike =
            before instanceof LayerEntry.Directory one
                && entry instanceof LayerEntry.Directory other
                && sameAttributes(one, other);
        if (alike) {
          directories.add(entry.path());
        } else if (before != null) {
          duplicates.remove(entry.path());
          directories.remove(entry.path());
        }
      }
    }
    return directories;
  }

  private static boolean sameAttributes(LayerEntry.Directory one, LayerEntry.Directory other) {
    return one.attributes().mode() == other.attributes().mode()
        && one.attributes().uid() == other.attributes().uid()
        && one.attributes().gid() == other.attributes().gid()
        && one.attributes().capabilities().equals(other.attributes().capabilities());
  }

  private static boolean contains(
      Map<Group, Map<String, String>> found, Ambiguity ambiguity, int layerIndex, String path) {
    return found.getOrDefault(new Group(ambiguity, layerIndex), Map.of()).containsKey(path);
  }

  private static void add(
      Map<Group, Map<String, String>> found, Group group, String path, String detail) {
    found.computeIfAbsent(group, g -> new LinkedHashMap<>()).putIfAbsent(path, detail);
  }

  private void report(
      ImageFacts facts, Group group, Map<String, String> details, List<Finding> findings) {
    LayerLocation location = group.locate(facts);
    if (details.size() > ONE_BY_ONE
        || (group.ambiguity().isAlwaysGrouped() && details.size() > 1)) {
      findings.add(together(group, location, details));
      return;
    }
    details.forEach((path, detail) -> findings.add(single(group, location, path, detail)));
  }

  private Finding single(Group group, LayerLocation location, String path, String detail) {
    boolean aboutTheStream = path.isEmpty();
    String subject = aboutTheStream ? "layer " + location.layerDigest() : ImagePath.absolute(path);
    return finding(
        group.ambiguity(),
        location,
        subject,
        Text.excerpt(subject)
            + ": "
            + group.explanation()
            + (detail.isEmpty() ? "" : " (" + ImagePath.words(detail) + ")"),
        List.of(new NamedValue("detail", detail)));
  }

  private Finding together(Group group, LayerLocation location, Map<String, String> details) {
    List<String> paths = details.keySet().stream().filter(path -> !path.isEmpty()).toList();
    List<String> first = paths.stream().limit(SHOWN_PATHS).map(ImagePath::absolute).toList();
    String more = paths.size() > first.size() ? " and others" : "";
    // Of kinds that come too often, only so many are listed; one without a path counts the rest.
    String atLeast = paths.size() < details.size() ? "More than " : "";
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(new NamedValue("count", Integer.toString(paths.size())));
    details.entrySet().stream()
        .filter(entry -> entry.getKey().isEmpty())
        .forEach(entry -> evidence.add(new NamedValue("detail", entry.getValue())));
    first.forEach(path -> evidence.add(new NamedValue("path", path)));
    if (group.ambiguity() == Ambiguity.TOC_DISAGREES) {
      paths.stream()
          .limit(SHOWN_PATHS)
          .forEach(
              path ->
                  evidence.add(
                      new NamedValue(
                          "detail", ImagePath.absolute(path) + ": " + details.get(path))));
    }
    return finding(
        group.ambiguity(),
        location,
        "layer " + location.layerDigest(),
        atLeast
            + paths.size()
            + " paths of layer "
            + (location.layerIndex() + 1)
            + ", such as "
            + first.stream().map(Text::excerpt).collect(Collectors.joining(", "))
            + more
            + ": "
            + group.explanation(),
        evidence);
  }

  private Finding finding(
      Ambiguity ambiguity,
      LayerLocation location,
      String subject,
      String message,
      Collection<Evidence> evidence) {
    return new Finding(
        id(),
        ambiguity.name(),
        ambiguity.severity(),
        subject,
        message,
        remedy(ambiguity),
        Optional.of(location),
        List.copyOf(evidence));
  }

  private static Optional<Remedy> remedy(Ambiguity ambiguity) {
    return switch (ambiguity) {
      case CASE_FOLDING_NAMES, AUFS_METADATA -> Optional.empty();
      case PARENT_IS_LOWER_SYMLINK ->
          Optional.of(
              Remedy.of("Write the path that the link points at: /usr/lib/x instead of /lib/x")
                  .withJib(
                      "move the files below src/main/jib to the directory that the link points at,"
                          + " from lib to usr/lib"));
      default ->
          Optional.of(
              Remedy.of(
                  "Build the layer again with a tool that writes it plainly (docker build, jib), and"
                      + " find out which tool wrote this"));
    };
  }

  private static String summarize(Map<Group, Map<String, String>> found, boolean complete) {
    long paths =
        found.entrySet().stream()
            .filter(entry -> entry.getKey().ambiguity().severity() != Severity.INFO)
            .mapToLong(entry -> entry.getValue().size())
            .sum();
    if (paths > 0) {
      return "engines can disagree about " + Findings.count(paths, "path", "paths");
    }
    return complete ? "engines agree about every layer" : "could not look at every layer";
  }
}

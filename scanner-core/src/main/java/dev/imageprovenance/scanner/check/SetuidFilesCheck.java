package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry.RegularFile;
import dev.imageprovenance.scanner.layer.TreeNode;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Asks which files run with their owner's or group's rights whoever starts them; immutable and
 * thread-safe.
 */
public final class SetuidFilesCheck implements Check {
  private final boolean includeHidden;

  /**
   * A check of the effective file system.
   *
   * @param includeHidden whether to report files that higher layers hide as well
   */
  public SetuidFilesCheck(boolean includeHidden) {
    this.includeHidden = includeHidden;
  }

  @Override
  public CheckId id() {
    return CheckId.SETUID_FILES;
  }

  @Override
  public String title() {
    return "Which files run with their owner's or group's rights, whoever starts them?";
  }

  @Override
  public Map<String, Severity> codes() {
    Map<String, Severity> codes = new TreeMap<>();
    for (SetuidClass each : SetuidClass.values()) {
      codes.put(each.name(), each.severity());
    }
    return codes;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    return LinuxOnly.judgeTrees(id(), facts, trees -> judge(facts, trees));
  }

  private CheckOutcome judge(ImageFacts facts, List<FileTree> trees) {
    List<Finding> findings =
        EngineView.union(EngineView.ofTrees(trees), view -> judge(facts, view.value()));
    return Findings.outcome(id(), findings, List.of(), summarize(findings));
  }

  private List<Finding> judge(ImageFacts facts, FileTree tree) {
    FileFacts files = new FileFacts(tree);
    List<Finding> findings = new ArrayList<>();
    tree.privilegedFiles()
        .filter(SetuidFilesCheck::raisesRights)
        .filter(FileFacts::standsForItsInode)
        .forEach(node -> judge(facts, files, node, false).ifPresent(findings::add));
    if (includeHidden) {
      try (Stream<TreeNode> hidden = tree.hiddenFiles()) {
        hidden.forEach(node -> judge(facts, files, node, true).ifPresent(findings::add));
      }
    }
    return findings;
  }

  private static boolean raisesRights(TreeNode node) {
    return node.attributes().isSetuid() || node.attributes().isSetgid();
  }

  private Optional<Finding> judge(
      ImageFacts facts, FileFacts files, TreeNode node, boolean hidden) {
    Attributes attributes = node.attributes();
    if (!(node.inode() instanceof RegularFile file) || !raisesRights(node)) {
      return Optional.empty();
    }
    Optional<String> openDirectory = hidden ? Optional.empty() : files.openDirectoryOf(node);
    SetuidClass setuidClass =
        hidden ? SetuidClass.HIDDEN : SetuidClass.of(attributes, file, openDirectory);
    FileEvidence evidence = files.evidence(node, file, hidden);
    LayerLocation location = facts.locate(node.layerIndex());
    return Optional.of(
        new Finding(
            id(),
            setuidClass.name(),
            setuidClass.severity(),
            evidence.path(),
            message(setuidClass, node, evidence, openDirectory),
            Optional.of(remedy(evidence)),
            Optional.of(location),
            List.of(evidence)));
  }

  private static String message(
      SetuidClass setuidClass, TreeNode node, FileEvidence file, Optional<String> openDirectory) {
    String subject =
        ImagePath.show(node.path())
            + " ("
            + octal(file.mode())
            + ", "
            + name(file.uid(), file.owner())
            + ":"
            + name(file.gid(), file.group())
            + ") ";
    String consequence =
        switch (setuidClass) {
          case WRITABLE -> "runs " + rights(file) + ", and others than its owner may write to it";
          case WORLD_WRITABLE_PLACE ->
              "runs "
                  + rights(file)
                  + " and lies below "
                  + openDirectory.map(ImagePath::show).orElse("a directory")
                  + ", which everybody may write to";
          case ROOT_OWNED, NON_ROOT_OWNER -> "runs " + rights(file) + ", whoever starts it";
          case NOT_EXECUTABLE ->
              "has the bit but cannot be executed with it, so that the kernel ignores the bit";
          case SCRIPT -> "is a script, on which the kernel ignores the bit";
          case HIDDEN ->
              "is hidden by a higher layer, but whoever has the image can still take it out of its"
                  + " layer";
        };
    return subject + consequence + FileWords.links(file) + capabilities(node);
  }

  /** At least four digits. */
  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }

  private static String rights(FileEvidence file) {
    boolean setuid = (file.mode() & Attributes.SETUID) != 0;
    boolean setgid = (file.mode() & Attributes.SETGID) != 0;
    String user = "as " + name(file.uid(), file.owner());
    String group = "with group " + name(file.gid(), file.group());
    return setuid && setgid ? user + " and " + group : setuid ? user : group;
  }

  private static String name(long id, Optional<String> name) {
    return name.map(Text::excerpt).orElse(Long.toString(id));
  }

  private static String capabilities(TreeNode node) {
    return node.attributes().capabilities().isPresent()
        ? "; it has file capabilities as well, which take the place of root's full set"
        : "";
  }

  private static Remedy remedy(FileEvidence file) {
    List<String> accept = FileWords.options("--allow-setuid", file, List.of(""));
    if (file.hidden()) {
      return Remedy.of("Take the file away in the step that brings it: a later layer only hides it")
          .withAccept(accept);
    }
    Remedy remedy =
        Remedy.of("Take the setuid and setgid bits away where the file's layer is made")
            .withJib("use a base image without the bit (jib itself writes none)")
            .withAccept(accept);
    List<String> names = FileWords.operands(file);
    return names.isEmpty()
        ? remedy
        : remedy.withDockerfile(new Instruction("RUN chmod a-s", names, ""));
  }

  private static String summarize(List<Finding> findings) {
    List<Finding> effective =
        findings.stream().filter(f -> !f.code().equals(SetuidClass.HIDDEN.name())).toList();
    int hidden = findings.size() - effective.size();
    String hiddenFiles = hidden == 0 ? "" : ", " + hidden + " hidden in lower layers";
    long files = effective.stream().map(Finding::subject).distinct().count();
    if (files == 0) {
      return "no setuid or setgid files" + hiddenFiles;
    }
    List<Integer> layers =
        effective.stream()
            .flatMap(finding -> finding.location().stream())
            .map(LayerLocation::layerIndex)
            .distinct()
            .toList();
    return Findings.count(files, "setuid or setgid file", "setuid or setgid files")
        + (layers.size() == 1
            ? (files == 1 ? ", from layer " : ", all from layer ") + (layers.get(0) + 1)
            : ", from " + layers.size() + " layers")
        + hiddenFiles;
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.CapabilityNames;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerEntry.RegularFile;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.TreeNode;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Asks which files give capabilities to whoever starts them ({@code security.capability}, see
 * linux/capability.h); stateless and thread-safe.
 */
public final class FileCapabilitiesCheck implements Check {
  /** A copy has owner and mode but not the attribute, so that setcap need not be installed. */
  private static final String COPY_WITHOUT_ATTRIBUTE =
      "; do cp -p \"$f\" \"$f.new\" && mv \"$f.new\" \"$f\" || exit 1; done";

  @Override
  public CheckId id() {
    return CheckId.FILE_CAPABILITIES;
  }

  @Override
  public String title() {
    return "Which files give capabilities to whoever starts them?";
  }

  @Override
  public Map<String, Severity> codes() {
    Map<String, Severity> codes = new TreeMap<>();
    for (CapabilityClass each : CapabilityClass.values()) {
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
    long files = findings.stream().map(Finding::subject).distinct().count();
    return Findings.outcome(
        id(),
        findings,
        undecodable(facts),
        files == 0
            ? "no files with capabilities"
            : Findings.count(files, "file with capabilities", "files with capabilities"));
  }

  private static List<String> undecodable(ImageFacts facts) {
    List<String> reasons = new ArrayList<>();
    for (LayerState layer : facts.layers()) {
      Stream<LayerAnomaly> anomalies =
          layer.facts().asKnown().map(LayerFacts::anomalies).stream().flatMap(List::stream);
      anomalies
          .filter(anomaly -> anomaly.kind() == LayerAnomaly.Kind.MALFORMED_CAPABILITY)
          .findFirst()
          .ifPresent(
              anomaly ->
                  reasons.add(
                      "the capability attribute of "
                          + Text.excerpt(ImagePath.absolute(anomaly.path()))
                          + " in layer "
                          + (layer.layer().index() + 1)
                          + " cannot be decoded"));
    }
    return reasons;
  }

  private List<Finding> judge(ImageFacts facts, FileTree tree) {
    FileFacts files = new FileFacts(tree);
    List<Finding> findings = new ArrayList<>();
    tree.privilegedFiles()
        .filter(node -> node.attributes().capabilities().isPresent())
        .filter(FileFacts::standsForItsInode)
        .forEach(
            node ->
                node.attributes()
                    .capabilities()
                    .ifPresent(
                        capabilities ->
                            judge(facts, files, node, capabilities).ifPresent(findings::add)));
    return findings;
  }

  private Optional<Finding> judge(
      ImageFacts facts, FileFacts files, TreeNode node, FileCapabilities capabilities) {
    // On anything but a regular file the kernel ignores the attribute.
    if (!(node.inode() instanceof RegularFile file)) {
      return Optional.empty();
    }
    CapabilityEvidence decoded =
        new CapabilityEvidence(
            capabilities.revision(),
            capabilities.effective(),
            CapabilityNames.in(capabilities.permitted()),
            CapabilityNames.in(capabilities.inheritable()),
            capabilities.rootId());
    Set<String> all = new LinkedHashSet<>(decoded.permitted());
    all.addAll(decoded.inheritable());
    CapabilityClass worst = CapabilityClass.worst(all);
    FileEvidence evidence = files.evidence(node, file, false);
    return Optional.of(
        new Finding(
            id(),
            worst.name(),
            worst.severity(),
            evidence.path(),
            message(node, evidence, decoded, worst),
            Optional.of(remedy(evidence, all)),
            Optional.of(facts.locate(node.layerIndex())),
            List.of(evidence, decoded)));
  }

  private static String message(
      TreeNode node, FileEvidence file, CapabilityEvidence decoded, CapabilityClass worst) {
    String what =
        switch (worst) {
          case ROOT_EQUIVALENT -> ", with which a process can make itself root's equal";
          case PRIVILEGED -> ", which ordinary processes do not have";
          case NETWORK -> "";
          case EMPTY -> ", which grant nothing";
        };
    return ImagePath.show(node.path())
        + " gives the capabilities "
        + notation(decoded)
        + what
        + decoded
            .rootId()
            .map(root -> "; valid where uid " + root + " is a user namespace's root")
            .orElse("")
        + (node.attributes().isSetuid()
            ? "; it is setuid as well, but these take the place of root's full set"
            : "")
        + FileWords.links(file);
  }

  /** As {@code getcap} writes them: {@code cap_net_raw=ep}. */
  private static String notation(CapabilityEvidence decoded) {
    if (decoded.permitted().isEmpty() && decoded.inheritable().isEmpty()) {
      return "= (none)";
    }
    String effective = decoded.effective() ? "e" : "";
    List<String> clauses = new ArrayList<>();
    if (decoded.permitted().equals(decoded.inheritable())) {
      clauses.add(String.join(",", decoded.permitted()) + "=" + effective + "ip");
      return clauses.get(0);
    }
    if (!decoded.permitted().isEmpty()) {
      clauses.add(String.join(",", decoded.permitted()) + "=" + effective + "p");
    }
    if (!decoded.inheritable().isEmpty()) {
      clauses.add(String.join(",", decoded.inheritable()) + "=" + effective + "i");
    }
    return String.join(" ", clauses);
  }

  private static Remedy remedy(FileEvidence file, Set<String> capabilities) {
    Remedy remedy =
        Remedy.of("Take the capabilities away where the file's layer is made")
            .withJib("use a base image without them (jib itself writes none)")
            .withAccept(
                FileWords.options(
                    "--allow-capability", file, capabilities.stream().map(c -> "=" + c).toList()));
    List<String> names = FileWords.operands(file);
    return names.isEmpty()
        ? remedy
        : remedy.withDockerfile(new Instruction("RUN for f in", names, COPY_WITHOUT_ATTRIBUTE));
  }
}

package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Findings of one check that differ only in what they are about, told together; immutable.
 *
 * @param findings at least one
 */
record FindingGroup(List<Finding> findings) {
  private static final int SETUID = 04000;
  private static final int SETGID = 02000;

  FindingGroup {
    findings = List.copyOf(findings);
  }

  /** Groups findings of one check; groups and their findings keep the order of the list. */
  static List<FindingGroup> of(List<Finding> findings) {
    Map<String, List<Finding>> byKey = new LinkedHashMap<>();
    for (Finding finding : findings) {
      byKey.computeIfAbsent(key(finding), unused -> new ArrayList<>()).add(finding);
    }
    List<FindingGroup> groups = new ArrayList<>(byKey.size());
    byKey.values().forEach(group -> groups.add(new FindingGroup(group)));
    return groups;
  }

  Finding first() {
    return findings.get(0);
  }

  int size() {
    return findings.size();
  }

  /** Their codes, each once: "ROOT_OWNED, WRITABLE". */
  String codes() {
    Set<String> codes = new LinkedHashSet<>();
    findings.forEach(finding -> codes.add(finding.code()));
    return String.join(", ", codes);
  }

  /** What all of them have in common, without a full stop. */
  String headline() {
    if (size() == 1) {
      return withoutFullStop(Wording.printable(first().message()));
    }
    Optional<OriginEvidence> origin = ofBase(first());
    if (origin.isPresent()) {
      return Wording.count(size(), "finding", "findings")
          + " of the proven base "
          + Text.excerpt(origin.get().base())
          + ", unchanged"
          + severities();
    }
    Optional<FileEvidence> file = first().evidence(FileEvidence.class);
    if (first().check().equals(CheckId.SETUID_FILES) && file.isPresent()) {
      return setuidHeadline(file.get());
    }
    Optional<CapabilityEvidence> capabilities = first().evidence(CapabilityEvidence.class);
    if (capabilities.isPresent()) {
      return Wording.count(size(), "file", "files") + " with " + capabilities(capabilities.get());
    }
    return Wording.count(size(), "finding", "findings")
        + " like this: "
        + withoutFullStop(Wording.printable(first().message()));
  }

  /** " (1 medium, 7 low)"; empty when all weigh the same. */
  private String severities() {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    findings.forEach(finding -> counts.merge(finding.severity(), 1, Integer::sum));
    if (counts.size() == 1) {
      return "";
    }
    List<String> words = new ArrayList<>();
    counts.forEach((severity, count) -> words.add(0, count + " " + severity.label()));
    return " (" + String.join(", ", words) + ")";
  }

  /**
   * The layer with whose it is, where that is not said anyhow.
   *
   * @param layer what the layer is called
   */
  String whose(String layer) {
    return size() > 1 && ofBase(first()).isPresent() ? layer : OriginWording.whose(first(), layer);
  }

  /** The layer that brought all of them; empty when several did, or nothing is known of it. */
  Optional<LayerLocation> location() {
    Optional<LayerLocation> first = first().location();
    for (Finding finding : findings) {
      boolean isSame =
          finding
              .location()
              .map(LayerLocation::layerIndex)
              .equals(first.map(LayerLocation::layerIndex));
      if (!isSame) {
        return Optional.empty();
      }
    }
    return first;
  }

  /** What they are about, escaped, in order. */
  List<String> subjects() {
    List<String> subjects = new ArrayList<>(size());
    for (Finding finding : findings) {
      subjects.add(Text.escape(finding.subject()));
    }
    return subjects;
  }

  /**
   * What to do about all of them, in lines, each named; of very many only the first are, unless
   * {@code all}.
   */
  List<RemedyLines.Line> remedy(boolean all) {
    List<Remedy> remedies = new ArrayList<>(size());
    for (Finding finding : findings) {
      finding.remedy().ifPresent(remedies::add);
    }
    return RemedyLines.of(remedies, all);
  }

  /** Capability names as getcap writes them: {@code cap_net_raw,cap_setuid+eip}. */
  static String capabilities(CapabilityEvidence evidence) {
    Set<String> names = new LinkedHashSet<>(evidence.permitted());
    names.addAll(evidence.inheritable());
    String flags =
        (evidence.effective() ? "e" : "")
            + (evidence.inheritable().isEmpty() ? "" : "i")
            + (evidence.permitted().isEmpty() ? "" : "p");
    return (names.isEmpty() ? "no capabilities" : Text.escape(String.join(",", names)))
        + (flags.isEmpty() ? "" : "+" + flags)
        + evidence.rootId().map(id -> " for root id " + id).orElse("");
  }

  /** Owner and group as "root:shadow", numbers where there is no name. */
  static String ownership(FileEvidence file) {
    return owner(file) + ":" + group(file);
  }

  private String setuidHeadline(FileEvidence file) {
    String bits = bits(file.mode());
    StringBuilder headline =
        new StringBuilder(Wording.count(size(), bits + " file", bits + " files"));
    headline.append(", owner ").append(owner(file));
    if ((file.mode() & SETGID) != 0) {
      Set<String> groups = new LinkedHashSet<>();
      for (Finding finding : findings) {
        finding.evidence(FileEvidence.class).ifPresent(each -> groups.add(group(each)));
      }
      headline.append(groups.size() == 1 ? ", group " : ", groups ");
      headline.append(String.join(", ", groups));
    }
    return file.hidden() ? headline.append(", hidden by a higher layer").toString() : "" + headline;
  }

  /** What a base brought is one group, whatever it is: its owner is who can change it. */
  private static String key(Finding finding) {
    Optional<OriginEvidence> origin = ofBase(finding);
    return origin.isPresent() ? "base " + origin.get().base() : ownKey(finding);
  }

  /** That a base brought it, where it weighs less for that. */
  private static Optional<OriginEvidence> ofBase(Finding finding) {
    return finding
        .evidence(OriginEvidence.class)
        .filter(origin -> origin.origin() == Origin.BASE)
        .filter(origin -> origin.severity() != finding.severity());
  }

  private static String ownKey(Finding finding) {
    StringBuilder key = new StringBuilder(64);
    key.append(finding.severity().ordinal()).append(' ').append(finding.code());
    finding.location().ifPresent(layer -> key.append(" layer ").append(layer.layerIndex()));
    finding
        .evidence(FileEvidence.class)
        .filter(file -> finding.check().equals(CheckId.SETUID_FILES))
        .ifPresent(
            file ->
                key.append(' ')
                    .append(bits(file.mode()))
                    .append(' ')
                    .append(file.uid())
                    .append(file.hidden()));
    finding
        .evidence(CapabilityEvidence.class)
        .ifPresent(evidence -> key.append(' ').append(capabilities(evidence)));
    return key.toString();
  }

  private static String bits(int mode) {
    boolean setuid = (mode & SETUID) != 0;
    boolean setgid = (mode & SETGID) != 0;
    return setuid ? (setgid ? "setuid and setgid" : "setuid") : "setgid";
  }

  private static String owner(FileEvidence file) {
    return file.owner().map(Text::escape).orElseGet(() -> Long.toString(file.uid()));
  }

  private static String group(FileEvidence file) {
    return file.group().map(Text::escape).orElseGet(() -> Long.toString(file.gid()));
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.CheckResult;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.policy.ImagePolicy.AllowedCapability;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import java.util.ArrayList;
import java.util.List;

/** Finds what the policy allows and no scanned image has, which may be a typo; stateless. */
final class UnusedAllowances {
  private UnusedAllowances() {}

  /**
   * The options, as they could have been written, that allowed nothing; empty also when some image
   * could not be looked at.
   */
  static List<String> of(RunReport run) {
    ImagePolicy policy = run.policy().general();
    List<String> unused = new ArrayList<>();
    policy.allowedSetuidPaths().stream()
        .sorted()
        .map(path -> "--allow-setuid " + path)
        .forEach(unused::add);
    for (AllowedCapability allowed : policy.allowedCapabilities()) {
      unused.add(capability(allowed.path(), allowed.capability()));
    }
    if (unused.isEmpty() || !sawEverything(run)) {
      return List.of();
    }
    for (ScanReport scan : run.scans()) {
      for (ImageReport image : scan.images()) {
        for (CheckResult result : image.results()) {
          result.findings().forEach(finding -> unused.removeAll(used(finding)));
          result.excused().forEach(each -> unused.removeAll(used(each.finding())));
        }
      }
    }
    return unused;
  }

  /** Only who saw all files of all images can say that none has the path. */
  private static boolean sawEverything(RunReport run) {
    for (ScanReport scan : run.scans()) {
      if (scan.problem().isPresent()) {
        return false;
      }
      for (ImageReport image : scan.images()) {
        if (!isComplete(image, CheckId.SETUID_FILES)
            || !isComplete(image, CheckId.FILE_CAPABILITIES)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean isComplete(ImageReport image, CheckId check) {
    return image.results().stream()
        .anyMatch(result -> result.check().equals(check) && result.unknown().isEmpty());
  }

  private static List<String> used(Finding finding) {
    List<String> used = new ArrayList<>();
    finding
        .evidence(FileEvidence.class)
        .ifPresent(
            file -> {
              List<String> paths = new ArrayList<>(file.otherPaths());
              paths.add(file.path());
              for (String path : paths) {
                String shown = Text.escape(path);
                if ((file.mode() & (Attributes.SETUID | Attributes.SETGID)) != 0) {
                  used.add("--allow-setuid " + shown);
                }
                finding
                    .evidence(CapabilityEvidence.class)
                    .ifPresent(
                        held -> {
                          held.permitted().forEach(name -> used.add(capability(shown, name)));
                          held.inheritable().forEach(name -> used.add(capability(shown, name)));
                        });
              }
            });
    return used;
  }

  private static String capability(String path, String name) {
    return "--allow-capability " + path + "=" + name;
  }
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Findings that were there before, image by image; immutable. Findings of integrity and of waivers
 * are never among them.
 */
public final class Baseline {
  /**
   * What is missing of signatures has nothing of its own by which it could be recognised: the next
   * build without one would be excused as well.
   */
  private static final Set<CheckId> NEVER_HELD =
      Set.of(
          CheckId.INTEGRITY, CheckId.WAIVERS, CheckId.SIGNATURE, CheckId.PROVENANCE, CheckId.VSA);

  private final String name;
  private final Map<String, Map<String, Entry>> images;

  private Baseline(String name, Map<String, Map<String, Entry>> images) {
    this.name = name;
    this.images = images;
  }

  /**
   * A finding as a baseline remembers it; immutable.
   *
   * @param fingerprint recognises it
   * @param check for a person
   * @param code likewise
   * @param subject likewise
   */
  public record Entry(FindingFingerprint fingerprint, String check, String code, String subject) {
    static Entry of(Finding finding) {
      return new Entry(
          FindingFingerprint.of(finding),
          finding.check().value(),
          finding.code(),
          finding.subject());
    }
  }

  /**
   * The baseline of that file.
   *
   * @throws ScanException of kind CONFIGURATION if it is none
   */
  public static Baseline load(Path file) {
    return load(file, Path.of(""));
  }

  /**
   * The baseline of that file.
   *
   * @param directory where a relative path begins; reports show it as it was written
   * @throws ScanException of kind CONFIGURATION if it is none
   */
  public static Baseline load(Path file, Path directory) {
    return BaselineReader.read(file, directory);
  }

  /**
   * A baseline of what scans found.
   *
   * @param name what reports call it
   */
  public static Baseline of(String name, Collection<JudgedImage> judged) {
    Map<String, Map<String, Entry>> images = new TreeMap<>();
    for (JudgedImage image : judged) {
      Map<String, Entry> entries =
          images.computeIfAbsent(image.policy().subject().stableName(), unused -> new TreeMap<>());
      for (CheckResult result : image.results()) {
        add(result, entries);
      }
    }
    return new Baseline(name, unmodifiable(images));
  }

  private static void add(CheckResult result, Map<String, Entry> entries) {
    if (!canHold(result.check())) {
      return;
    }
    for (Finding finding : result.findings()) {
      add(finding, entries);
    }
    for (ExcusedFinding each : result.excused(Excuse.Kind.BASELINE)) {
      add(each.finding(), entries);
    }
  }

  private static void add(Finding finding, Map<String, Entry> entries) {
    Entry entry = Entry.of(finding);
    entries.put(entry.fingerprint().value(), entry);
  }

  static Baseline of(String name, Map<String, Map<String, Entry>> images) {
    return new Baseline(name, unmodifiable(images));
  }

  private static Map<String, Map<String, Entry>> unmodifiable(
      Map<String, Map<String, Entry>> images) {
    Map<String, Map<String, Entry>> copy = new TreeMap<>();
    images.forEach(
        (image, entries) -> copy.put(image, Collections.unmodifiableMap(new TreeMap<>(entries))));
    return Collections.unmodifiableMap(copy);
  }

  /** What reports call it. */
  public String name() {
    return name;
  }

  /** The images that it is about: repositories, or addresses where no registry served them. */
  public Collection<String> images() {
    return images.keySet();
  }

  /** What was found in an image, by check and subject. */
  public List<Entry> findings(String image) {
    List<Entry> findings = new ArrayList<>(images.getOrDefault(image, Map.of()).values());
    findings.sort(
        Comparator.comparing(Entry::check)
            .thenComparing(Entry::subject)
            .thenComparing(Entry::code)
            .thenComparing(entry -> entry.fingerprint().value()));
    return findings;
  }

  /** Whether findings of the check can stand in a baseline at all. */
  static boolean canHold(CheckId check) {
    return !NEVER_HELD.contains(check);
  }

  /** Whether the finding was there before. */
  boolean knows(PolicySubject subject, Finding finding) {
    Map<String, Entry> known = images.get(subject.stableName());
    return known != null
        && canHold(finding.check())
        && known.containsKey(FindingFingerprint.of(finding).value());
  }

  /** Why a finding that it knows does not count. */
  Excuse excuse() {
    return new Excuse(
        Excuse.Kind.BASELINE,
        "baseline " + name,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is required of images and what is allowed in them, as a scan is given it: the files that it
 * was read from, and what whoever scans says beside them. Immutable and thread-safe.
 *
 * <p>What {@code failOn}, {@code allowUnknown}, {@code allowSetuid}, {@code allowCapability} and
 * {@code baseline} say goes before the policy's own file. Where that file extends another they are
 * refused when they would let more pass than what it extends.
 */
public final class Policy {
  private static final PolicySubject NOBODY = new PolicySubject("", Optional.empty());
  private static final Policy DEFAULTS = new Policy(List.of(), Adjustments.NONE);

  private final List<PolicyDocument> documents;
  private final Adjustments adjustments;

  private Policy(List<PolicyDocument> documents, Adjustments adjustments) {
    this.documents = List.copyOf(documents);
    this.adjustments = adjustments;
  }

  /** Fails on high, allows nothing: the profile {@code default}. */
  public static Policy defaults() {
    return DEFAULTS;
  }

  /**
   * The policy of that file and of the files that it extends. {@link PolicyLoader} also follows
   * URLs.
   *
   * @throws ScanException of kind CONFIGURATION that tells everything that is wrong, each with its
   *     file, line and column
   */
  public static Policy load(Path file) {
    return PolicyLoader.ofFiles().load(file);
  }

  /**
   * A policy that comes with this software.
   *
   * @throws ScanException of kind USAGE if there is none of that name
   */
  public static Policy profile(String name) {
    if (!Profiles.NAMES.contains(name)) {
      throw new ScanException(
          ProblemKind.USAGE,
          "There is no profile \"" + name + "\"",
          "The profiles are " + String.join(", ", Profiles.NAMES) + ".",
          null);
    }
    return of(List.of(Profiles.document(name)));
  }

  /** The names of the policies that come with this software. */
  public static List<String> profiles() {
    return Profiles.NAMES;
  }

  /** What is extended comes before what extends it. */
  static Policy of(List<PolicyDocument> documents) {
    return new Policy(documents, Adjustments.NONE);
  }

  /**
   * The same, but failing on {@code severity} or worse.
   *
   * @throws ScanException of kind USAGE if it would loosen what the policy's file extends
   */
  public Policy failOn(Severity severity) {
    Setting<Severity> setting =
        new Setting<>(severity, ClauseOrigin.of("--fail-on " + severity.label()));
    FloorGuard.requireTight(floor(), setting);
    return new Policy(documents, adjustments.withFailOn(setting));
  }

  /**
   * The same, but letting the check be unknown.
   *
   * @throws ScanException of kind USAGE if it is integrity, or if it would loosen what the policy's
   *     file extends
   */
  public Policy allowUnknown(CheckId check) {
    if (check.equals(CheckId.INTEGRITY)) {
      throw new ScanException(
          ProblemKind.USAGE,
          "The integrity check cannot be allowed to be unknown",
          "Take integrity out of the checks that may be unknown: an image whose bytes nobody"
              + " verified is not known to be that image.",
          null);
    }
    Setting<CheckId> setting = new Setting<>(check, ClauseOrigin.of("--allow-unknown " + check));
    FloorGuard.requireAllowedUnknown(floor(), setting);
    return new Policy(documents, adjustments.withUnknown(setting));
  }

  /**
   * The same, but accepting a setuid or setgid file whatever its severity.
   *
   * @param path its absolute path, as reports print it; no pattern
   * @throws ScanException of kind USAGE if it would loosen what the policy's file extends
   */
  public Policy allowSetuid(String path) {
    SetuidAllowance allowance =
        new SetuidAllowance(
            Glob.literal(path),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            ClauseOrigin.of("--allow-setuid " + path));
    FloorGuard.requireAllowed(floor(), allowance);
    return new Policy(documents, adjustments.withSetuid(allowance));
  }

  /**
   * The same, but accepting a capability of a file.
   *
   * @param path its absolute path, as reports print it; no pattern
   * @param capability a lower-case name such as {@code cap_net_raw}
   * @throws ScanException of kind USAGE if it would loosen what the policy's file extends
   */
  public Policy allowCapability(String path, String capability) {
    CapabilityAllowance allowance =
        new CapabilityAllowance(
            Glob.literal(path),
            Set.of(capability),
            Optional.empty(),
            ClauseOrigin.of("--allow-capability " + path + "=" + capability));
    FloorGuard.requireAllowed(floor(), allowance);
    return new Policy(documents, adjustments.withCapabilities(allowance));
  }

  /**
   * The same, but excusing what the baseline knows, where the policy's file extends another only
   * what that lets be waived.
   *
   * @throws ScanException of kind USAGE if that lets nothing be waived
   */
  public Policy baseline(Baseline known) {
    FloorGuard.requireSomethingWaivable(floor(), "--baseline " + known.name());
    return new Policy(documents, adjustments.withBaseline(known));
  }

  /** What {@code subject} is judged by. */
  public ImagePolicy forImage(PolicySubject subject) {
    return new ImagePolicy(
        subject,
        sources(),
        PolicyResolver.resolve(
            documents, adjustments, section -> subject.matches(section.match()), subject));
  }

  /** What an image is judged by that no section is about. */
  public ImagePolicy general() {
    return new ImagePolicy(
        NOBODY,
        sources(),
        PolicyResolver.resolve(documents, adjustments, section -> false, NOBODY));
  }

  /**
   * Requires that it can judge on that day.
   *
   * @param today UTC
   * @throws ScanException of kind CONFIGURATION if a waiver ends later than the policy lets it
   */
  public void requireUsableOn(LocalDate today) {
    WaiverLimits.requireWithin(documents, today);
  }

  /**
   * Requires that it lets a scan ask {@code checks} only.
   *
   * @throws ScanException of kind USAGE if its file extends another: what that requires cannot be
   *     left out
   */
  public void requireSelectable(Set<CheckId> checks) {
    List<PolicyDocument> floor = floor();
    if (!checks.isEmpty() && !floor.isEmpty()) {
      throw new ScanException(
          ProblemKind.USAGE,
          "--checks would leave out what "
              + floor.get(floor.size() - 1).source().name()
              + " requires of every image",
          "Leave --checks out, or scan by a policy that extends nothing.",
          null);
    }
  }

  /**
   * The files that it was read from, what is extended before what extends it, and before each the
   * keys that it names.
   */
  public List<PolicySource> sources() {
    List<PolicySource> sources = new ArrayList<>(documents.size());
    for (PolicyDocument document : documents) {
      sources.addAll(document.sources());
    }
    return List.copyOf(sources);
  }

  /**
   * Names what it was read from: the sha256 of the only source's bytes, or of all sources' digests,
   * one on each line. Empty when it was not read from anything.
   */
  public Optional<Digest> digest() {
    List<PolicySource> sources = sources();
    if (sources.size() < 2) {
      return sources.stream().map(PolicySource::digest).findFirst();
    }
    StringBuilder lines = new StringBuilder();
    for (PolicySource source : sources) {
      lines.append(source.digest()).append('\n');
    }
    return Optional.of(Digest.sha256(lines.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** What its file extends, and nothing may loosen. */
  private List<PolicyDocument> floor() {
    return documents.size() < 2 ? List.of() : documents.subList(0, documents.size() - 1);
  }

  List<PolicyDocument> documents() {
    return documents;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Policy that
        && documents.equals(that.documents)
        && adjustments.equals(that.adjustments);
  }

  @Override
  public int hashCode() {
    return 31 * documents.hashCode() + adjustments.hashCode();
  }
}

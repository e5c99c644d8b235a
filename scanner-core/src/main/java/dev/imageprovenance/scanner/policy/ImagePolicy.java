package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.Check;
import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.lineage.Lineage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one image is judged by: what is required of it and what is allowed, each with the clause
 * that says so; immutable.
 */
public final class ImagePolicy {
  private final PolicySubject subject;
  private final List<PolicySource> sources;
  private final Resolved resolved;

  /**
   * What the levels of a policy come to for one image; immutable.
   *
   * @param sections about the image, the first asked first
   * @param severities for each file, what is extended before what extends it: rules in the order in
   *     which they are asked
   * @param baselineChecks checks whose findings the baseline can excuse; empty for all
   * @param base what it must be built on
   */
  record Resolved(
      List<ClauseOrigin> sections,
      Setting<Severity> failOn,
      List<List<SeverityRule>> severities,
      List<Setting<CheckId>> allowUnknown,
      Optional<Setting<UserRequirement>> user,
      List<SetuidAllowance> setuid,
      List<CapabilityAllowance> capabilities,
      List<TrustClause> trust,
      SignaturePolicy signatures,
      List<Waiver> waivers,
      Optional<Baseline> baseline,
      Optional<List<CheckId>> baselineChecks,
      List<Control> controls,
      BaseRules base) {
    Resolved {
      sections = List.copyOf(sections);
      severities = List.copyOf(severities);
      allowUnknown = List.copyOf(allowUnknown);
      setuid = List.copyOf(setuid);
      capabilities = List.copyOf(capabilities);
      trust = List.copyOf(trust);
      waivers = List.copyOf(waivers);
      controls = List.copyOf(controls);
    }
  }

  ImagePolicy(PolicySubject subject, List<PolicySource> sources, Resolved resolved) {
    this.subject = subject;
    this.sources = sources;
    this.resolved = resolved;
  }

  /** What every image is judged by where nothing else is said. */
  public static ImagePolicy defaults() {
    return Policy.defaults().general();
  }

  /** The names by which it was found. */
  public PolicySubject subject() {
    return subject;
  }

  /** The files that it was read from, what is extended before what extends it. */
  public List<PolicySource> sources() {
    return sources;
  }

  /** The sections about it, the one that is asked first before the others. */
  public List<ClauseOrigin> sections() {
    return resolved.sections();
  }

  /** The least severity that fails. */
  public Severity failOn() {
    return resolved.failOn().value();
  }

  /** The clause that sets {@link #failOn}. */
  public ClauseOrigin failOnOrigin() {
    return resolved.failOn().origin();
  }

  /** The clause that lets the check be unknown; never integrity. */
  public Optional<ClauseOrigin> allowsUnknown(CheckId check) {
    for (Setting<CheckId> each : resolved.allowUnknown()) {
      if (each.value().equals(check) && !check.equals(CheckId.INTEGRITY)) {
        return Optional.of(each.origin());
      }
    }
    return Optional.empty();
  }

  /** Checks that may be unknown. */
  public List<CheckId> allowUnknown() {
    List<CheckId> checks = new ArrayList<>(resolved.allowUnknown().size());
    for (Setting<CheckId> each : resolved.allowUnknown()) {
      checks.add(each.value());
    }
    return checks;
  }

  /** Who it must run as. */
  public Optional<UserRequirement> user() {
    return resolved.user().map(Setting::value);
  }

  /** Accepted setuid and setgid files. */
  public List<SetuidAllowance> setuid() {
    return resolved.setuid();
  }

  /** Accepted file capabilities. */
  public List<CapabilityAllowance> capabilities() {
    return resolved.capabilities();
  }

  /** What each file says about trusted images; all of it must hold. */
  public List<TrustClause> trust() {
    return resolved.trust();
  }

  /** Whose signatures it believes, and what it requires of them. */
  public SignaturePolicy signatures() {
    return resolved.signatures();
  }

  /** Waivers about this image, expired ones too. */
  public List<Waiver> waivers() {
    return resolved.waivers();
  }

  /** What the check's findings are named after in a catalogue of controls. */
  public List<String> controls(CheckId check) {
    List<String> names = new ArrayList<>();
    for (Control control : resolved.controls()) {
      if (control.check().equals(check) && !names.contains(control.name())) {
        names.add(control.name());
      }
    }
    return names;
  }

  /**
   * The checks that it brings along.
   *
   * @param now when the image is judged
   */
  public List<Check> checks(Instant now) {
    List<Check> checks = new ArrayList<>(5);
    if (!resolved.trust().isEmpty()) {
      checks.add(new TrustCheck(resolved.trust()));
    }
    checks.addAll(resolved.signatures().checks(now));
    if (!resolved.waivers().isEmpty()) {
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      checks.add(new WaiversCheck(resolved.waivers(), today));
    }
    return checks;
  }

  /** What is to be looked at to find the base that it requires. */
  public WantedBases wantedBases() {
    return BaseWishes.of(resolved.base());
  }

  /**
   * How the image stands to the bases that are asked for; empty when none are.
   *
   * @param isRequested whether the request asks for certain bases
   */
  public Optional<BaseStanding> standing(Lineage lineage, boolean isRequested) {
    return new BaseJudge(resolved.base(), lineage).standing(isRequested);
  }

  /** The accepted base as it weighs here: what only extends a policy makes nothing lighter. */
  public ProvenBase weighed(ProvenBase accepted) {
    return resolved.base().mayLighten()
        ? accepted
        : new ProvenBase(accepted.name(), accepted.depth(), accepted.image(), false);
  }

  /**
   * The check of the base.
   *
   * @param isRequested whether the request asks for certain bases
   * @param today the day it is (UTC)
   */
  public Check baseCheck(boolean isRequested, LocalDate today) {
    return new BaseImageCheck(resolved.base(), isRequested, today);
  }

  Resolved resolved() {
    return resolved;
  }
}

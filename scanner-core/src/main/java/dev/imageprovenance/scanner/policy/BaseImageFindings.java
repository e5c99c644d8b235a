package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.CheckOutcome;
import dev.imageprovenance.scanner.check.ProvenBase;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.AssessedClaim;
import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.FreshnessWords;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.BaseStanding.Accepted;
import dev.imageprovenance.scanner.policy.BaseStanding.Refused;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Collects what is to be said of one image's base; used once. */
final class BaseImageFindings {
  private static final String OTHER = "not built on the base that was asked for";
  private static final String OUTSIDE = "not built on a base that the policy accepts";

  private final Lineage lineage;
  private final BaseRules rules;
  private final LocalDate today;
  private final BaseJudge judge;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> unknown = new LinkedHashSet<>();
  private final Set<String> said = new LinkedHashSet<>();
  private final Map<ProvenBase, List<String>> accepted = new LinkedHashMap<>();

  BaseImageFindings(Lineage lineage, BaseRules rules, LocalDate today) {
    this.lineage = lineage;
    this.rules = rules;
    this.today = today;
    this.judge = new BaseJudge(rules, lineage);
  }

  /**
   * All of it.
   *
   * @param isRequested whether the request asks for certain bases
   */
  CheckOutcome outcome(boolean isRequested) {
    contradiction();
    if (isRequested) {
      request(judge.ofRequest());
    }
    rules.naming().forEach(this::clause);
    rules.clauses().stream()
        .filter(clause -> clause.groups().isEmpty())
        .forEach(clause -> clause.maxAgeDays().ifPresent(most -> ageOfItsBase(clause, most)));
    accepted.keySet().forEach(this::tag);
    Severities.sortWorstFirst(findings);
    return new CheckOutcome(
        CheckId.BASE_IMAGE,
        findings,
        unknown.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", unknown)),
        summary());
  }

  private String summary() {
    List<String> all = new ArrayList<>();
    accepted.forEach((base, whys) -> all.add(builtOn(base) + String.join("", whys)));
    all.addAll(said);
    if (!all.isEmpty()) {
      return String.join("; ", all);
    }
    return unknown.isEmpty() ? lineage.why() : "could not tell what it is built on";
  }

  private static String builtOn(ProvenBase base) {
    return "built on "
        + Text.excerpt(base.name())
        + ", "
        + (base.depth() == 1 ? "layer 1" : "layers 1-" + base.depth());
  }

  /** Several places that say the same are one finding. */
  private void contradiction() {
    if (lineage.state() != LineageState.CONTRADICTED) {
      return;
    }
    List<Evidence> claims = new ArrayList<>();
    for (AssessedClaim claim : lineage.claims()) {
      if (claim.assessment() == Assessment.CONTRADICTED) {
        claims.add(new NamedValue(claim.claim().origin().label(), text(claim)));
      }
    }
    said.add("its layers refute what it says of its base");
    add(
        BaseImageCheck.CONTRADICTED,
        claims.get(0) instanceof NamedValue first ? first.value() : "",
        "What the image says of its base is not true: " + lineage.why(),
        Optional.of("Do not take it for what it says; find out who built it, and from what"),
        claims);
  }

  private static String text(AssessedClaim claim) {
    return claim.claim().statement() instanceof Statement.Named named ? named.text() : "scratch";
  }

  private void request(BaseStanding standing) {
    if (standing instanceof Refused refused) {
      said.add(OTHER);
      add(
          BaseImageCheck.OTHER_BASE,
          lineage.candidates().stream()
              .filter(candidate -> candidate.role().isAsked())
              .map(Candidate::name)
              .findFirst()
              .orElse(""),
          "The image should be built on what --base or --bases names, but " + refused.why(),
          Optional.of("Build it on one of those, or ask for what it is built on"),
          List.of(ClauseOrigin.of("--base").evidence()));
    } else {
      take(standing);
    }
  }

  private void take(BaseStanding standing) {
    if (standing instanceof Accepted good) {
      accepted.computeIfAbsent(good.base(), base -> new ArrayList<>()).add(", " + good.why());
    } else {
      unknown.add(standing.why());
    }
  }

  private void clause(BaseClause clause) {
    BaseStanding standing = judge.of(clause);
    if (standing instanceof Refused refused) {
      outside(clause, refused);
      return;
    }
    take(standing);
    if (standing instanceof Accepted good) {
      clause.maxAgeDays().ifPresent(most -> age(good.base(), most));
    }
  }

  private void outside(BaseClause clause, Refused refused) {
    String groups =
        Text.excerpt(
            clause.groups().stream().map(TrustGroup::name).collect(Collectors.joining(", ")));
    said.add(OUTSIDE);
    add(
        BaseImageCheck.NOT_IN_GROUP,
        groups,
        "The image should be built on a base of the policy's groups ("
            + groups
            + "), but "
            + refused.why(),
        Optional.of(
            "Build it on a base of these groups; if it is, name that base in the image's"
                + " annotations or with --base, so that it can be looked at"),
        List.of(clause.origin().evidence()));
  }

  /** Of a clause without groups: the base whose age counts must not be too old. */
  private void ageOfItsBase(BaseClause clause, Setting<Integer> most) {
    Optional<ProvenBase> base = whoseAgeCounts(clause);
    if (base.isEmpty()) {
      unknown.add("how old its base is: no base is proven (" + lineage.why() + ")");
      return;
    }
    accepted.computeIfAbsent(base.get(), any -> new ArrayList<>());
    age(base.get(), most);
  }

  /**
   * Where a policy extends another, neither the request nor what extends the clause's file chooses:
   * it is what the clause's own floor accepts, else the base with most layers.
   */
  private Optional<ProvenBase> whoseAgeCounts(BaseClause clause) {
    Optional<ProvenBase> chosen =
        rules.mayAccept() ? accepted.keySet().stream().findFirst() : acceptedBelow(clause);
    return chosen.or(() -> ProvenBase.merelyNamed(lineage));
  }

  private Optional<ProvenBase> acceptedBelow(BaseClause clause) {
    return rules.clauses().stream()
        .takeWhile(floor -> !floor.equals(clause))
        .filter(floor -> !floor.groups().isEmpty())
        .findFirst()
        .map(judge::of)
        .flatMap(
            standing ->
                standing instanceof Accepted good ? Optional.of(good.base()) : Optional.empty());
  }

  private void age(ProvenBase base, Setting<Integer> most) {
    String name = Text.excerpt(base.name());
    BaseAge age = BaseAge.of(base, today);
    if (age instanceof BaseAge.Unknown open) {
      unknown.add("how old the base " + name + " is: " + open.why());
    } else if (age instanceof BaseAge.Days days && days.number() > most.value()) {
      said.add("its base is " + days.number() + " days old");
      add(
          BaseImageCheck.TOO_OLD,
          base.name(),
          "The base "
              + name
              + " was made on "
              + days.made()
              + " by its own word, "
              + days.number()
              + " days ago, and may be "
              + most.value()
              + " days old",
          Optional.of("Build the image again on a newer base: docker build --pull"),
          List.of(most.origin().evidence()));
    }
  }

  private void tag(ProvenBase base) {
    for (BaseLevel level : lineage.bases()) {
      Optional<Freshness> tag = level.freshness().flatMap(Fact::asKnown);
      if (level.depth() == base.depth() && tag.isPresent()) {
        tag(tag.get());
      }
    }
  }

  private void tag(Freshness tag) {
    if (tag.movement() == Freshness.Movement.CURRENT) {
      return;
    }
    boolean isMoved = tag.movement() == Freshness.Movement.MOVED;
    add(
        isMoved ? BaseImageCheck.MOVED : BaseImageCheck.GONE,
        tag.tag(),
        "The base's tag "
            + Text.excerpt(tag.tag())
            + (isMoved ? " has moved " : " is gone ")
            + FreshnessWords.of(tag),
        Optional.empty(),
        List.of());
  }

  private void add(
      String code,
      String subject,
      String message,
      Optional<String> remedy,
      List<? extends Evidence> evidence) {
    findings.add(
        new Finding(
            CheckId.BASE_IMAGE,
            code,
            BaseImageCheck.severity(code),
            subject,
            message,
            remedy.map(Remedy::of),
            Optional.empty(),
            List.copyOf(evidence)));
  }
}

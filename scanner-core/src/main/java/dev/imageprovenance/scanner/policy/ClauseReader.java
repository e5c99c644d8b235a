package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Member;
import dev.imageprovenance.scanner.policy.syntax.Node.Members;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the clauses that a file can have about all images and a section about some; not
 * thread-safe.
 */
final class ClauseReader {
  /** The keys that it reads. */
  static final List<String> KEYS =
      List.of(
          "failOn",
          "severity",
          "allowUnknown",
          "user",
          "setuid",
          "capabilities",
          "base",
          "signatures");

  private static final String IGNORE = "ignore";

  private final Fields fields;
  private final PolicyProblems problems;
  private final Optional<Fields> signatures;

  ClauseReader(Fields fields) {
    this.fields = fields;
    this.problems = fields.problems();
    this.signatures =
        fields
            .get("signatures")
            .flatMap(node -> Fields.of(node, fields.path("signatures"), signatureKeys(), problems));
  }

  Clauses read() {
    Optional<Fields> setuid = setuid();
    return new Clauses(
        failOn(),
        severities(),
        allowUnknown(),
        user(),
        setuid.flatMap(clause -> allowances(clause, new AllowanceReader(problems)::setuid)),
        capabilities(),
        base(),
        setuid.flatMap(this::onlyFromBase),
        signatureDemands());
  }

  /** Whom the policy believes is said for all images. */
  private List<String> signatureKeys() {
    List<String> keys = new ArrayList<>(List.of("require"));
    if (fields.path().isEmpty()) {
      keys.addAll(SignersReader.KEYS);
    }
    return keys;
  }

  /** Whom the policy believes about signatures. */
  Optional<SignersClause> signers(FilesBeside files) {
    return signatures.flatMap(
        clause -> new SignersReader(clause, files).read(fields.origin("signatures")));
  }

  private SignatureDemands signatureDemands() {
    return signatures
        .flatMap(
            clause ->
                clause
                    .get("require")
                    .map(
                        node ->
                            new SignatureDemandsReader(problems)
                                .read(node, clause.path("require"))))
        .orElse(SignatureDemands.NONE);
  }

  private Optional<Setting<Severity>> failOn() {
    return fields
        .get("failOn")
        .flatMap(node -> Values.severity(node, fields.path("failOn"), problems))
        .map(severity -> new Setting<>(severity, described("failOn", severity.label())));
  }

  /** The clause of that name with what it says. */
  private ClauseOrigin described(String name, String value) {
    ClauseOrigin origin = fields.origin(name);
    return new ClauseOrigin(origin.clause() + " " + value, origin.location());
  }

  private List<SeverityRule> severities() {
    Optional<Node> node = fields.get("severity");
    if (node.isEmpty()) {
      return List.of();
    }
    String path = fields.path("severity");
    if (!(node.get() instanceof Members mapping)) {
      problems.wrongType(node.get(), path, "a mapping");
      return List.of();
    }
    List<SeverityRule> rules = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    for (Member member : mapping.members()) {
      if (!seen.add(member.name())) {
        problems.add(member.location(), path + " names " + member.name() + " twice");
      }
      severity(member, path).ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<SeverityRule> severity(Member member, String path) {
    String name = member.name();
    int slash = name.indexOf('/');
    Node key = new Scalar(member.location(), name, true);
    Optional<CheckId> check =
        KnownChecks.named(slash < 0 ? name : name.substring(0, slash), key, path, problems);
    Optional<String> code =
        slash < 0 || check.isEmpty()
            ? Optional.empty()
            : KnownChecks.code(check.get(), name.substring(slash + 1), key, path, problems);
    List<String> words =
        new ArrayList<>(Arrays.stream(Severity.values()).map(Severity::label).toList());
    words.add(IGNORE);
    Optional<String> word = Values.oneOf(member.value(), path + "." + name, words, problems);
    if (check.isEmpty() || word.isEmpty() || (slash >= 0 && code.isEmpty())) {
      return Optional.empty();
    }
    Optional<Severity> severity =
        word.get().equals(IGNORE)
            ? Optional.empty()
            : Optional.of(Severity.values()[words.indexOf(word.get())]);
    SeverityRule rule =
        new SeverityRule(
            check.get(),
            code,
            severity,
            new ClauseOrigin(
                path + " " + name + ": " + word.get(), Optional.of(member.location())));
    return isAllowedOfIntegrity(rule) ? Optional.of(rule) : Optional.empty();
  }

  /** Broken bytes are no matter of taste. */
  private boolean isAllowedOfIntegrity(SeverityRule rule) {
    if (!rule.check().equals(CheckId.INTEGRITY)) {
      return true;
    }
    ClauseLocation place = rule.origin().location().orElseThrow();
    for (var code : KnownChecks.codes(CheckId.INTEGRITY).entrySet()) {
      boolean lowers =
          rule.severity().isEmpty() || rule.severity().get().compareTo(code.getValue()) < 0;
      if (rule.isAbout(CheckId.INTEGRITY, code.getKey()) && lowers) {
        problems.add(
            place,
            fields.path("severity")
                + ": integrity cannot be lowered, and "
                + code.getKey()
                + " is "
                + code.getValue().label());
        return false;
      }
    }
    return true;
  }

  private Optional<Setting<List<Setting<CheckId>>>> allowUnknown() {
    return checks("allowUnknown", "integrity cannot be allowed to be unknown");
  }

  /** A list of checks other than integrity. */
  Optional<Setting<List<Setting<CheckId>>>> checks(String name, String whyNotIntegrity) {
    return fields
        .get(name)
        .map(
            node ->
                new Setting<>(
                    Values.list(
                        node,
                        fields.path(name),
                        problems,
                        (item, path) -> check(item, path, name, whyNotIntegrity)),
                    fields.origin(name)));
  }

  private Optional<Setting<CheckId>> check(
      Node item, String path, String name, String whyNotIntegrity) {
    Optional<CheckId> check = KnownChecks.read(item, path, problems);
    if (check.equals(Optional.of(CheckId.INTEGRITY))) {
      problems.add(item, path + ": " + whyNotIntegrity);
      return Optional.empty();
    }
    return check.map(
        id ->
            new Setting<>(
                id, new ClauseOrigin(fields.path(name) + " " + id, Optional.of(item.location()))));
  }

  private Optional<Setting<UserRequirement>> user() {
    Optional<Fields> user =
        fields
            .get("user")
            .flatMap(node -> Fields.of(node, fields.path("user"), List.of("require"), problems));
    if (user.isEmpty()) {
      return Optional.empty();
    }
    List<String> labels =
        Arrays.stream(UserRequirement.values()).map(UserRequirement::label).toList();
    return user.get()
        .required("require")
        .flatMap(node -> Values.oneOf(node, user.get().path("require"), labels, problems))
        .flatMap(UserRequirement::labelled)
        .map(
            requirement -> {
              ClauseOrigin origin = user.get().origin("require");
              return new Setting<>(
                  requirement,
                  new ClauseOrigin(origin.clause() + " " + requirement.label(), origin.location()));
            });
  }

  private Optional<Fields> setuid() {
    Optional<Fields> clause = mapping("setuid", List.of("allow", "onlyFromBase"));
    clause
        .filter(fields -> !fields.has("allow") && !fields.has("onlyFromBase"))
        .ifPresent(fields -> fields.required("allow"));
    return clause;
  }

  private Optional<Setting<Boolean>> onlyFromBase(Fields setuid) {
    return setuid
        .get("onlyFromBase")
        .flatMap(node -> Values.flag(node, setuid.path("onlyFromBase"), problems))
        .map(
            only -> {
              ClauseOrigin origin = setuid.origin("onlyFromBase");
              return new Setting<>(
                  only, new ClauseOrigin(origin.clause() + " " + only, origin.location()));
            });
  }

  private Optional<Setting<List<CapabilityAllowance>>> capabilities() {
    Optional<Fields> clause = mapping("capabilities", List.of("allow"));
    clause.ifPresent(fields -> fields.required("allow"));
    return clause.flatMap(
        fields -> allowances(fields, new AllowanceReader(problems)::capabilities));
  }

  private Optional<Setting<BaseClause>> base() {
    return fields
        .get("base")
        .flatMap(
            node ->
                new BaseClauseReader(fields.path("base"), problems)
                    .read(node, fields.origin("base")));
  }

  private Optional<Fields> mapping(String name, List<String> keys) {
    return fields.get(name).flatMap(node -> Fields.of(node, fields.path(name), keys, problems));
  }

  private <T> Optional<Setting<List<T>>> allowances(Fields clause, Values.ItemReader<T> reader) {
    return clause
        .get("allow")
        .map(
            node ->
                new Setting<>(
                    Values.list(node, clause.path("allow"), problems, reader),
                    clause.origin("allow")));
  }
}

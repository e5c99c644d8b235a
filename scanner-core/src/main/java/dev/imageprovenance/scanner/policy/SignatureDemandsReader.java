package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import dev.imageprovenance.scanner.signature.trust.SummaryRequirement;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what is required of signatures and attestations; not thread-safe. */
final class SignatureDemandsReader {
  private static final List<String> KEYS = List.of("signers", "builder", "source", "vsa");
  private static final List<String> VSA_KEYS =
      List.of("levels", "resourceUris", "maxAgeDays", "policyDigests");
  private static final int LONGEST_DAYS = 3660;

  private final PolicyProblems problems;

  SignatureDemandsReader(PolicyProblems problems) {
    this.problems = problems;
  }

  /** What the clause {@code require} says. */
  SignatureDemands read(Node node, String path) {
    Optional<Fields> read = Fields.of(node, path, KEYS, problems);
    if (read.isEmpty()) {
      return SignatureDemands.NONE;
    }
    Fields require = read.get();
    if (KEYS.stream().noneMatch(require::has)) {
      problems.add(require.location(), path + " requires nothing: it needs one of " + words());
    }
    return new SignatureDemands(
        require.get("signers").map(list -> signers(list, require)),
        globs(require, "builder"),
        globs(require, "source"),
        require.get("vsa").flatMap(vsa -> summary(vsa, require)));
  }

  private static String words() {
    return String.join(", ", KEYS);
  }

  private Setting<List<List<String>>> signers(Node node, Fields require) {
    String path = require.path("signers");
    List<List<String>> groups = Values.list(node, path, problems, this::group);
    String words =
        String.join(", ", groups.stream().map(group -> String.join(" or ", group)).toList());
    return new Setting<>(groups, described(require, "signers", words));
  }

  /** A name, or a list of names of which one is enough. */
  private Optional<List<String>> group(Node item, String path) {
    if (!(item instanceof Items list)) {
      return Values.text(item, path, problems).map(List::of);
    }
    if (list.items().isEmpty()) {
      problems.add(item, path + " is empty: nobody could fulfil it");
      return Optional.empty();
    }
    return Optional.of(
        Values.list(item, path, problems, (name, where) -> Values.text(name, where, problems)));
  }

  private Optional<Setting<List<Glob>>> globs(Fields require, String name) {
    return require
        .get(name)
        .map(
            node ->
                Values.list(
                    node,
                    require.path(name),
                    problems,
                    (item, where) -> Values.glob(item, where, problems)))
        .map(
            globs ->
                new Setting<>(
                    globs,
                    described(
                        require,
                        name,
                        String.join(" or ", globs.stream().map(Glob::toString).toList()))));
  }

  private static ClauseOrigin described(Fields require, String name, String words) {
    ClauseOrigin origin = require.origin(name);
    return new ClauseOrigin(
        origin.clause() + (words.isEmpty() ? " nobody" : " " + words), origin.location());
  }

  private Optional<Setting<SummaryRequirement>> summary(Node node, Fields require) {
    return Fields.of(node, require.path("vsa"), VSA_KEYS, problems)
        .map(
            vsa -> {
              List<String> levels = texts(vsa, "levels");
              return new Setting<>(
                  new SummaryRequirement(
                      texts(vsa, "resourceUris"),
                      policyDigests(vsa),
                      maxAge(vsa),
                      new LinkedHashSet<>(levels)),
                  new ClauseOrigin(
                      require.path("vsa")
                          + (levels.isEmpty() ? "" : " " + Text.excerpt(String.join(", ", levels))),
                      require.origin("vsa").location()));
            });
  }

  private List<String> texts(Fields vsa, String name) {
    return vsa.get(name)
        .map(
            node ->
                Values.list(
                    node,
                    vsa.path(name),
                    problems,
                    (item, where) -> Values.text(item, where, problems)))
        .orElse(List.of());
  }

  private Set<String> policyDigests(Fields vsa) {
    Set<String> digests = new LinkedHashSet<>();
    vsa.get("policyDigests")
        .ifPresent(
            node ->
                Values.list(
                        node,
                        vsa.path("policyDigests"),
                        problems,
                        (item, where) -> Values.sha256(item, where, problems))
                    .stream()
                    .map(Digest::encoded)
                    .forEach(digests::add));
    return digests;
  }

  private Optional<Duration> maxAge(Fields vsa) {
    return vsa.get("maxAgeDays")
        .flatMap(node -> Values.number(node, vsa.path("maxAgeDays"), 1, LONGEST_DAYS, problems))
        .map(Duration::ofDays);
  }
}

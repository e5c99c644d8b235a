package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.policy.syntax.Node;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the items of {@code waivers}; not thread-safe. */
final class WaiverReader {
  private static final List<String> KEYS =
      List.of(
          "id", "check", "code", "image", "path", "mode", "sha256", "reason", "owner", "expires");

  private final PolicyProblems problems;
  private final Map<String, Integer> lines = new HashMap<>();

  WaiverReader(PolicyProblems problems) {
    this.problems = problems;
  }

  Optional<Waiver> read(Node item, String path) {
    Optional<Fields> fields = Fields.of(item, path, KEYS, problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields waiver = fields.get();
    Optional<String> id = text(waiver, waiver.required("id"), "id");
    Optional<CheckId> check = check(waiver);
    Optional<String> code = code(waiver, check);
    Optional<Glob> image =
        waiver.get("image").flatMap(node -> Values.glob(node, waiver.path("image"), problems));
    Optional<Glob> files =
        waiver.get("path").flatMap(node -> Values.pathGlob(node, waiver.path("path"), problems));
    Optional<Integer> mode =
        waiver.get("mode").flatMap(node -> Values.mode(node, waiver.path("mode"), problems));
    Optional<String> sha256 =
        waiver
            .get("sha256")
            .flatMap(node -> Values.sha256(node, waiver.path("sha256"), problems))
            .map(Digest::toString);
    Optional<String> reason = text(waiver, waiver.required("reason"), "reason");
    Optional<String> owner = text(waiver, waiver.get("owner"), "owner");
    Optional<LocalDate> expires =
        waiver
            .required("expires")
            .flatMap(node -> Values.date(node, waiver.path("expires"), problems));
    id.ifPresent(name -> requireUnique(name, waiver));
    if (id.isEmpty() || check.isEmpty() || reason.isEmpty() || expires.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Waiver(
            id.get(),
            check.get(),
            code,
            image,
            files,
            mode,
            sha256,
            reason.get(),
            owner,
            expires.get(),
            new ClauseOrigin("waiver " + id.get(), Optional.of(item.location()))));
  }

  private Optional<String> text(Fields waiver, Optional<Node> node, String name) {
    return node.flatMap(value -> Values.text(value, waiver.path(name), problems));
  }

  private Optional<CheckId> check(Fields waiver) {
    Optional<Node> node = waiver.required("check");
    Optional<CheckId> check =
        node.flatMap(value -> KnownChecks.read(value, waiver.path("check"), problems));
    if (check.isPresent()
        && (check.get().equals(CheckId.INTEGRITY) || check.get().equals(CheckId.WAIVERS))) {
      problems.add(
          node.orElseThrow(),
          waiver.path("check")
              + (check.get().equals(CheckId.INTEGRITY)
                  ? ": integrity cannot be waived: bytes that are not what was promised are another"
                      + " image"
                  : ": an expired waiver cannot be waived: renew it or take it out"));
      return Optional.empty();
    }
    return check;
  }

  private Optional<String> code(Fields waiver, Optional<CheckId> check) {
    Optional<Node> node = waiver.get("code");
    Optional<String> text = text(waiver, node, "code");
    return check.isEmpty() || text.isEmpty()
        ? Optional.empty()
        : KnownChecks.code(
            check.get(), text.get(), node.orElseThrow(), waiver.path("code"), problems);
  }

  private void requireUnique(String id, Fields waiver) {
    Integer earlier = lines.putIfAbsent(id, waiver.location().line());
    if (earlier != null) {
      problems.add(
          waiver.location(),
          waiver.path() + ": the waiver in line " + earlier + " has the same id");
    }
  }
}

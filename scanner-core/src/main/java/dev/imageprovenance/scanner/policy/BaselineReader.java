package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.FindingFingerprint;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Baseline.Entry;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.PolicySyntax;
import dev.imageprovenance.scanner.policy.syntax.SyntaxException;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads a baseline as strictly as a policy; used once. */
final class BaselineReader {
  private static final int MAX_BYTES = 16 << 20;

  private final PolicyProblems problems = new PolicyProblems();

  private BaselineReader() {}

  static Baseline read(Path written, Path directory) {
    String name = written.normalize().toString();
    Node root;
    try {
      root = PolicySyntax.parseJson(name, content(directory.resolve(written), name), MAX_BYTES);
    } catch (SyntaxException e) {
      throw InvalidPolicy.ofBaseline(List.of(e.problem()));
    }
    BaselineReader reader = new BaselineReader();
    Map<String, Map<String, Entry>> images = reader.images(root);
    if (!reader.problems.isEmpty()) {
      throw InvalidPolicy.ofBaseline(reader.problems.inOrder());
    }
    return Baseline.of(name, images);
  }

  private static byte[] content(Path file, String name) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES + 1);
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The baseline "
              + Text.escape(name)
              + " cannot be read: "
              + (e instanceof NoSuchFileException
                  ? "there is no such file"
                  : Text.excerpt(e.toString())),
          "Write one with --write-baseline.",
          e);
    }
  }

  private Map<String, Map<String, Entry>> images(Node root) {
    Map<String, Map<String, Entry>> images = new HashMap<>();
    Fields.of(root, "", List.of("baselineVersion", "images"), problems)
        .ifPresent(
            fields -> {
              fields
                  .required("baselineVersion")
                  .ifPresent(node -> Values.number(node, "baselineVersion", 1, 1, problems));
              fields
                  .required("images")
                  .ifPresent(
                      node ->
                          Values.list(
                              node, "images", problems, (item, path) -> image(item, path, images)));
            });
    return images;
  }

  private Optional<String> image(Node item, String path, Map<String, Map<String, Entry>> images) {
    Optional<Fields> fields = Fields.of(item, path, List.of("name", "findings"), problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields image = fields.get();
    Optional<String> name =
        image.required("name").flatMap(node -> Values.text(node, image.path("name"), problems));
    List<Entry> entries =
        image
            .required("findings")
            .map(node -> Values.list(node, image.path("findings"), problems, this::entry))
            .orElse(List.of());
    name.ifPresent(
        called -> {
          Map<String, Entry> known = images.computeIfAbsent(called, unused -> new TreeMap<>());
          entries.forEach(entry -> known.put(entry.fingerprint().value(), entry));
        });
    return name;
  }

  private Optional<Entry> entry(Node item, String path) {
    Optional<Fields> fields =
        Fields.of(item, path, List.of("fingerprint", "check", "code", "subject"), problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields entry = fields.get();
    Optional<String> value =
        entry
            .required("fingerprint")
            .flatMap(node -> Values.text(node, entry.path("fingerprint"), problems));
    if (value.isPresent() && !FindingFingerprint.isOne(value.get())) {
      problems.add(entry.location(), entry.path("fingerprint") + " must be 64 hexadecimal digits");
      return Optional.empty();
    }
    String check = shown(entry, "check");
    String code = shown(entry, "code");
    String subject = shown(entry, "subject");
    return value.map(digits -> new Entry(new FindingFingerprint(digits), check, code, subject));
  }

  /** What is there for a person only. */
  private static String shown(Fields entry, String name) {
    return entry
        .get(name)
        .filter(node -> node instanceof Node.Scalar)
        .map(node -> ((Node.Scalar) node).value())
        .orElse("");
  }
}

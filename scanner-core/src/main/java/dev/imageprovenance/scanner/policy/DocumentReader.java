package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.policy.syntax.Node.Member;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import dev.imageprovenance.scanner.policy.syntax.PolicySyntax;
import dev.imageprovenance.scanner.policy.syntax.SyntaxException;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one policy file, strictly and to its end; used once. */
final class DocumentReader {
  /** Longest a waiver may last in any policy, in days. */
  private static final int LONGEST_WAIVER = 3660;

  private static final List<String> OWN_KEYS =
      List.of(
          "version",
          "extends",
          "profile",
          "trust",
          "images",
          "waivers",
          "maxWaiverDays",
          "waivable",
          "controls");

  private final PolicySource source;
  private final FilesBeside files;
  private final PolicyProblems problems = new PolicyProblems();

  private DocumentReader(PolicySource source, FilesBeside files) {
    this.source = source;
    this.files = files;
  }

  /**
   * The document.
   *
   * @param files what it can name beside itself
   * @throws ScanException of kind CONFIGURATION that tells everything that is wrong, each with its
   *     line and column
   */
  static PolicyDocument read(String name, byte[] content, FilesBeside files) {
    Node root;
    try {
      root = PolicySyntax.parse(name, content);
    } catch (SyntaxException e) {
      throw InvalidPolicy.of(List.of(e.problem()));
    }
    DocumentReader reader =
        new DocumentReader(new PolicySource(name, Digest.sha256(content)), files);
    Optional<PolicyDocument> document = reader.read(root);
    if (document.isEmpty() || !reader.problems.isEmpty()) {
      throw InvalidPolicy.of(reader.problems.inOrder());
    }
    return document.get();
  }

  private Optional<PolicyDocument> read(Node root) {
    List<String> known = new ArrayList<>(OWN_KEYS);
    known.addAll(ClauseReader.KEYS);
    return Fields.of(root, "", known, problems).map(this::read);
  }

  private PolicyDocument read(Fields fields) {
    fields.required("version").ifPresent(node -> Values.number(node, "version", 1, 1, problems));
    ClauseReader clauses = new ClauseReader(fields);
    return new PolicyDocument(
        source,
        fields.location(),
        fields.get("extends").flatMap(node -> extension(node, fields.origin("extends"))),
        profile(fields),
        clauses.read(),
        sections(fields),
        fields
            .get("trust")
            .flatMap(node -> TrustReader.read(node, fields.origin("trust"), problems)),
        clauses.signers(files),
        waivers(fields),
        fields
            .get("maxWaiverDays")
            .flatMap(node -> Values.number(node, "maxWaiverDays", 1, LONGEST_WAIVER, problems))
            .map(days -> new Setting<>(days, fields.origin("maxWaiverDays"))),
        clauses.checks("waivable", "integrity cannot be waived"),
        controls(fields));
  }

  private Optional<Extension> extension(Node node, ClauseOrigin origin) {
    if (node instanceof Scalar) {
      return Values.text(node, "extends", problems)
          .flatMap(
              file -> {
                if (file.contains("://")) {
                  problems.add(
                      node,
                      "extends: a URL needs the sha256 of what it leads to: write url and"
                          + " sha256 as a mapping");
                  return Optional.empty();
                }
                return Optional.of(new Extension(file, false, Optional.empty(), origin));
              });
    }
    return Fields.of(node, "extends", List.of("file", "url", "sha256"), problems)
        .flatMap(fields -> extension(fields, origin));
  }

  private Optional<Extension> extension(Fields fields, ClauseOrigin origin) {
    boolean isUrl = fields.has("url");
    if (isUrl == fields.has("file")) {
      problems.add(fields.location(), "extends needs either file or url");
      return Optional.empty();
    }
    Optional<Digest> sha256 =
        (isUrl ? fields.required("sha256") : fields.get("sha256"))
            .flatMap(node -> Values.sha256(node, "extends.sha256", problems));
    String name = isUrl ? "url" : "file";
    return fields
        .get(name)
        .flatMap(node -> Values.text(node, "extends." + name, problems))
        .map(target -> new Extension(target, isUrl, sha256, origin));
  }

  private Optional<Setting<PolicyDocument>> profile(Fields fields) {
    return fields
        .get("profile")
        .flatMap(node -> Values.oneOf(node, "profile", Profiles.NAMES, problems))
        .map(
            name ->
                new Setting<>(
                    Profiles.document(name),
                    new ClauseOrigin("profile " + name, fields.origin("profile").location())));
  }

  private List<ImageSection> sections(Fields fields) {
    List<ImageSection> sections = new ArrayList<>();
    fields
        .get("images")
        .ifPresent(
            node ->
                Values.list(
                    node,
                    "images",
                    problems,
                    (item, path) -> {
                      section(item, path, sections.size()).ifPresent(sections::add);
                      return Optional.empty();
                    }));
    return sections;
  }

  private Optional<ImageSection> section(Node item, String path, int position) {
    List<String> known = new ArrayList<>(List.of("match"));
    known.addAll(ClauseReader.KEYS);
    Optional<Fields> fields = Fields.of(item, path, known, problems);
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    Fields section = fields.get();
    Optional<Glob> match =
        section
            .required("match")
            .flatMap(node -> Values.glob(node, section.path("match"), problems));
    Clauses clauses = new ClauseReader(section).read();
    return match.map(
        glob ->
            new ImageSection(
                glob,
                clauses,
                position,
                new ClauseOrigin("images " + glob, Optional.of(item.location()))));
  }

  private List<Waiver> waivers(Fields fields) {
    WaiverReader reader = new WaiverReader(problems);
    return fields
        .get("waivers")
        .map(node -> Values.list(node, "waivers", problems, reader::read))
        .orElse(List.of());
  }

  private List<Control> controls(Fields fields) {
    Optional<Node> node = fields.get("controls");
    if (node.isEmpty()) {
      return List.of();
    }
    List<Control> controls = new ArrayList<>();
    List<String> checks = KnownChecks.all().keySet().stream().map(CheckId::value).toList();
    Fields.of(node.get(), "controls", checks, problems)
        .ifPresent(
            fieldsOfControls -> {
              for (Member member : fieldsOfControls.all()) {
                String path = "controls." + member.name();
                Values.text(member.value(), path, problems)
                    .ifPresent(name -> controls.add(new Control(new CheckId(member.name()), name)));
              }
            });
    return controls;
  }
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.policy.syntax.Node;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryGlob;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Reads whom a policy file believes about images; not thread-safe. */
final class SignersReader {
  /** The keys of the clause {@code signatures} that it reads. */
  static final List<String> KEYS = List.of("signers", "mappings", "trustedRoot");

  private static final List<String> WHO = List.of("key", "pem", "identity");
  private static final List<String> SIGNER_KEYS =
      List.of("name", "key", "pem", "identity", "issuer", "purposes", "repositories", "ids");

  private final Fields fields;
  private final FilesBeside files;
  private final PolicyProblems problems;
  private final Set<String> names = new HashSet<>();

  /**
   * Reads a clause.
   *
   * @param fields the clause {@code signatures}
   */
  SignersReader(Fields fields, FilesBeside files) {
    this.fields = fields;
    this.files = files;
    this.problems = fields.problems();
  }

  /** What it says; empty when it says nothing about signers. */
  Optional<SignersClause> read(ClauseOrigin origin) {
    if (KEYS.stream().noneMatch(fields::has)) {
      return Optional.empty();
    }
    List<PolicySigner> signers = list("signers", this::signer);
    List<Setting<RepositoryMapping>> mappings = list("mappings", this::mapping);
    Optional<Setting<TrustedRoot>> root = trustedRoot();
    return Optional.of(new SignersClause(signers, mappings, root, files.sources(), origin));
  }

  private <T> List<T> list(String name, Values.ItemReader<T> reader) {
    return fields
        .get(name)
        .map(node -> Values.list(node, fields.path(name), problems, reader))
        .orElse(List.of());
  }

  private Optional<Setting<TrustedRoot>> trustedRoot() {
    String path = fields.path("trustedRoot");
    return fields
        .get("trustedRoot")
        .flatMap(
            node ->
                Values.text(node, path, problems)
                    .flatMap(name -> files.read(name, node, path, problems))
                    .flatMap(
                        content ->
                            checked(
                                node,
                                () ->
                                    new TrustedRoot(
                                        content.name(), RawDocument.of(content.bytes())))))
        .map(root -> new Setting<>(root, fields.origin("trustedRoot")));
  }

  private Optional<Setting<RepositoryMapping>> mapping(Node item, String path) {
    Optional<Fields> read = Fields.of(item, path, List.of("foundAt", "signedAs"), problems);
    Optional<String> foundAt = read.flatMap(mapping -> text(mapping, "foundAt"));
    Optional<String> signedAs = read.flatMap(mapping -> text(mapping, "signedAs"));
    return foundAt.flatMap(
        found ->
            signedAs
                .flatMap(signed -> checked(item, () -> new RepositoryMapping(found, signed)))
                .map(
                    mapping ->
                        new Setting<>(
                            mapping,
                            new ClauseOrigin(
                                fields.path("mappings") + " " + found,
                                Optional.of(item.location())))));
  }

  private Optional<PolicySigner> signer(Node item, String path) {
    Optional<Fields> read = Fields.of(item, path, SIGNER_KEYS, problems);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields signer = read.get();
    Optional<String> name = text(signer, "name");
    if (name.isPresent() && !names.add(name.get())) {
      problems.add(signer.location(), path + ": there is another signer of that name");
    }
    Optional<SignerScope> scope = scope(item, signer);
    if (WHO.stream().filter(signer::has).count() != 1) {
      problems.add(
          signer.location(), path + " needs one of " + String.join(", ", WHO) + ", and no other");
      return Optional.empty();
    }
    Optional<TrustedSigner> trusted = trusted(signer, name.orElse(""), scope);
    return name.flatMap(
        called ->
            trusted.map(
                one ->
                    new PolicySigner(
                        one,
                        signer.get("key").flatMap(node -> text(signer, "key")),
                        new ClauseOrigin("signer " + called, Optional.of(item.location())))));
  }

  private Optional<TrustedSigner> trusted(Fields signer, String name, Optional<SignerScope> scope) {
    if (signer.has("identity")) {
      return identity(signer, name, scope);
    }
    if (signer.has("issuer")) {
      problems.add(signer.location(), signer.path() + ": issuer belongs to identity, not to a key");
    }
    return pem(signer)
        .flatMap(
            pem ->
                scope.flatMap(
                    believed ->
                        checked(
                            signer.get("key").or(() -> signer.get("pem")).orElseThrow(),
                            () -> TrustedKey.ofPem(name, pem, believed))));
  }

  private Optional<String> pem(Fields signer) {
    if (signer.has("pem")) {
      return text(signer, "pem");
    }
    Node node = signer.get("key").orElseThrow();
    return text(signer, "key")
        .flatMap(name -> files.read(name, node, signer.path("key"), problems))
        .map(content -> new String(content.bytes(), StandardCharsets.ISO_8859_1));
  }

  private Optional<TrustedSigner> identity(
      Fields signer, String name, Optional<SignerScope> scope) {
    Optional<TextMatch> identity = match(signer, "identity");
    Optional<TextMatch> issuer = match(signer, "issuer");
    return identity.flatMap(
        who ->
            issuer.flatMap(
                by -> scope.map(believed -> new TrustedIdentity(name, who, by, believed))));
  }

  private Optional<TextMatch> match(Fields signer, String name) {
    Optional<String> text = text(signer, name);
    return text.flatMap(
        glob -> checked(signer.get(name).orElseThrow(), () -> TextMatch.like(glob)));
  }

  private Optional<SignerScope> scope(Node item, Fields signer) {
    List<String> labels = Arrays.stream(Purpose.values()).map(Purpose::label).toList();
    Set<Purpose> purposes = new LinkedHashSet<>();
    required(signer, "purposes", (node, where) -> Values.oneOf(node, where, labels, problems))
        .forEach(label -> purposes.add(Purpose.values()[labels.indexOf(label)]));
    List<RepositoryGlob> repositories =
        required(
            signer,
            "repositories",
            (node, where) ->
                Values.text(node, where, problems)
                    .flatMap(text -> checked(node, () -> RepositoryGlob.parse(text))));
    Set<String> ids = new LinkedHashSet<>();
    signer
        .get("ids")
        .ifPresent(
            node ->
                ids.addAll(
                    Values.list(
                        node,
                        signer.path("ids"),
                        problems,
                        (id, where) -> Values.text(id, where, problems))));
    return purposes.isEmpty() || repositories.isEmpty()
        ? Optional.empty()
        : checked(item, () -> new SignerScope(purposes, repositories, ids));
  }

  private <T> List<T> required(Fields signer, String name, Values.ItemReader<T> reader) {
    Optional<Node> node = signer.required(name);
    if (node.isPresent() && node.get() instanceof Node.Items list && list.items().isEmpty()) {
      problems.add(node.get(), signer.path(name) + " is empty: nothing that it signs would count");
    }
    return node.map(list -> Values.list(list, signer.path(name), problems, reader))
        .orElse(List.of());
  }

  private Optional<String> text(Fields of, String name) {
    return of.required(name).flatMap(node -> Values.text(node, of.path(name), problems));
  }

  /** What the model refuses is a problem at {@code node}. */
  private <T> Optional<T> checked(Node node, Supplier<T> value) {
    try {
      return Optional.of(value.get());
    } catch (ScanException e) {
      problems.add(node, e.getMessage() + e.remedy().map(remedy -> ". " + remedy).orElse(""));
      return Optional.empty();
    }
  }
}

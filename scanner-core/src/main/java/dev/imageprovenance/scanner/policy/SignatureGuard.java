package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Suggestion;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.PolicyProblem;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds that what a chain of policy files says about signatures can be fulfilled, and that no file
 * lets more people speak for what it extends; used once.
 *
 * <p>Requirements cannot be loosened: each file's must hold, by the word of the signers that the
 * file knows.
 */
final class SignatureGuard {
  private final Map<String, PolicySigner> signers = new HashMap<>();
  private final Map<RepositoryMapping, ClauseOrigin> mappings = new HashMap<>();
  private final List<PolicyProblem> problems = new ArrayList<>();
  private Optional<ClauseOrigin> floor = Optional.empty();
  private Optional<ClauseOrigin> root = Optional.empty();
  private boolean requiresSomething;

  private SignatureGuard() {}

  /**
   * Requires it of a chain of files.
   *
   * @param documents what is extended before what extends it
   * @throws ScanException of kind CONFIGURATION
   */
  static void requireConsistent(List<PolicyDocument> documents) {
    SignatureGuard guard = new SignatureGuard();
    documents.forEach(guard::examine);
    if (!guard.requiresSomething && guard.floor.isPresent()) {
      guard.add(
          guard.floor.get(),
          "signatures requires nothing of any image: add signatures.require, here or in a section"
              + " of images");
    }
    if (!guard.problems.isEmpty()) {
      throw InvalidPolicy.of(guard.problems);
    }
  }

  private void examine(PolicyDocument document) {
    document.signers().ifPresent(this::examine);
    examine(document.general().signatures());
    document.sections().forEach(section -> examine(section.clauses().signatures()));
  }

  private void examine(SignersClause clause) {
    clause.trustedRoot().ifPresent(this::examineRoot);
    clause.signers().forEach(this::examine);
    for (Setting<RepositoryMapping> mapping : clause.mappings()) {
      if (floor.isPresent() && !mappings.containsKey(mapping.value())) {
        add(
            mapping.origin(),
            mapping.origin().clause()
                + " would loosen "
                + new ClauseOrigin("signatures.mappings", floor.get().location()));
      }
    }
    clause.mappings().forEach(mapping -> mappings.put(mapping.value(), mapping.origin()));
    floor = Optional.of(clause.origin());
  }

  private void examineRoot(Setting<?> own) {
    if (root.isPresent()) {
      add(own.origin(), own.origin().clause() + " would loosen " + root.get());
    }
    root = root.or(() -> Optional.of(own.origin()));
  }

  private void examine(PolicySigner signer) {
    PolicySigner earlier = signers.putIfAbsent(signer.name(), signer);
    if (earlier != null) {
      add(signer.origin(), signer.origin().clause() + " would loosen " + earlier.origin());
    }
    if (signer.signer() instanceof TrustedIdentity && root.isEmpty()) {
      add(
          signer.origin(),
          signer.origin().clause()
              + " is an identity, which needs signatures.trustedRoot: a file that its certificates"
              + " must lead to");
    }
  }

  private void examine(SignatureDemands demands) {
    requiresSomething |= demands.requiresSomething();
    if (demands.signers().isPresent()) {
      ClauseOrigin origin = demands.signers().get().origin();
      demands.signers().get().value().stream()
          .flatMap(List::stream)
          .distinct()
          .forEach(name -> requireSigner(name, origin));
    }
    demands
        .builders()
        .filter(setting -> !setting.value().isEmpty())
        .ifPresent(setting -> requireSomebody(Purpose.PROVENANCE, setting.origin()));
    demands
        .sources()
        .filter(setting -> !setting.value().isEmpty())
        .ifPresent(setting -> requireSomebody(Purpose.PROVENANCE, setting.origin()));
    demands.summary().ifPresent(setting -> requireSomebody(Purpose.VSA, setting.origin()));
  }

  private void requireSigner(String name, ClauseOrigin origin) {
    PolicySigner signer = signers.get(name);
    if (signer == null) {
      add(
          origin,
          origin.clause()
              + ": there is no signer \""
              + Text.excerpt(name)
              + "\""
              + Suggestion.hint(name, signers.keySet()));
    } else if (!signer.isTrustedWith(Purpose.IMAGE)) {
      add(
          origin,
          origin.clause()
              + ": "
              + signer.origin()
              + " is not trusted with images: give it the purpose image");
    }
  }

  private void requireSomebody(Purpose purpose, ClauseOrigin origin) {
    if (signers.values().stream().noneMatch(signer -> signer.isTrustedWith(purpose))) {
      add(
          origin,
          origin.clause() + ": no signer has the purpose " + purpose.label() + ", so none passes");
    }
  }

  private void add(ClauseOrigin place, String message) {
    problems.add(new PolicyProblem(place.location().orElseThrow(), message));
  }
}

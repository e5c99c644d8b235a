package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.trust.RepositoryMapping;
import java.util.List;
import java.util.Optional;

/**
 * Compares the name that a signature holds with the one that the image was found under
 * (containers-signature(5), "docker-reference"); stateless.
 */
final class SignedName {
  private SignedName() {}

  /**
   * What the comparison came to.
   *
   * @param fits whether the signature is for this name
   * @param signedAs the other name, when a mapping makes it fit
   */
  record Outcome(boolean fits, Optional<String> signedAs) {
    private static final Outcome OTHER = new Outcome(false, Optional.empty());
  }

  /**
   * The repository must be the same, or another that a mapping names. A tag counts where one was
   * signed and one was asked for, and no digest was: then a signed {@code :1} is not for {@code
   * :2}.
   */
  static Outcome compare(String signed, Reference found, List<RepositoryMapping> mappings) {
    Reference reference;
    try {
      reference = Reference.parse(signed);
    } catch (ScanException e) {
      return Outcome.OTHER;
    }
    boolean tagMatters = hasTag(signed) && found.tag().isPresent() && found.digest().isEmpty();
    if (tagMatters && !reference.tag().equals(found.tag())) {
      return Outcome.OTHER;
    }
    String signedRepository = repository(reference);
    String foundRepository = repository(found);
    if (signedRepository.equals(foundRepository)) {
      return new Outcome(true, Optional.empty());
    }
    boolean mapped =
        mappings.stream()
            .flatMap(mapping -> mapping.signedName(foundRepository).stream())
            .anyMatch(signedRepository::equals);
    return mapped ? new Outcome(true, Optional.of(Text.excerpt(signed))) : Outcome.OTHER;
  }

  private static String repository(Reference reference) {
    return reference.registry() + "/" + reference.repository();
  }

  /** A reference without a tag is parsed as if it had said latest. */
  private static boolean hasTag(String signed) {
    int at = signed.indexOf('@');
    String name = at < 0 ? signed : signed.substring(0, at);
    return name.indexOf(':', name.lastIndexOf('/') + 1) >= 0;
  }
}

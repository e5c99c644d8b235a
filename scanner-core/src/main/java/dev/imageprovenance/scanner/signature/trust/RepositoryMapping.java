package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says that images found below one name were signed under another, as a mirror's are; immutable.
 * Reports say when a signature counted because of it.
 *
 * @param foundAt where images are found: a registry, or a registry and the first parts of
 *     repositories, such as {@code mirror.example/hub}
 * @param signedAs what stands in the signatures instead of that, such as {@code docker.io/library}
 */
public record RepositoryMapping(String foundAt, String signedAs) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9._:\\[\\]-]+(/[a-z0-9._-]+)*");

  /**
   * Checks both names.
   *
   * @throws ScanException of kind CONFIGURATION if one is no registry or repository
   */
  public RepositoryMapping {
    for (String name : new String[] {foundAt, signedAs}) {
      if (!FORM.matcher(name).matches()) {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            "\"" + Text.excerpt(name) + "\" is no registry or repository",
            "Write it like mirror.example/hub, without a tag and without a slash at its end.",
            null);
      }
    }
  }

  /** The name that signatures of {@code repository} hold; empty if it lies elsewhere. */
  public Optional<String> signedName(String repository) {
    if (repository.equals(foundAt)) {
      return Optional.of(signedAs);
    }
    return repository.startsWith(foundAt + "/")
        ? Optional.of(signedAs + repository.substring(foundAt.length()))
        : Optional.empty();
  }
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.oci.Glob;
import java.util.Optional;

/**
 * A setuid or setgid file that is accepted whatever its severity; immutable.
 *
 * @param path absolute paths inside the image, as reports print them
 * @param mode its permission bits (07777); empty for any
 * @param owner its owner's name or number: {@code root} is uid 0 and no other name is; empty for
 *     any
 * @param sha256 its content, with prefix; empty for any
 * @param origin the clause
 */
public record SetuidAllowance(
    Glob path,
    Optional<Integer> mode,
    Optional<String> owner,
    Optional<String> sha256,
    ClauseOrigin origin) {
  /** Whether a file of that name, as reports print it, with these attributes is accepted. */
  boolean covers(String printedPath, FileEvidence file) {
    return path.matches(printedPath)
        && (mode.isEmpty() || mode.get() == file.mode())
        && (owner.isEmpty() || isOwner(owner.get(), file))
        && (sha256.isEmpty() || sha256.equals(file.contentDigest()));
  }

  /** Whether everything that {@code narrower} accepts is accepted by this too. */
  boolean includes(SetuidAllowance narrower) {
    return path.includes(narrower.path)
        && (mode.isEmpty() || mode.equals(narrower.mode))
        && (owner.isEmpty() || owner.equals(narrower.owner))
        && (sha256.isEmpty() || sha256.equals(narrower.sha256));
  }

  /** The image's own passwd may give uid 0 any name. */
  private static boolean isOwner(String owner, FileEvidence file) {
    if (owner.equals("root") || owner.equals("0")) {
      return file.uid() == 0;
    }
    return file.uid() != 0
        && (owner.equals(Long.toString(file.uid())) || file.owner().equals(Optional.of(owner)));
  }
}

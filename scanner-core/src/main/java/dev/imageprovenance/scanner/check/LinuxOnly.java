package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.oci.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Knows which images have users and permission bits as Linux has them; stateless. */
final class LinuxOnly {
  private LinuxOnly() {}

  /** Why users and permissions of this image cannot be judged; empty for Linux and its kin. */
  static Optional<String> whyUnsupported(ImageFacts facts) {
    String os = facts.image().config().platform().normalized().os();
    return os.equals("windows")
        ? Optional.of(
            "unsupported: users and permissions of "
                + Text.excerpt(facts.image().config().platform().toString())
                + " images are not understood")
        : Optional.empty();
  }

  /**
   * What {@code judge} says of the file systems; unknown where they, or users and permissions in
   * them, are not known.
   */
  static CheckOutcome judgeTrees(
      CheckId check, ImageFacts facts, Function<List<FileTree>, CheckOutcome> judge) {
    Optional<String> unsupported = whyUnsupported(facts);
    if (unsupported.isPresent()) {
      return Findings.unknown(check, unsupported.get());
    }
    return facts.trees() instanceof Fact.Known<List<FileTree>> trees
        ? judge.apply(trees.value())
        : Findings.unknown(check, facts.trees().whyUnknown().orElseThrow());
  }
}

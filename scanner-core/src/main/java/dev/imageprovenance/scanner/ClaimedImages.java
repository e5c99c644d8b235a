package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Optional;

/**
 * Looks for what only claims name, and no further than is allowed: beside the image, at registries
 * that may be asked, and among what is remembered of the others; not thread-safe.
 */
final class ClaimedImages {
  private static final String HOW_TO_ASK =
      "If that registry may be asked, name the base with --base.";

  private final AskedBases asked;
  private final BaseReader reader;
  private final Optional<ContentStore> beside;
  private final ScanContext context;

  /**
   * @param store what the image was read from
   */
  ClaimedImages(
      AskedBases asked, BaseReader reader, Optional<ContentStore> store, ScanContext context) {
    this.asked = asked;
    this.reader = reader;
    this.beside = store.filter(ClaimedImages::isLayout);
    this.context = context;
  }

  /** What a layout holds costs no request. */
  private static boolean isLayout(ContentStore store) {
    return store.kind() == SourceKind.OCI_LAYOUT || store.kind() == SourceKind.OCI_ARCHIVE;
  }

  List<CandidateReading> read(Reference claimed) {
    context.cancellation().throwIfCancelled();
    Optional<CandidateReading> found = claimed.digest().flatMap(this::readBeside);
    if (found.isPresent()) {
      return List.of(found.get());
    }
    Optional<String> whyNot = asked.whyNotAsked(claimed);
    if (whyNot.isEmpty()) {
      return reader.read(claimed);
    }
    List<CandidateReading> remembered = reader.remembered(claimed);
    return remembered.isEmpty()
        ? List.of(new CandidateReading.Unknown(whyNot.get(), Optional.of(HOW_TO_ASK)))
        : remembered;
  }

  /** It goes by its place there: nobody has seen the registry that is claimed serve it. */
  private Optional<CandidateReading> readBeside(Digest digest) {
    try {
      return beside.map(store -> reader.read(store, digest));
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      return Optional.empty();
    }
  }
}

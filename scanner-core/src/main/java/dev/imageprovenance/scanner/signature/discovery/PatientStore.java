package dev.imageprovenance.scanner.signature.discovery;

import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store that is given up after two failures in a row to get an answer, so that hundreds of
 * signatures do not wait for it one after another; not thread-safe. Each failure has had its own
 * retries.
 */
public final class PatientStore implements ContentStore {
  private static final int FAILURES = 2;

  private final ContentStore store;
  private int failures;

  /** Asks {@code store}. */
  public PatientStore(ContentStore store) {
    this.store = store;
  }

  /**
   * Asks anything that takes the store to answer.
   *
   * @throws ScanException what the question throws, or UNREACHABLE once the store is given up
   */
  public <T> T ask(Supplier<T> question) {
    if (failures >= FAILURES) {
      throw new ScanException(
          ProblemKind.UNREACHABLE, "not asked, because the last two answers did not come");
    }
    try {
      T answer = question.get();
      failures = 0;
      return answer;
    } catch (ScanException e) {
      failures = e.kind() == ProblemKind.UNREACHABLE ? failures + 1 : 0;
      throw e;
    }
  }

  @Override
  public SourceKind kind() {
    return store.kind();
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public StoredManifest manifestByTag(String tag) {
    return ask(() -> store.manifestByTag(tag));
  }

  @Override
  public StoredManifest manifestByDigest(Digest digest) {
    return ask(() -> store.manifestByDigest(digest));
  }

  /** Not counted: an answer is one only when its last byte is there. */
  @Override
  public InputStream blob(Descriptor descriptor) throws IOException {
    return store.blob(descriptor);
  }

  @Override
  public List<String> tags() {
    return ask(store::tags);
  }

  @Override
  public Referrers referrers(Digest subject, Optional<String> artifactType) {
    return ask(() -> store.referrers(subject, artifactType));
  }
}

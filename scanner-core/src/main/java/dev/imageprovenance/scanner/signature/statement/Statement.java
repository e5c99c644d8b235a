package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;

/**
 * Somebody's statement about some content (in-toto attestation, Statement v0.1 and v1); immutable.
 *
 * @param subjects what it is about
 * @param predicateType what kind of thing it says, a URI
 * @param predicate what it says
 */
public record Statement(List<Resource> subjects, String predicateType, Predicate predicate) {
  /** Copies the list. */
  public Statement {
    subjects = List.copyOf(subjects);
  }

  /** True if the content of {@code digest} is one of its subjects. */
  public boolean isAbout(Digest digest) {
    return subjects.stream().anyMatch(subject -> subject.is(digest));
  }
}

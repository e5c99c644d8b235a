package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.oci.Text;
import java.time.LocalDate;
import java.util.Optional;

/**
 * What somebody accepts for a while; immutable.
 *
 * @param id names it in reports
 * @param check whose findings; never integrity
 * @param code which of them; empty for all
 * @param image which images; empty for all
 * @param path files under all their names, as reports print them; empty for findings about anything
 * @param mode the file's permission bits (07777); empty for any
 * @param sha256 the file's content, with prefix; empty for any
 * @param reason why it is accepted
 * @param owner who accepts it
 * @param expires the last day on which it holds (UTC)
 * @param origin the clause
 */
public record Waiver(
    String id,
    CheckId check,
    Optional<String> code,
    Optional<Glob> image,
    Optional<Glob> path,
    Optional<Integer> mode,
    Optional<String> sha256,
    String reason,
    Optional<String> owner,
    LocalDate expires,
    ClauseOrigin origin) {

  /** Whether it is over. */
  boolean isExpired(LocalDate today) {
    return today.isAfter(expires);
  }

  /** Whether it is about images of these names. */
  boolean isAbout(PolicySubject subject) {
    return image.isEmpty() || subject.matches(image.get());
  }

  /** Whether the finding is what it accepts, expired or not. */
  boolean covers(Finding finding) {
    return finding.check().equals(check)
        && (code.isEmpty() || code.get().equals(finding.code()))
        && coversFile(finding);
  }

  private boolean coversFile(Finding finding) {
    if (path.isEmpty() && mode.isEmpty() && sha256.isEmpty()) {
      return true;
    }
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    if (file.isEmpty()
        || (mode.isPresent() && mode.get() != file.get().mode())
        || (sha256.isPresent() && !sha256.equals(file.get().contentDigest()))) {
      return false;
    }
    for (String name : FileNames.printed(file.get())) {
      if (path.isPresent() && !path.get().matches(name)) {
        return false;
      }
    }
    return true;
  }

  /** Why a finding that it covers does not count. */
  Excuse excuse() {
    return new Excuse(
        Excuse.Kind.WAIVED,
        "waiver " + id,
        origin.location(),
        Optional.of(reason),
        owner,
        Optional.of(expires));
  }

  /** What it accepts, for a person. */
  String scope() {
    StringBuilder scope = new StringBuilder(check.value());
    code.ifPresent(value -> scope.append('/').append(value));
    path.ifPresent(value -> scope.append(" of ").append(Text.escape(value.toString())));
    image.ifPresent(value -> scope.append(" in ").append(Text.escape(value.toString())));
    return scope.toString();
  }
}

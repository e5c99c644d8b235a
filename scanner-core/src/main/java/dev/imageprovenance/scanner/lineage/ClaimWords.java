package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.oci.Text;

/** Says in words who claims what about a base; stateless. */
public final class ClaimWords {
  private ClaimWords() {}

  /** "its manifest's annotation names debian:12". */
  public static String of(AssessedClaim claim) {
    Statement statement = claim.claim().statement();
    String what =
        statement instanceof Statement.Named named
            ? "names " + Text.excerpt(named.text())
            : statement instanceof Statement.Unusable unusable
                ? "names " + Text.excerpt(unusable.text())
                : "says that it is built on nothing";
    return switch (claim.claim().origin()) {
      case REQUEST -> "the request " + what;
      case MANIFEST_ANNOTATION -> "its manifest's annotation " + what;
      case INDEX_ANNOTATION -> "its index's annotation " + what;
      case LABEL -> "its label " + what;
      case BUILDPACKS -> "its buildpacks label " + what;
      case PROVENANCE -> "its unsigned provenance " + what;
      case JIB -> "jib's configuration " + what;
      case HISTORY -> "its history " + what;
      case BASE -> "its base " + what;
    };
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence.Origin;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.List;

/** Says what an image made of the user that its base sets; stateless. */
final class UserOfBase {
  private UserOfBase() {}

  /** What a User is by its text alone. */
  private enum Kind {
    ROOT,
    NUMBER,
    NAME
  }

  /**
   * The outcome of {@code default-user} with what the base says. Nothing weighs less for that: an
   * image sets its user itself, or leaves it as it is.
   */
  static CheckOutcome tell(CheckOutcome outcome, String user, BaseImage base) {
    String what = what(user, base);
    boolean isInherited = user.equals(base.user());
    List<Finding> findings = new ArrayList<>();
    for (Finding finding : outcome.findings()) {
      findings.add(told(finding, user, base, what));
    }
    return new CheckOutcome(
        outcome.check(),
        findings,
        outcome.unknown(),
        isInherited || !findings.isEmpty() ? outcome.summary() : outcome.summary() + "; " + what);
  }

  private static Finding told(Finding finding, String user, BaseImage base, String what) {
    boolean isInherited = user.equals(base.user());
    List<Evidence> evidence = new ArrayList<>(finding.evidence());
    evidence.add(
        new OriginEvidence(
            isInherited ? Origin.BASE : Origin.OWN, base.name(), finding.severity(), what));
    return new Finding(
        finding.check(),
        finding.code(),
        finding.severity(),
        finding.subject(),
        isInherited ? finding.message() : finding.message() + "; " + what,
        finding.remedy(),
        finding.location(),
        evidence);
  }

  private static String what(String user, BaseImage base) {
    String name = Text.excerpt(base.name());
    if (user.equals(base.user())) {
      return "the base " + name + " sets the same";
    }
    String changed =
        "the base " + name + " sets " + given(base.user()) + ", this image " + given(user);
    Kind before = kind(base.user());
    Kind now = kind(user);
    if (now == Kind.ROOT && before != Kind.ROOT) {
      return changed + ": from a user without privileges back to root";
    }
    return now == Kind.NAME && before == Kind.NUMBER
        ? changed + ": from a number, which can be verified, to a name"
        : changed;
  }

  private static String given(String user) {
    return user.isEmpty() ? "no User" : "User \"" + Text.excerpt(user) + "\"";
  }

  private static Kind kind(String user) {
    UserSpec spec = UserSpec.parse(user);
    if (spec.user().isEmpty() || spec.user().equals("root")) {
      return Kind.ROOT;
    }
    if (!spec.looksNumeric()) {
      return Kind.NAME;
    }
    return spec.userNumber().value() == 0 ? Kind.ROOT : Kind.NUMBER;
  }
}

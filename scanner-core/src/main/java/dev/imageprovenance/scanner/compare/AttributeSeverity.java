package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.ExtendedAttribute;
import dev.imageprovenance.scanner.layer.PosixAcl;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Tells how much a difference of extended attributes matters; stateless. An ACL that lets somebody
 * do more is severe, and so is what nobody here knows of the namespaces that the kernel obeys.
 */
final class AttributeSeverity {
  /** Engines label files anew, so that an image's label is in force nowhere. */
  static final String SELINUX = "security.selinux";

  private static final String USER_NAMESPACE = "user.";
  private static final int OTHERS = 07;
  private static final int GROUP_SHIFT = 3;

  private AttributeSeverity() {}

  static Severity of(FileState deployed, FileState registry) {
    Severity worst = Severity.LOW;
    for (String name : names(deployed, registry)) {
      Optional<ExtendedAttribute> now = deployed.attribute(name);
      Optional<ExtendedAttribute> before = registry.attribute(name);
      Severity severity = now.equals(before) ? Severity.LOW : of(name, deployed, registry);
      worst = severity.isAtLeast(worst) ? severity : worst;
    }
    return worst;
  }

  private static SortedSet<String> names(FileState deployed, FileState registry) {
    SortedSet<String> names = new TreeSet<>();
    deployed.attributes().forEach(attribute -> names.add(attribute.name()));
    registry.attributes().forEach(attribute -> names.add(attribute.name()));
    return names;
  }

  private static Severity of(String name, FileState deployed, FileState registry) {
    if (ExtendedAttribute.isAcl(name)) {
      return grantsMore(name, deployed, registry) ? Severity.HIGH : Severity.MEDIUM;
    }
    return name.startsWith(USER_NAMESPACE) || name.equals(SELINUX) ? Severity.LOW : Severity.HIGH;
  }

  /** True when somebody may do more than before, or nobody can tell. */
  private static boolean grantsMore(String name, FileState deployed, FileState registry) {
    Optional<ExtendedAttribute> attribute = deployed.attribute(name);
    if (attribute.isEmpty()) {
      return false;
    }
    Optional<PosixAcl> now = attribute.get().acl();
    Optional<PosixAcl> before = registry.attribute(name).flatMap(ExtendedAttribute::acl);
    boolean isUnreadable =
        now.isEmpty() || (before.isEmpty() && registry.attribute(name).isPresent());
    return isUnreadable
        || now.get().entries().stream()
            .anyMatch(entry -> grantsMore(now.get(), entry, name, before, registry.mode()));
  }

  private static boolean grantsMore(
      PosixAcl now, PosixAcl.Entry entry, String name, Optional<PosixAcl> before, int modeBefore) {
    if (entry.tag() == PosixAcl.Tag.MASK) {
      return false;
    }
    int grantedBefore =
        before
            .flatMap(acl -> acl.effective(entry.tag(), entry.id()))
            .orElse(
                name.equals(ExtendedAttribute.ACCESS_ACL) ? byMode(entry.tag(), modeBefore) : 0);
    return (now.effective(entry) & ~grantedBefore) != 0;
  }

  /** What the permission bits gave; a user or group that they do not name was one of the others. */
  private static int byMode(PosixAcl.Tag tag, int mode) {
    return switch (tag) {
      case OWNER -> mode >> (2 * GROUP_SHIFT) & OTHERS;
      case OWNING_GROUP -> mode >> GROUP_SHIFT & OTHERS;
      case USER, GROUP, OTHER, MASK -> mode & OTHERS;
    };
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import java.util.List;
import java.util.Optional;

/**
 * Who a User is, given one reading of the account files; immutable.
 *
 * @param userClass what can be said
 * @param uid the number the process gets, when it can be told
 * @param name the account's name in passwd, a byte string
 * @param groups primary group first; empty when they cannot be told
 * @param reason why it is of that class, in one sentence without a full stop
 * @param account the passwd line that decided
 * @param layerIndex the layer of that passwd
 * @param troubles what else is wrong: groups that do not resolve, engines that refuse to start
 * @param unknown why something could not be told
 */
record ResolvedUser(
    UserClass userClass,
    Optional<Long> uid,
    Optional<String> name,
    List<Membership> groups,
    String reason,
    Optional<AccountEvidence> account,
    Optional<Integer> layerIndex,
    List<Trouble> troubles,
    List<String> unknown) {

  /** How a process comes to be in a group. */
  enum Role {
    PRIMARY("primary group"),
    SUPPLEMENTARY("supplementary group"),
    /** Engines that follow the specification ignore it because the User names a group. */
    KUBERNETES_ONLY("supplementary group on containerd and Kubernetes"),
    /** The User ends in a colon. */
    CONTAINERD_PRIMARY("primary group on containerd");

    private final String label;

    Role(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /**
   * Something that stops engines from starting the image, or lets them differ.
   *
   * @param reason what, without a full stop
   * @param liesInPasswd true when another User does not help
   */
  record Trouble(String reason, boolean liesInPasswd) {}

  /**
   * A group of the process.
   *
   * @param gid the number
   * @param name its name in the group file, a byte string
   * @param role how the process comes to be in it
   */
  record Membership(long gid, Optional<String> name, Role role) {
    /** {@code 1000 (app)}. */
    String show() {
      return gid + name.map(n -> " (" + GoText.show(n) + ")").orElse("");
    }
  }

  Optional<Membership> primaryGroup() {
    return groups.stream().filter(group -> group.role() == Role.PRIMARY).findFirst();
  }

  List<Membership> supplementaryGroups() {
    return groups.stream().filter(group -> group.role() == Role.SUPPLEMENTARY).toList();
  }
}

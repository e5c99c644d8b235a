package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.ResolvedUser.Membership;
import dev.imageprovenance.scanner.check.ResolvedUser.Role;
import dev.imageprovenance.scanner.check.ResolvedUser.Trouble;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import java.util.Optional;

/** Says what to do about an image's default user; stateless. */
final class UserRemedies {
  /** The number that distroless images give their user; no distribution has it for another. */
  private static final long NON_ROOT_EXAMPLE = 65532;

  private UserRemedies() {}

  /** Runs the process under numbers: its own where it has good ones. */
  static Remedy of(ResolvedUser user) {
    return user.userClass() == UserClass.NON_ROOT_UNVERIFIABLE
        ? setting(uid(user), gid(user))
        : setting(NON_ROOT_EXAMPLE, NON_ROOT_EXAMPLE);
  }

  /** What helps against the trouble. */
  static Remedy of(Trouble trouble) {
    return trouble.liesInPasswd()
        ? Remedy.of("Make /etc/passwd a plain text file with short lines")
        : setting(NON_ROOT_EXAMPLE, NON_ROOT_EXAMPLE);
  }

  /** Takes the process out of a group. */
  static Remedy leaving(Membership group, ResolvedUser user) {
    boolean primary = group.role() == Role.PRIMARY || group.role() == Role.CONTAINERD_PRIMARY;
    if (primary) {
      return setting(uid(user), uid(user));
    }
    Remedy words = Remedy.of("Take the user out of that group in the image's /etc/group");
    Optional<Instruction> edit =
        user.name().flatMap(name -> AccountEdits.leaveGroup(name, group.gid()));
    return edit.map(words::withDockerfile).orElse(words);
  }

  private static Remedy setting(long uid, long gid) {
    String numbers = uid + ":" + gid;
    return Remedy.of("Set a user and a group by their numbers, neither of them 0")
        .withDockerfile(Instruction.of("USER " + numbers))
        .withJib("<container><user>" + numbers + "</user></container>");
  }

  private static long uid(ResolvedUser user) {
    return user.uid().filter(UserRemedies::canBeWritten).orElse(NON_ROOT_EXAMPLE);
  }

  private static long gid(ResolvedUser user) {
    return user.primaryGroup()
        .filter(group -> PrivilegedGroups.privilegeOf(group.gid(), group.name()).isEmpty())
        .map(Membership::gid)
        .filter(UserRemedies::canBeWritten)
        .orElse(uid(user));
  }

  /** A passwd line can have a number that engines refuse in a User. */
  private static boolean canBeWritten(long id) {
    return id > 0 && id <= Integer.MAX_VALUE;
  }
}

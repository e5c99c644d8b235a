package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.ResolvedUser.Membership;
import dev.imageprovenance.scanner.check.ResolvedUser.Role;
import java.util.List;
import java.util.Optional;

/**
 * Who a process is that a container engine starts with a given User and an image's account files;
 * immutable.
 *
 * @param userClass what can be said of it
 * @param uid the number it gets, when it can be told
 * @param name the account's name in the image's passwd, decoded
 * @param primaryGroups the primary group, and what other engines take for it
 * @param otherGroups further groups that the image's group file puts it into
 * @param reason why it is of that class, in one sentence without a full stop
 * @param unknown why something could not be told
 */
public record ContainerUser(
    UserClass userClass,
    Optional<Long> uid,
    Optional<String> name,
    List<Long> primaryGroups,
    List<Long> otherGroups,
    String reason,
    List<String> unknown) {
  /** Copies the lists. */
  public ContainerUser {
    primaryGroups = List.copyOf(primaryGroups);
    otherGroups = List.copyOf(otherGroups);
    unknown = List.copyOf(unknown);
  }

  static ContainerUser of(ResolvedUser user) {
    return new ContainerUser(
        user.userClass(),
        user.uid(),
        user.name().map(GoText::decode),
        user.groups().stream().filter(ContainerUser::isPrimary).map(Membership::gid).toList(),
        user.groups().stream()
            .filter(group -> !isPrimary(group))
            .map(Membership::gid)
            .distinct()
            .toList(),
        user.reason(),
        user.unknown());
  }

  private static boolean isPrimary(Membership group) {
    return group.role() == Role.PRIMARY || group.role() == Role.CONTAINERD_PRIMARY;
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.AccountDatabase.Account;
import dev.imageprovenance.scanner.check.AccountDatabase.Group;
import dev.imageprovenance.scanner.check.ResolvedUser.Membership;
import dev.imageprovenance.scanner.check.ResolvedUser.Role;
import dev.imageprovenance.scanner.check.ResolvedUser.Trouble;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the groups of a user that is not root, for {@link UserResolver}; for one resolution. */
final class GroupResolver {
  private final UserSpec spec;
  private final AccountFiles files;
  private final List<Trouble> troubles;
  private final List<String> unknown;
  private final List<Group> lines;
  private final Map<Long, String> names = new HashMap<>();

  /**
   * Groups of {@code spec}.
   *
   * @param troubles hears of groups that do not resolve
   * @param unknown hears of what cannot be told
   */
  GroupResolver(UserSpec spec, AccountFiles files, List<Trouble> troubles, List<String> unknown) {
    this.spec = spec;
    this.files = files;
    this.troubles = troubles;
    this.unknown = unknown;
    this.lines =
        files
            .group()
            .asContent()
            .map(group -> AccountDatabase.group(group.text()))
            .orElse(List.of());
    lines.forEach(line -> names.putIfAbsent(line.gid().effective(), line.name()));
  }

  /** All groups, primary first; {@code account} is the passwd line that engines pick. */
  List<Membership> groups(Optional<Account> account) {
    List<Membership> groups = new ArrayList<>();
    Optional<String> explicit = spec.explicitGroup();
    if (explicit.isPresent()) {
      explicitGroup(explicit.get()).ifPresent(gid -> groups.add(member(gid, Role.PRIMARY)));
    } else {
      long gid = account.map(line -> line.gid().effective()).orElse(0L);
      if (account.isPresent() || files.passwd().whyUnreadable().isEmpty()) {
        groups.add(member(gid, Role.PRIMARY));
      }
      if (spec.hasEmptyGroup() && gid != 0) {
        groups.add(member(0, Role.CONTAINERD_PRIMARY));
      }
    }
    Role role = explicit.isPresent() ? Role.KUBERNETES_ONLY : Role.SUPPLEMENTARY;
    account.ifPresent(line -> addSupplementary(line, role, groups));
    return List.copyOf(groups);
  }

  private Optional<Long> explicitGroup(String group) {
    GoNumber number = GoNumber.parse(group);
    if (number.isIdentifier()) {
      return Optional.of(number.value());
    }
    String shown = "group \"" + GoText.show(group) + "\" ";
    if (number.isNumber()) {
      troubles.add(
          new Trouble(
              shown + "is outside 0 to 2147483647: engines refuse it or wrap it around to another",
              false));
      return Optional.of(number.wrapped());
    }
    Optional<String> unreadable = files.group().whyUnreadable();
    if (unreadable.isPresent()) {
      unknown.add(shown + "needs /etc/group to be resolved: " + unreadable.get());
      return Optional.empty();
    }
    Optional<Group> line = lines.stream().filter(g -> GoText.sameName(g.name(), group)).findFirst();
    if (line.isEmpty()) {
      troubles.add(
          new Trouble(shown + "is not in /etc/group, so that engines refuse to start it", false));
    }
    return line.map(g -> g.gid().effective());
  }

  private void addSupplementary(Account account, Role role, List<Membership> groups) {
    if (account.name().isEmpty()) {
      return;
    }
    if (role == Role.SUPPLEMENTARY) {
      files
          .group()
          .whyUnreadable()
          .ifPresent(why -> unknown.add("supplementary groups cannot be told: " + why));
    }
    lines.stream()
        .filter(group -> group.members().contains(account.name()))
        .map(group -> group.gid().effective())
        .distinct()
        .filter(gid -> groups.stream().noneMatch(group -> group.gid() == gid))
        .toList()
        .forEach(gid -> groups.add(member(gid, role)));
  }

  private Membership member(long gid, Role role) {
    return new Membership(gid, Optional.ofNullable(names.get(gid)), role);
  }
}

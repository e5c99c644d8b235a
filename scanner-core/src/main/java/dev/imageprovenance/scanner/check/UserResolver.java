package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.AccountDatabase.Account;
import dev.imageprovenance.scanner.check.AccountFiles.AccountText;
import dev.imageprovenance.scanner.check.AccountFiles.Content;
import dev.imageprovenance.scanner.check.AccountFiles.Refused;
import dev.imageprovenance.scanner.check.AccountFiles.Unreadable;
import dev.imageprovenance.scanner.check.ResolvedUser.Membership;
import dev.imageprovenance.scanner.check.ResolvedUser.Trouble;
import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out who a config's User is, as runc, docker, podman and containerd do with the same account
 * files; where they differ, the worst counts. For one resolution by one thread.
 *
 * <p>A user part that Go reads as a number is never looked up as a name. The first line that
 * matches wins. Kubernetes' runAsNonRoot believes numbers only.
 */
final class UserResolver {
  private static final String NO_START = "engines start no container with it because ";

  private final UserSpec spec;
  private final AccountFiles files;
  private final List<Trouble> troubles = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  private UserResolver(UserSpec spec, AccountFiles files) {
    this.spec = spec;
    this.files = files;
  }

  /** Who {@code spec} is with these files. */
  static ResolvedUser resolve(UserSpec spec, AccountFiles files) {
    return new UserResolver(spec, files).resolve();
  }

  /**
   * Who {@code spec} is when the files are not known.
   *
   * @param why the reason, without a full stop
   */
  static ResolvedUser resolveWithoutFiles(UserSpec spec, String why) {
    AccountText none = new Unreadable(why);
    return resolve(spec, new AccountFiles(none, none, none));
  }

  private ResolvedUser resolve() {
    noteRefusals();
    if (spec.user().isEmpty()) {
      return root(
          spec.configured().isEmpty()
              ? "its process runs as root"
              : "without a user in it the process is root");
    }
    if (spec.looksNumeric()) {
      return resolveNumber();
    }
    return spec.user().equals("root") ? resolveRootName() : resolveName();
  }

  /** What stops every start, whoever the user is. */
  private void noteRefusals() {
    boolean isAName = !spec.isDecidedAlone();
    if (files.passwd() instanceof Refused refused && !isAName) {
      troubles.add(new Trouble(NO_START + refused.reason(), true));
    }
    files
        .passwd()
        .asContent()
        .flatMap(passwd -> AccountDatabase.tooLongLine(passwd.text()))
        .ifPresent(
            line ->
                troubles.add(
                    new Trouble(
                        NO_START + "line " + line + " of /etc/passwd has 65536 bytes or more",
                        true)));
    if (spec.parts() > 2) {
      troubles.add(
          new Trouble(
              "docker and podman ignore what follows the second colon, containerd and so Kubernetes"
                  + " refuse to start it",
              false));
    }
  }

  private ResolvedUser resolveNumber() {
    GoNumber number = spec.userNumber();
    if (!number.isIdentifier()) {
      return rootPossible(
          number.isNumber() ? Optional.of(number.wrapped()) : Optional.empty(),
          "it is a number outside 0 to 2147483647: some engines refuse it, some look it up as a"
              + " name, older ones wrap it around to root");
    }
    if (number.signed()) {
      return resolved(
          UserClass.ROOT_POSSIBLE,
          Optional.of(number.value()),
          Optional.empty(),
          groupsOfRoot(find(line -> line.uid().number().value() == number.value())),
          "it has a sign, which engines drop: they run it as uid " + number.value());
    }
    return number.value() == 0 ? root("0 is root's number") : plainNumber(number.value());
  }

  private ResolvedUser plainNumber(long uid) {
    Optional<Account> account = find(line -> line.uid().number().value() == uid);
    if (spec.explicitGroup().isEmpty()) {
      files
          .passwd()
          .whyUnreadable()
          .ifPresent(why -> unknown.add("the groups of uid " + uid + " cannot be told: " + why));
    }
    return resolved(
        UserClass.NON_ROOT_VERIFIABLE,
        Optional.of(uid),
        account,
        groups(account),
        "it is a number other than 0");
  }

  private ResolvedUser resolveRootName() {
    Optional<Account> account = find(line -> line.name().equals("root"));
    long uid = account.map(line -> line.uid().effective()).orElse(0L);
    String reason =
        uid == 0
            ? "root is the superuser's name"
            : "root is the superuser's name, although this image's /etc/passwd gives it uid " + uid;
    return resolved(UserClass.ROOT, Optional.of(uid), account, groupsOfRoot(account), reason);
  }

  private ResolvedUser resolveName() {
    Optional<String> unreadable = files.passwd().whyUnreadable();
    if (unreadable.isPresent()) {
      unknown.add("a name needs /etc/passwd to be resolved: " + unreadable.get());
      return unresolvable("its uid cannot be told: " + unreadable.get());
    }
    Optional<Account> account = find(line -> GoText.sameName(line.name(), spec.user()));
    if (files.passwd() instanceof Refused refused) {
      return unresolvable(NO_START + refused.reason());
    }
    if (account.isEmpty()) {
      return unresolvable(
          files.passwd().asContent().isPresent()
              ? "/etc/passwd has no such name, so that engines refuse to start it"
              : "there is no /etc/passwd to look the name up in, so that engines refuse to start"
                  + " it");
    }
    return named(account.get());
  }

  private ResolvedUser named(Account account) {
    long uid = account.uid().effective();
    Optional<String> danger = danger(account);
    if (danger.isPresent()) {
      return resolved(
          UserClass.ROOT_POSSIBLE,
          Optional.of(uid),
          Optional.of(account),
          groupsOfRoot(Optional.of(account)),
          danger.get());
    }
    return resolved(
        UserClass.NON_ROOT_UNVERIFIABLE,
        Optional.of(uid),
        Optional.of(account),
        groups(Optional.of(account)),
        "a name can mean any uid: line "
            + account.line()
            + " of /etc/passwd gives it "
            + uid
            + ", but Kubernetes' runAsNonRoot refuses names");
  }

  /** Why a line's uid is, or could be, root's; empty when it is not. */
  private static Optional<String> danger(Account account) {
    String where = "line " + account.line() + " of /etc/passwd ";
    GoNumber number = account.uid().number();
    String text = GoText.show(account.uid().text());
    if (number.kind() == GoNumber.Kind.NOT_A_NUMBER) {
      return Optional.of(
          account.uid().text().isEmpty()
              ? where + "has no uid, which engines read as 0"
              : where + "has the uid \"" + text + "\", which engines read as 0");
    }
    if (number.isNumber() && number.value() == 0) {
      return Optional.of(where + "gives it uid 0");
    }
    if (number.isNumber() && number.wrapped() == 0) {
      return Optional.of(where + "gives it uid " + text + ", which the kernel wraps around to 0");
    }
    if (number.value() < 0 || number.value() >= 0xFFFF_FFFFL) {
      return Optional.of(
          where
              + "gives it uid "
              + text
              + ", which no kernel has: engines differ in what it means");
    }
    return Optional.empty();
  }

  private Optional<Account> find(Predicate<Account> matches) {
    return files
        .passwd()
        .asContent()
        .flatMap(
            passwd -> AccountDatabase.passwd(passwd.text()).stream().filter(matches).findFirst());
  }

  private List<Membership> groups(Optional<Account> account) {
    return new GroupResolver(spec, files, troubles, unknown).groups(account);
  }

  private ResolvedUser root(String reason) {
    Optional<Account> account = find(line -> line.uid().number().value() == 0);
    return resolved(
        UserClass.ROOT, Optional.of(0L), Optional.empty(), groupsOfRoot(account), reason);
  }

  /** What cannot be told of root's groups matters to nobody: root needs none. */
  private List<Membership> groupsOfRoot(Optional<Account> account) {
    return new GroupResolver(spec, files, new ArrayList<>(), new ArrayList<>()).groups(account);
  }

  private ResolvedUser rootPossible(Optional<Long> uid, String reason) {
    return resolved(UserClass.ROOT_POSSIBLE, uid, Optional.empty(), List.of(), reason);
  }

  private ResolvedUser unresolvable(String reason) {
    return resolved(UserClass.UNRESOLVABLE, Optional.empty(), Optional.empty(), List.of(), reason);
  }

  private ResolvedUser resolved(
      UserClass userClass,
      Optional<Long> uid,
      Optional<Account> account,
      List<Membership> groups,
      String reason) {
    return new ResolvedUser(
        userClass,
        uid,
        account.map(Account::name).filter(name -> !name.isEmpty()),
        groups,
        reason,
        account.map(
            line ->
                new AccountEvidence(
                    "/etc/passwd",
                    line.line(),
                    GoText.decode(line.name()),
                    Optional.of(line.uid().effective()))),
        account.flatMap(line -> files.passwd().asContent()).map(Content::layerIndex),
        List.copyOf(troubles),
        List.copyOf(unknown));
  }
}

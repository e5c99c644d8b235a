package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.AccountDatabase.Account;
import dev.imageprovenance.scanner.check.AccountDatabase.Group;
import dev.imageprovenance.scanner.check.AccountDatabase.Shadow;
import dev.imageprovenance.scanner.check.AccountFiles.Content;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges one reading of the account files for {@link AccountsCheck}; for one thread. */
final class AccountsJudge {
  private static final int SHOWN_NAMES = 10;

  private final ImageFacts facts;
  private final List<Finding> findings = new ArrayList<>();

  private AccountsJudge(ImageFacts facts) {
    this.facts = facts;
  }

  /** What is wrong with the accounts. */
  static List<Finding> judge(ImageFacts facts, AccountFiles files) {
    AccountsJudge judge = new AccountsJudge(facts);
    Optional<Content> shadow = files.shadow().asContent();
    files.passwd().asContent().ifPresent(passwd -> judge.passwd(passwd, shadow));
    files.group().asContent().ifPresent(judge::groups);
    return judge.findings;
  }

  private void passwd(Content passwd, Optional<Content> shadow) {
    List<Account> accounts =
        AccountDatabase.passwd(passwd.text()).stream()
            .filter(account -> !account.name().startsWith("#"))
            .toList();
    accounts.forEach(account -> furtherRoot(passwd, account, shadow.isPresent()));
    emptyPasswords(passwd, accounts, shadow);
    sharedUids(passwd, accounts);
  }

  private void furtherRoot(Content file, Account account, boolean hasShadow) {
    if (account.uid().effective() != 0 || account.name().equals("root")) {
      return;
    }
    String how =
        account.uid().isPlain()
            ? " has uid 0"
            : " has \""
                + GoText.show(account.uid().text())
                + "\" for a uid, which container engines take for 0";
    add(
        "EXTRA_ROOT",
        Severity.HIGH,
        GoText.decode(account.name()),
        "Account \"" + GoText.show(account.name()) + "\"" + how + ": it is root by another name",
        removal(account.name(), hasShadow),
        file,
        List.of(evidence(file, account)));
  }

  private void emptyPasswords(Content passwd, List<Account> accounts, Optional<Content> shadow) {
    Map<String, Shadow> entries = new HashMap<>();
    shadow
        .map(Content::text)
        .map(AccountDatabase::shadow)
        .orElse(List.of())
        .forEach(entry -> entries.putIfAbsent(entry.name(), entry));
    for (Account account : accounts) {
      if (account.password().equals(Optional.of(""))) {
        addEmptyPassword(account.name(), passwd, evidence(passwd, account));
      }
      Shadow entry = entries.get(account.name());
      if (account.password().equals(Optional.of("x"))
          && entry != null
          && entry.password().equals(Optional.of(""))) {
        addEmptyPassword(
            account.name(),
            higher(passwd, shadow.orElseThrow()),
            new AccountEvidence(
                "/etc/shadow",
                entry.line(),
                GoText.decode(entry.name()),
                Optional.of(account.uid().effective())));
      }
    }
  }

  /** A line that needs another one to come true came with the last of both. */
  private static Content higher(Content one, Content other) {
    return one.layerIndex() > other.layerIndex() ? one : other;
  }

  private void addEmptyPassword(String name, Content file, AccountEvidence evidence) {
    add(
        "EMPTY_PASSWORD",
        Severity.HIGH,
        GoText.decode(name),
        "Account \""
            + GoText.show(name)
            + "\" has an empty password (line "
            + evidence.line()
            + " of "
            + evidence.file()
            + "): su and login let anybody in",
        lock(name, evidence.file()),
        file,
        List.of(evidence));
  }

  private void sharedUids(Content file, List<Account> accounts) {
    Map<Long, List<Account>> byUid =
        accounts.stream()
            .filter(account -> !account.name().startsWith("+") && !account.name().startsWith("-"))
            .collect(
                Collectors.groupingBy(
                    account -> account.uid().effective(), TreeMap::new, Collectors.toList()));
    byUid.forEach(
        (uid, sharing) -> {
          boolean reportedAsRoots =
              uid == 0 && sharing.stream().anyMatch(account -> !account.name().equals("root"));
          if (sharing.size() > 1 && !reportedAsRoots) {
            add(
                "DUPLICATE_UID",
                Severity.LOW,
                "uid " + uid,
                "uid "
                    + uid
                    + " belongs to "
                    + names(sharing.stream().map(Account::name).toList())
                    + ": each can do what the other can",
                Remedy.of("Give each account a uid of its own"),
                file,
                sharing.stream()
                    .limit(SHOWN_NAMES)
                    .<Evidence>map(account -> evidence(file, account))
                    .toList());
          }
        });
  }

  private void groups(Content file) {
    Map<Long, List<Group>> byGid =
        AccountDatabase.group(file.text()).stream()
            .filter(group -> !group.name().startsWith("#"))
            .filter(group -> !group.name().startsWith("+") && !group.name().startsWith("-"))
            .collect(
                Collectors.groupingBy(
                    group -> group.gid().effective(), TreeMap::new, Collectors.toList()));
    byGid.forEach(
        (gid, sharing) -> {
          if (sharing.size() > 1) {
            add(
                "DUPLICATE_GID",
                Severity.LOW,
                "gid " + gid,
                "gid "
                    + gid
                    + " belongs to "
                    + names(sharing.stream().map(Group::name).toList())
                    + ": members of one are members of the other",
                Remedy.of("Give each group a gid of its own"),
                file,
                sharing.stream()
                    .limit(SHOWN_NAMES)
                    .<Evidence>map(
                        group ->
                            new AccountEvidence(
                                file.path(),
                                group.line(),
                                GoText.decode(group.name()),
                                Optional.of(gid)))
                    .toList());
          }
        });
  }

  private static Remedy removal(String name, boolean hasShadow) {
    return with(
        AccountEdits.remove(name, hasShadow),
        "Take the account's line out of /etc/passwd, or give it a uid of its own");
  }

  private static Remedy lock(String name, String file) {
    return with(
        AccountEdits.lock(name, file),
        "Lock the password: put * into the account's password field in " + file);
  }

  private static Remedy with(Optional<Instruction> instruction, String text) {
    Remedy remedy = Remedy.of(text);
    return instruction.map(remedy::withDockerfile).orElse(remedy);
  }

  private static String names(List<String> names) {
    return names.stream()
            .limit(SHOWN_NAMES)
            .map(name -> "\"" + GoText.show(name) + "\"")
            .collect(Collectors.joining(" and "))
        + (names.size() > SHOWN_NAMES ? " and " + (names.size() - SHOWN_NAMES) + " more" : "");
  }

  private static AccountEvidence evidence(Content file, Account account) {
    return new AccountEvidence(
        file.path(),
        account.line(),
        GoText.decode(account.name()),
        Optional.of(account.uid().effective()));
  }

  private void add(
      String code,
      Severity severity,
      String subject,
      String message,
      Remedy remedy,
      Content file,
      List<? extends Evidence> evidence) {
    findings.add(
        new Finding(
            CheckId.ACCOUNTS,
            code,
            severity,
            subject,
            message,
            Optional.of(remedy),
            Optional.of(facts.locate(file.layerIndex())),
            List.copyOf(evidence)));
  }
}

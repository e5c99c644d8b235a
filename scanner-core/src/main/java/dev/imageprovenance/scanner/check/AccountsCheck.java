package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.AccountFiles.Content;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.FileTree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks whether the image's accounts hold surprises: further roots, empty passwords, shared numbers;
 * stateless and thread-safe.
 */
public final class AccountsCheck implements Check {
  @Override
  public CheckId id() {
    return CheckId.ACCOUNTS;
  }

  @Override
  public String title() {
    return "Are there further roots, empty passwords or shared numbers among the accounts?";
  }

  @Override
  public Map<String, Severity> codes() {
    return Map.of(
        "EXTRA_ROOT", Severity.HIGH,
        "EMPTY_PASSWORD", Severity.HIGH,
        "DUPLICATE_UID", Severity.LOW,
        "DUPLICATE_GID", Severity.LOW);
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    return LinuxOnly.judgeTrees(id(), facts, trees -> judge(facts, trees));
  }

  private CheckOutcome judge(ImageFacts facts, List<FileTree> trees) {
    List<EngineView<AccountFiles>> views = AccountFiles.views(trees);
    return Findings.outcome(
        id(),
        EngineView.union(views, view -> AccountsJudge.judge(facts, view.value())),
        views.stream().flatMap(view -> unreadable(view.value())).toList(),
        summarize(views.get(0).value()));
  }

  private static Stream<String> unreadable(AccountFiles files) {
    return Stream.of(files.passwd(), files.group(), files.shadow())
        .flatMap(file -> file.whyUnreadable().stream());
  }

  private static String summarize(AccountFiles files) {
    Optional<Content> passwd = files.passwd().asContent();
    if (passwd.isEmpty()) {
      return files.passwd().whyUnreadable().isPresent()
          ? "/etc/passwd could not be read"
          : "no /etc/passwd";
    }
    int accounts = AccountDatabase.passwd(passwd.get().text()).size();
    int groups =
        files
            .group()
            .asContent()
            .map(group -> AccountDatabase.group(group.text()).size())
            .orElse(0);
    return Findings.count(accounts, "account", "accounts")
        + ", "
        + Findings.count(groups, "group", "groups");
  }
}

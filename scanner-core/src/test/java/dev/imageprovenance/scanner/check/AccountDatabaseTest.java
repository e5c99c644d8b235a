package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.check.AccountDatabase.Account;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AccountDatabaseTest {
  @Test
  void readsTheFieldsOfAPasswdLine() {
    Account account = AccountDatabase.passwd("app:x:1000:1001:App:/home:/bin/sh\n").get(0);

    assertEquals(
        List.of("app", Optional.of("x"), 1000L, 1001L),
        List.of(
            account.name(),
            account.password(),
            account.uid().effective(),
            account.gid().effective()));
  }

  @Test
  void shortLineHasUidZeroAndNoPassword() {
    Account account = AccountDatabase.passwd("app").get(0);

    assertEquals(
        List.of(0L, Optional.empty()), List.of(account.uid().effective(), account.password()));
  }

  @Test
  void numbersWrapAtThirtyTwoBits() {
    assertEquals(1, AccountDatabase.passwd("app:x:4294967297:0").get(0).uid().effective());
  }

  @Test
  void skipsBlankLinesButCountsThem() {
    assertEquals(3, AccountDatabase.passwd("a:x:1\n  \nb:x:2\n").get(1).line());
  }

  @Test
  void trimsCarriageReturns() {
    assertEquals(List.of("a", "b"), AccountDatabase.group("app:x:5:a,b\r\n").get(0).members());
  }

  @Test
  void groupWithoutMembersHasNone() {
    assertEquals(List.of(), AccountDatabase.group("app:x:5:").get(0).members());
  }

  @Test
  void findsTheLineThatEnginesCannotRead() {
    String text = "root:x:0:0\n" + "a".repeat(AccountDatabase.LINE_LIMIT) + "\n";

    assertEquals(Optional.of(2), AccountDatabase.tooLongLine(text));
  }

  @Test
  void lineThatEnginesCannotReadIsNoAccount() {
    String text = "a".repeat(AccountDatabase.LINE_LIMIT) + "\nroot:x:0:0\n";

    assertEquals(
        List.of("root"), AccountDatabase.passwd(text).stream().map(Account::name).toList());
  }

  @Test
  void lineJustBelowTheLimitIsRead() {
    String text = "a".repeat(AccountDatabase.LINE_LIMIT - 1) + "\n";

    assertEquals(Optional.empty(), AccountDatabase.tooLongLine(text));
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Instructions of a Dockerfile that change account files with nothing but sed, which images have
 * that lack the tools of shadow; stateless. Empty for names that mean more than themselves to sed
 * or a shell.
 */
final class AccountEdits {
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,63}");

  /** Engines drop white space around a line. */
  private static final String SPACE = "[[:space:]]*";

  private AccountEdits() {}

  /** Takes the account out; userdel refuses to when a build runs under its uid, as under root's. */
  static Optional<Instruction> remove(String account, boolean hasShadow) {
    String files = "/etc/passwd" + (hasShadow ? " /etc/shadow" : "");
    return plain(account).map(name -> sed("/^" + SPACE + name + "(:|$)/d", files));
  }

  /** Makes an empty password one that nothing matches. */
  static Optional<Instruction> lock(String account, String file) {
    return plain(account).map(name -> sed("s/^(" + SPACE + name + "):(:|$)/\\1:*\\2/", file));
  }

  /** Takes the account out of every group of that number. */
  static Optional<Instruction> leaveGroup(String account, long gid) {
    String line = "/^[^:]*:[^:]*:" + gid + ":/";
    return plain(account)
        .map(name -> line + "{s/([:,])" + name + "(,|$)/\\1/;s/,$//}")
        .map(script -> sed(script, "/etc/group"));
  }

  private static Optional<String> plain(String name) {
    return Optional.of(name).filter(n -> PLAIN_NAME.matcher(n).matches());
  }

  private static Instruction sed(String script, String files) {
    return new Instruction("RUN sed -i -E", List.of("-e '" + script + "'"), files);
  }
}

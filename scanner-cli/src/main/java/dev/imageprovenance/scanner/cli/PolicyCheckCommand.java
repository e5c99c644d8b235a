package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Says whether a policy file can be used and what it means in short; immutable. */
final class PolicyCheckCommand implements ImageCommand {
  private static final int TEXT_COLUMN = 12;

  private final Terminal terminal;
  private final Engine.Factory engines;
  private final Interruption interruption;

  PolicyCheckCommand(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  @Override
  public Work prepare(Arguments arguments) throws IOException {
    Path file = Path.of(arguments.operands().get(0));
    Session session =
        Session.prepare(arguments, OutputOptions.of(arguments), terminal, engines, interruption);
    return () -> session.guarded(() -> check(session, file));
  }

  private int check(Session session, Path file) {
    Policy policy = session.policy(file);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    policy.requireUsableOn(today);
    StringBuilder text = new StringBuilder("valid\n");
    for (PolicyDescription.Line line : PolicyDescription.of(policy, today)) {
      String label = "  " + line.label();
      text.append(label).append(" ".repeat(Math.max(1, TEXT_COLUMN + 2 - label.length())));
      text.append(line.text()).append('\n');
    }
    return session.print(text.toString());
  }
}

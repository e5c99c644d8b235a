package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.imported.ImportedPolicy;
import dev.imageprovenance.scanner.policy.syntax.PolicySyntax;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Writes what another scanner is told to ignore as a policy; immutable. */
final class PolicyImportCommand implements ImageCommand {
  private final Terminal terminal;

  PolicyImportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Work prepare(Arguments arguments) {
    String name = arguments.operands().get(0);
    byte[] content = content(name);
    ImportedPolicy imported = ImportedPolicy.of(name, content, LocalDate.now(ZoneOffset.UTC));
    return () -> print(imported);
  }

  private static byte[] content(String name) {
    try (InputStream in = Files.newInputStream(Path.of(name))) {
      byte[] content = in.readNBytes(PolicySyntax.MAX_BYTES + 1);
      if (content.length > PolicySyntax.MAX_BYTES) {
        throw new IllegalArgumentException(
            Text.escape(name) + " is longer than " + PolicySyntax.MAX_BYTES + " bytes");
      }
      return content;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot read " + Text.escape(name) + ": " + Text.excerpt(e.toString()), e);
    }
  }

  private int print(ImportedPolicy imported) {
    for (String note : imported.notes()) {
      terminal.tell("scanner: " + note + "\n");
    }
    try {
      terminal.print(imported.yaml());
      return ExitCode.PASSED;
    } catch (IOException e) {
      return Cli.failed(terminal, e);
    }
  }
}

package dev.imageprovenance.scanner.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The published shape of policy files, for editors; stateless. */
public final class PolicySchema {
  private static final String RESOURCE = "policy.schema.json";

  private PolicySchema() {}

  /**
   * The JSON Schema (draft 2020-12) of policy files. What it refuses the scanner refuses too; the
   * scanner also refuses what a schema cannot say.
   *
   * @throws UncheckedIOException if this program's own resources cannot be read
   */
  public static String text() {
    try (InputStream in = PolicySchema.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IOException("The resource " + RESOURCE + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

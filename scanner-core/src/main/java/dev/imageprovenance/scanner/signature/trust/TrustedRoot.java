package dev.imageprovenance.scanner.signature.trust;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The authorities and logs that vouch for signers without keys of their own (sigstore's {@code
 * trusted_root.json}); immutable. It is always a file that the user has chosen: nothing is fetched.
 *
 * @param name what messages call it
 * @param json the document
 */
public record TrustedRoot(String name, RawDocument json) {
  private static final int MAX_BYTES = 4 << 20;
  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot";
  private static final String REMEDY =
      "Give the trusted_root.json of the sigstore instance that the signers use: \"cosign"
          + " trusted-root create\" writes one, and the public instance publishes its own.";

  /**
   * Looks whether {@code json} is such a document; its keys and certificates are read when they are
   * needed.
   *
   * @throws ScanException of kind CONFIGURATION if it is none
   */
  public TrustedRoot {
    requireRoot(name, json);
  }

  /**
   * Reads a trusted root from a file.
   *
   * @throws ScanException of kind CONFIGURATION if there is none that can be used
   */
  public static TrustedRoot ofFile(Path file) {
    String name = file.toString();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unusable(name, "it is larger than " + MAX_BYTES + " bytes", null);
      }
      return new TrustedRoot(name, RawDocument.of(bytes));
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "The trusted root " + Text.excerpt(name) + " cannot be read",
          "Check its path and permissions.",
          e);
    }
  }

  private static void requireRoot(String name, RawDocument json) {
    JsonFields root;
    String type;
    try {
      root = JsonFields.parse(json, "trusted root", Limits.defaults(), Set.of());
      type = root.requiredText("mediaType");
      for (String log : List.of("tlogs", "ctlogs")) {
        root.objects(log, TrustedRoot::requireStart);
      }
    } catch (ScanException e) {
      throw unusable(name, String.valueOf(e.getMessage()), e);
    }
    if (!type.startsWith(MEDIA_TYPE)) {
      throw unusable(name, "its mediaType is \"" + Text.excerpt(type) + "\"", null);
    }
    if (!root.has("certificateAuthorities")) {
      throw unusable(name, "it names no certificateAuthorities", null);
    }
  }

  /** A key that is valid since nobody knows when would be believed about any time. */
  private static boolean requireStart(JsonFields log) {
    boolean start =
        log.object("publicKey").flatMap(key -> key.object("validFor")).stream()
            .anyMatch(valid -> valid.has("start"));
    if (!start) {
      throw new ScanException(
          ProblemKind.MALFORMED, "a log's key does not say since when it is valid");
    }
    return true;
  }

  private static ScanException unusable(String name, String why, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The trusted root " + Text.excerpt(name) + " cannot be used: " + why,
        REMEDY,
        cause);
  }

  /** The name; the document is long. */
  @Override
  public String toString() {
    return "TrustedRoot[" + name + "]";
  }
}

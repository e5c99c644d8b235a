package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the small files that jib writes; immutable. */
final class JibMetadataReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final String PUSHED = "imagePushed";

  private final Path top;

  /** Reads files whose relative paths begin at {@code top}. */
  JibMetadataReader(Path top) {
    this.top = top;
  }

  /**
   * The content of {@code jib-image.json}.
   *
   * @throws ScanException of kind CONFIGURATION if it is not what jib writes
   */
  JibMetadata metadata(Path file) {
    RawDocument document = RawDocument.of(bytes(file));
    try {
      JsonFields json = JsonFields.parse(document, "JSON", Limits.defaults(), Set.of());
      return new JibMetadata(
          json.requiredText("image"),
          json.requiredDigest("imageId"),
          json.requiredDigest("imageDigest"),
          json.texts("tags"),
          json.has(PUSHED) ? Optional.of(json.flag(PUSHED)) : Optional.empty());
    } catch (ScanException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The digest that {@code jib-image.digest} or {@code jib-image.id} holds.
   *
   * @throws ScanException of kind CONFIGURATION if it holds none
   */
  Digest digest(Path file) {
    try {
      return Digest.parse(new String(bytes(file), StandardCharsets.UTF_8).strip());
    } catch (ScanException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] bytes(Path file) {
    try (InputStream in = Files.newInputStream(top.resolve(file))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unusable(file, "it has more than " + MOST_BYTES + " bytes", null);
      }
      return bytes;
    } catch (IOException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ScanException unusable(Path file, String reason, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        file + " is not what jib writes: " + reason,
        "Build the image again with mvn clean, or name it with <image>.",
        cause);
  }
}

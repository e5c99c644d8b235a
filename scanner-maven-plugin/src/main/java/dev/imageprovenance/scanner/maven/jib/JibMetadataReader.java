package dev.imageprovenance.scanner.maven.jib;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the small files that jib writes; immutable. */
final class JibMetadataReader {
  private static final int MOST_BYTES = 1 << 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

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
    try {
      JsonNode json = MAPPER.readTree(bytes(file));
      List<String> tags = new ArrayList<>();
      json.path("tags").forEach(tag -> tags.add(tag.asText()));
      JsonNode pushed = json.path("imagePushed");
      return new JibMetadata(
          text(file, json, "image"),
          digest(file, text(file, json, "imageId")),
          digest(file, text(file, json, "imageDigest")),
          tags,
          pushed.isBoolean() ? Optional.of(pushed.booleanValue()) : Optional.empty());
    } catch (JsonProcessingException e) {
      throw unusable(file, e.getOriginalMessage(), e);
    } catch (IOException e) {
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
      return digest(file, new String(bytes(file), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(top.resolve(file))) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new IOException("it has more than " + MOST_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private static String text(Path file, JsonNode json, String name) {
    JsonNode value = json.path(name);
    if (!value.isTextual()) {
      throw unusable(file, "it has no \"" + name + "\"", null);
    }
    return value.textValue();
  }

  private static Digest digest(Path file, String text) {
    try {
      return Digest.parse(text);
    } catch (ScanException e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ScanException unusable(
      Path file, String reason, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        file + " is not what jib writes: " + reason,
        "Build the image again with mvn clean, or name it with <image>.",
        cause);
  }
}

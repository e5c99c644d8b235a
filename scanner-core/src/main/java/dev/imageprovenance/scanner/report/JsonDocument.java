package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Opens JSON documents in the one style that all reports have; immutable and thread-safe. */
final class JsonDocument {
  private static final int LAST_PRINTABLE_ASCII = '~';

  private final JsonFactory factory = new JsonFactory();

  /** Writes the document's one value. */
  @FunctionalInterface
  interface Content {
    void write(JsonGenerator json) throws IOException;
  }

  /** Writes a document and a line end; neither flushes nor closes {@code out}. */
  void write(Writer out, Content content) throws IOException {
    JsonGenerator json = factory.createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.setHighestNonEscapedChar(LAST_PRINTABLE_ASCII);
    json.setPrettyPrinter(
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
    content.write(json);
    json.close();
    out.append('\n');
  }

  /**
   * The schema of that name beside this class.
   *
   * @throws UncheckedIOException if this program's own resources cannot be read
   */
  static String schema(String resource) {
    try (InputStream in = JsonDocument.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("The resource " + resource + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

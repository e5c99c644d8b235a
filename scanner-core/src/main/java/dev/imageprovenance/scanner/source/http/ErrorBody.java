package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a server says about an error (distribution-spec "Error Codes"), escaped, and read to 64 KiB
 * at most; immutable. A server that was sent credentials is not quoted: it could repeat them in a
 * form that nobody recognizes. Of its answer only the codes of the specification are told.
 *
 * @param codes for example {@code MANIFEST_UNKNOWN}
 * @param text what to show, empty when there is nothing
 */
public record ErrorBody(List<String> codes, String text) {
  private static final String HTML_PAGE = "an HTML page";
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_ERRORS = 3;
  private static final Set<String> KNOWN_CODES =
      Set.of(
          "BLOB_UNKNOWN",
          "BLOB_UPLOAD_INVALID",
          "BLOB_UPLOAD_UNKNOWN",
          "DENIED",
          "DIGEST_INVALID",
          "MANIFEST_BLOB_UNKNOWN",
          "MANIFEST_INVALID",
          "MANIFEST_UNKNOWN",
          "NAME_INVALID",
          "NAME_UNKNOWN",
          "SIZE_INVALID",
          "TAG_INVALID",
          "TOOMANYREQUESTS",
          "UNAUTHORIZED",
          "UNSUPPORTED");

  /** Copies the list. */
  public ErrorBody {
    codes = List.copyOf(codes);
  }

  /** Reads the body of {@code reply} and closes it; a body that breaks off says nothing. */
  public static ErrorBody readFrom(HttpReply reply) {
    try (reply) {
      byte[] bytes = reply.readAtMost(MAX_BYTES);
      if (bytes.length == 0 || bytes.length > MAX_BYTES) {
        return new ErrorBody(List.of(), "");
      }
      if (looksLikeHtml(reply, bytes)) {
        return new ErrorBody(List.of(), HTML_PAGE);
      }
      ErrorBody whole = parse(reply, bytes);
      return reply.call().carriesSecrets() ? whole.withoutFreeText() : whole;
    } catch (IOException e) {
      return new ErrorBody(List.of(), "");
    }
  }

  /** True for a page that is meant for a browser. */
  static boolean looksLikeHtml(HttpReply reply, byte[] start) throws IOException {
    return reply.contentType().filter(type -> type.contains("html")).isPresent()
        || (start.length > 0 && start[0] == '<');
  }

  private ErrorBody withoutFreeText() {
    List<String> known = codes.stream().filter(KNOWN_CODES::contains).distinct().toList();
    return new ErrorBody(known, String.join(", ", known));
  }

  private static ErrorBody parse(HttpReply reply, byte[] bytes) {
    try {
      Map<String, Object> document = SmallJson.object(bytes);
      List<String> codes = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      for (Object error : SmallJson.array(document, "errors")) {
        if (error instanceof Map<?, ?> map) {
          codes.add(String.valueOf(map.get("code")));
          texts.add(
              map.get("message") instanceof String message && !message.isBlank()
                  ? map.get("code") + ": " + message
                  : String.valueOf(map.get("code")));
        }
      }
      if (texts.isEmpty()) {
        // Token servers write {"details":…}, {"message":…} or {"error_description":…}.
        for (String name : List.of("details", "message", "error_description", "error")) {
          SmallJson.string(document, name).ifPresent(texts::add);
        }
      }
      return new ErrorBody(
          codes,
          texts.stream()
              .limit(MAX_ERRORS)
              .map(text -> Text.excerpt(reply.redact(text)))
              .collect(Collectors.joining("; ")));
    } catch (IOException e) {
      String text = new String(bytes, StandardCharsets.UTF_8).strip();
      return new ErrorBody(List.of(), Text.excerpt(reply.redact(text)));
    }
  }

  /** True for a page that is meant for a browser: it is not the registry that has answered. */
  public boolean isPage() {
    return codes.isEmpty() && text.equals(HTML_PAGE);
  }

  /** {@link #text} in brackets after a space, or nothing. */
  public String inBrackets() {
    return text.isEmpty() ? "" : " (" + text + ")";
  }
}

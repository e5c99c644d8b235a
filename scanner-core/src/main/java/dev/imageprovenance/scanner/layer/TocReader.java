package dev.imageprovenance.scanner.layer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.StrictJson;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of contents entry by entry, however long it is; not thread-safe. Refused is what
 * another parser could read differently: keys that come twice, or that are known ones in other
 * letter case, which runtimes fold.
 */
final class TocReader {
  private static final long VERSION = 1;
  private static final Map<String, String> ROOT_SPELLING =
      Map.of("version", "version", "entries", "entries", "tarsplitdigest", "tarSplitDigest");
  private static final Set<String> NUMBERS =
      Set.of("size", "mode", "uid", "gid", "devMajor", "devMinor", "chunkSize");
  private static final Set<String> TEXTS =
      Set.of("name", "type", "linkName", "digest", "chunkDigest");
  private static final Map<String, String> ENTRY_SPELLING = entrySpelling();

  private final JsonParser json;
  private final Consumer<TocEntry> entries;

  /** Why a table cannot be read. */
  static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }

    /** Why, in words. */
    String why() {
      return String.valueOf(getMessage());
    }
  }

  private TocReader(JsonParser json, Consumer<TocEntry> entries) {
    this.json = json;
    this.entries = entries;
  }

  /**
   * Reads a table to the end of {@code bytes}.
   *
   * @param entries hears each entry in its order
   * @return false if it begins with a JSON object that has nothing of a table; what follows was not
   *     read
   * @throws UnreadableException if it may be a table and cannot be read
   * @throws IOException if {@code bytes} breaks off
   */
  static boolean read(InputStream bytes, Limits limits, Consumer<TocEntry> entries)
      throws IOException, UnreadableException {
    try (JsonParser json = factory(limits).createParser(utf8(bytes))) {
      return new TocReader(json, entries).read();
    } catch (JsonProcessingException e) {
      throw new UnreadableException(Text.excerpt(e.getOriginalMessage()));
    } catch (CharacterCodingException e) {
      throw new UnreadableException("it is not UTF-8");
    }
  }

  private static JsonFactory factory(Limits limits) {
    return JsonFactory.builder()
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.jsonDepth())
                .maxStringLength(limits.headerBytes())
                .maxNameLength(Math.max(limits.pathBytes(), 1_024))
                .build())
        .build();
  }

  private static InputStreamReader utf8(InputStream bytes) {
    return new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder());
  }

  private boolean read() throws IOException, UnreadableException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new UnreadableException("it is no JSON object");
    }
    Set<String> seen = new HashSet<>();
    long version = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = knownKey(json.currentName(), ROOT_SPELLING, seen);
      JsonToken value = json.nextToken();
      if (key == null || value == JsonToken.VALUE_NULL) {
        json.skipChildren();
      } else if (key.equals("version")) {
        version = integer(key);
      } else if (key.equals("entries")) {
        readEntries();
      } else {
        json.skipChildren();
      }
    }
    if (seen.isEmpty()) {
      return false;
    }
    if (version != VERSION) {
      throw new UnreadableException("its version is " + version + ", only 1 is known");
    }
    if (json.nextToken() != null) {
      throw new UnreadableException("there is more behind the JSON document");
    }
    return true;
  }

  private void readEntries() throws IOException, UnreadableException {
    require(JsonToken.START_ARRAY, "entries");
    while (json.nextToken() != JsonToken.END_ARRAY) {
      require(JsonToken.START_OBJECT, "an entry");
      entries.accept(readEntry());
    }
  }

  private TocEntry readEntry() throws IOException, UnreadableException {
    Set<String> seen = new HashSet<>();
    Map<String, String> texts = new HashMap<>();
    Map<String, Long> numbers = new HashMap<>();
    Map<String, String> attributes = Map.of();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String key = knownKey(json.currentName(), ENTRY_SPELLING, seen);
      JsonToken value = json.nextToken();
      if (key == null || value == JsonToken.VALUE_NULL) {
        json.skipChildren();
      } else if (key.equals("xattrs")) {
        attributes = attributes();
      } else if (NUMBERS.contains(key)) {
        numbers.put(key, integer(key));
      } else {
        require(JsonToken.VALUE_STRING, key);
        texts.put(key, json.getText());
      }
    }
    return new TocEntry(
        text(texts, "name"),
        text(texts, "type"),
        number(numbers, "size"),
        number(numbers, "mode"),
        number(numbers, "uid"),
        number(numbers, "gid"),
        text(texts, "linkName"),
        number(numbers, "devMajor"),
        number(numbers, "devMinor"),
        text(texts, "digest"),
        number(numbers, "chunkSize"),
        text(texts, "chunkDigest"),
        attributes);
  }

  private Map<String, String> attributes() throws IOException, UnreadableException {
    require(JsonToken.START_OBJECT, "xattrs");
    Map<String, String> attributes = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      require(JsonToken.VALUE_STRING, "an extended attribute");
      if (attributes.put(name, json.getText()) != null) {
        throw twice(name);
      }
    }
    return attributes;
  }

  /** The key if it is one that is known, null for others. */
  private static @Nullable String knownKey(
      String key, Map<String, String> spelling, Set<String> seen) throws UnreadableException {
    String folded = StrictJson.fold(key);
    String known = spelling.get(folded);
    if (known == null) {
      return null;
    }
    if (!known.equals(key)) {
      throw new UnreadableException(
          "the key \"" + Text.excerpt(key) + "\" is spelled so that only some parsers see it");
    }
    if (!seen.add(folded)) {
      throw twice(key);
    }
    return known;
  }

  private static UnreadableException twice(String key) {
    return new UnreadableException("the key \"" + Text.excerpt(key) + "\" comes twice");
  }

  private long integer(String key) throws IOException, UnreadableException {
    require(JsonToken.VALUE_NUMBER_INT, key);
    if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new UnreadableException("the number of \"" + key + "\" is too large");
    }
    return json.getLongValue();
  }

  private void require(JsonToken token, String what) throws UnreadableException {
    if (json.currentToken() != token) {
      throw new UnreadableException("the value of " + what + " is of another type");
    }
  }

  private static String text(Map<String, String> texts, String key) {
    return TocNames.replaceUnpaired(texts.getOrDefault(key, ""));
  }

  private static long number(Map<String, Long> numbers, String key) {
    return numbers.getOrDefault(key, 0L);
  }

  private static Map<String, String> entrySpelling() {
    Map<String, String> spelling = new HashMap<>();
    Stream.of(NUMBERS, TEXTS, Set.of("xattrs"))
        .flatMap(Set::stream)
        .forEach(key -> spelling.put(StrictJson.fold(key), key));
    return Map.copyOf(spelling);
  }
}

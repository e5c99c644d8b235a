package dev.imageprovenance.scanner.source.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Small JSON documents that are no part of an image (tokens, tag lists, errors, credential files)
 * as maps, lists, strings, numbers and booleans; stateless. Members that are null are left out,
 * keys that repeat are an error. The caller bounds the bytes.
 */
public final class SmallJson {
  private static final int MAX_DEPTH = 32;
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private SmallJson() {}

  /**
   * The object that {@code bytes} hold.
   *
   * @throws IOException if they are no JSON object, with a message that quotes none of them
   */
  public static Map<String, Object> object(byte[] bytes) throws IOException {
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      parser.nextToken();
      if (!(value(parser, 0) instanceof Map<?, ?> map) || parser.nextToken() != null) {
        throw new IOException("not one JSON object");
      }
      return typed(map);
    } catch (com.fasterxml.jackson.core.JacksonException e) {
      // The message of the cause quotes the document, which may hold a secret.
      throw new IOException(
          "not JSON at line "
              + e.getLocation().getLineNr()
              + ", column "
              + e.getLocation().getColumnNr());
    }
  }

  private static @Nullable Object value(JsonParser parser, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new IOException("nested deeper than " + MAX_DEPTH);
    }
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new IOException("an empty document");
    }
    return switch (token) {
      case START_OBJECT -> members(parser, depth);
      case START_ARRAY -> elements(parser, depth);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private static Map<String, Object> members(JsonParser parser, int depth) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Object value = value(parser, depth + 1);
      if (value != null) {
        members.put(name, value);
      }
    }
    return members;
  }

  private static List<Object> elements(JsonParser parser, int depth) throws IOException {
    List<Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = value(parser, depth + 1);
      if (value != null) {
        elements.add(value);
      }
    }
    return elements;
  }

  private static Map<String, Object> typed(Map<?, ?> map) {
    Map<String, Object> typed = new LinkedHashMap<>();
    map.forEach((key, value) -> typed.put(String.valueOf(key), value));
    return typed;
  }

  /** The string member {@code name}. */
  public static Optional<String> string(Map<String, Object> object, String name) {
    return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /** The object member {@code name}, empty if there is none. */
  public static Map<String, Object> object(Map<String, Object> object, String name) {
    return object.get(name) instanceof Map<?, ?> map ? typed(map) : Map.of();
  }

  /** The array member {@code name}, empty if there is none. */
  public static List<Object> array(Map<String, Object> object, String name) {
    return object.get(name) instanceof List<?> list ? List.copyOf(list) : List.of();
  }
}

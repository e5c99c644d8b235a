package dev.imageprovenance.scanner.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads typed fields of one object as container engines do: keys match under case folding, null is
 * absent, a wrong type is malformed; not thread-safe.
 */
final class JsonFields {
  private final Map<String, String> exactKeys = new LinkedHashMap<>();
  private final ObjectNode object;
  private final String what;
  private final List<String> oddities;

  /**
   * @param what names the document in messages
   * @param oddities collects keys that are not spelled as the specification does
   */
  JsonFields(ObjectNode object, String what, List<String> oddities) {
    this.object = object;
    this.what = what;
    this.oddities = oddities;
    object.fieldNames().forEachRemaining(name -> exactKeys.put(StrictJson.fold(name), name));
  }

  /** The keys as they are spelled, in order. */
  List<String> names() {
    return List.copyOf(exactKeys.values());
  }

  boolean has(String key) {
    return find(key).isPresent();
  }

  Optional<String> text(String key) {
    return find(key)
        .map(
            value -> {
              require(value.isTextual(), key, "text");
              return value.textValue();
            });
  }

  String requiredText(String key) {
    return text(key).orElseThrow(() -> StrictJson.malformed(what, "\"" + key + "\" is missing"));
  }

  Optional<Long> integer(String key) {
    return find(key)
        .map(
            value -> {
              require(value.isIntegralNumber() && value.canConvertToLong(), key, "an integer");
              return value.longValue();
            });
  }

  boolean flag(String key) {
    return find(key)
        .map(
            value -> {
              require(value.isBoolean(), key, "true or false");
              return value.booleanValue();
            })
        .orElse(false);
  }

  Optional<JsonFields> object(String key) {
    return find(key).map(value -> child(value, key));
  }

  /** The elements of an array of objects; null elements are malformed. */
  <T> List<T> objects(String key, Function<JsonFields, T> reader) {
    return elements(key, value -> reader.apply(child(value, key)));
  }

  List<String> texts(String key) {
    return elements(
        key,
        value -> {
          require(value.isTextual(), key, "a list of text");
          return value.textValue();
        });
  }

  /** A map of text; null values are empty text, as in Go. */
  Map<String, String> textMap(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    find(key)
        .ifPresent(
            value -> {
              require(value.isObject(), key, "an object");
              value
                  .fields()
                  .forEachRemaining(
                      field -> {
                        JsonNode text = field.getValue();
                        require(text.isTextual() || text.isNull(), key, "an object of text");
                        map.put(field.getKey(), text.isNull() ? "" : text.textValue());
                      });
            });
    return map;
  }

  /** The keys of an object, as Docker writes sets. */
  List<String> keys(String key) {
    List<String> keys = new ArrayList<>();
    find(key)
        .ifPresent(
            value -> {
              require(value.isObject(), key, "an object");
              value.fieldNames().forEachRemaining(keys::add);
            });
    return keys;
  }

  private <T> List<T> elements(String key, Function<JsonNode, T> reader) {
    List<T> elements = new ArrayList<>();
    find(key)
        .ifPresent(
            value -> {
              require(value.isArray(), key, "a list");
              value.forEach(element -> elements.add(reader.apply(element)));
            });
    return elements;
  }

  private JsonFields child(JsonNode value, String key) {
    if (value instanceof ObjectNode child) {
      return new JsonFields(child, what, oddities);
    }
    throw StrictJson.malformed(what, "\"" + key + "\" should be an object");
  }

  private Optional<JsonNode> find(String key) {
    String exact = exactKeys.get(StrictJson.fold(key));
    if (exact == null) {
      return Optional.empty();
    }
    if (!exact.equals(key) && !oddities.contains(exact)) {
      oddities.add(exact);
    }
    JsonNode value = object.get(exact);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private void require(boolean condition, String key, String type) {
    if (!condition) {
      throw StrictJson.malformed(what, "\"" + key + "\" should be " + type);
    }
  }
}

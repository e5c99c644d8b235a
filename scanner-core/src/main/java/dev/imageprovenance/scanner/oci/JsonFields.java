package dev.imageprovenance.scanner.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads typed fields of one object as container engines do: keys match under case folding, null is
 * absent, a wrong type is malformed; not thread-safe.
 */
public final class JsonFields {
  private final Map<String, String> exactKeys = new LinkedHashMap<>();
  private final ObjectNode object;
  private final String what;
  private final String path;
  private final List<String> oddities;

  /**
   * @param what names the document in messages
   * @param oddities collects keys that are not spelled as the specification does
   */
  JsonFields(ObjectNode object, String what, List<String> oddities) {
    this(object, what, "", oddities);
  }

  private JsonFields(ObjectNode object, String what, String path, List<String> oddities) {
    this.object = object;
    this.what = what;
    this.path = path;
    this.oddities = oddities;
    object.fieldNames().forEachRemaining(name -> exactKeys.put(StrictJson.fold(name), name));
  }

  /**
   * The fields of {@code document}, which is one object.
   *
   * @param what names the document in messages
   * @param mapKeys keys of objects, in lower case, whose own keys may differ in case only
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED, or LIMIT when it is nested
   *     too deeply; the methods of the result throw MALFORMED as well
   */
  public static JsonFields parse(
      RawDocument document, String what, Limits limits, Set<String> mapKeys) {
    return new JsonFields(
        StrictJson.parseObject(document, what, limits, mapKeys), what, new ArrayList<>());
  }

  /**
   * The fields of each element of {@code document}, which is an array of objects.
   *
   * @param what names the document in messages
   * @throws dev.imageprovenance.scanner.problem.ScanException as for one object
   */
  public static List<JsonFields> parseArray(RawDocument document, String what, Limits limits) {
    List<JsonFields> elements = new ArrayList<>();
    for (JsonNode element : StrictJson.parseArray(document, what, limits)) {
      if (!(element instanceof ObjectNode object)) {
        throw StrictJson.malformed(what, "an element is no object");
      }
      elements.add(new JsonFields(object, what, new ArrayList<>()));
    }
    return elements;
  }

  /** The keys as they are spelled, in order. */
  public List<String> names() {
    return List.copyOf(exactKeys.values());
  }

  /** True if the key is there with another value than null. */
  public boolean has(String key) {
    return find(key).isPresent();
  }

  /** Text. */
  public Optional<String> text(String key) {
    return find(key)
        .map(
            value -> {
              require(value.isTextual(), key, "text");
              return value.textValue();
            });
  }

  /** Text whose absence is malformed. */
  public String requiredText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  /** A digest. */
  public Optional<Digest> digest(String key) {
    return text(key).map(value -> digest(value, name(key)));
  }

  /** A digest whose absence is malformed. */
  public Digest requiredDigest(String key) {
    return digest(requiredText(key), name(key));
  }

  /** An array of digests, empty when absent. */
  public List<Digest> digests(String key) {
    List<Digest> digests = new ArrayList<>();
    for (String value : texts(key)) {
      digests.add(digest(value, name(key + "[" + digests.size() + "]")));
    }
    return digests;
  }

  private Digest digest(String value, String where) {
    try {
      return Digest.parse(value);
    } catch (ScanException e) {
      throw malformed(
          where
              + " should be a digest, such as sha256: with 64 lower-case hexadecimal digits, and is"
              + " \""
              + Text.excerpt(value)
              + '"');
    }
  }

  /** The problem of this document that {@code why} tells. */
  ScanException malformed(String why) {
    return StrictJson.malformed(what, why);
  }

  /** The problem that {@code key} is not there. */
  ScanException missing(String key) {
    return malformed(name(key) + " is missing");
  }

  /** A key in a message, with the objects that it is in. */
  private String name(String key) {
    return '"' + path + key + '"';
  }

  /** A number without a fraction. */
  public Optional<Long> integer(String key) {
    return find(key)
        .map(
            value -> {
              require(value.isIntegralNumber() && value.canConvertToLong(), key, "an integer");
              return value.longValue();
            });
  }

  /** A number without a fraction, or the text of one, as protocol buffers write 64 bits. */
  public Optional<Long> int64(String key) {
    Optional<JsonNode> value = find(key);
    if (value.filter(JsonNode::isTextual).isEmpty()) {
      return integer(key);
    }
    String text = value.get().textValue();
    require(text.matches("-?[0-9]{1,18}"), key, "an integer");
    return Optional.of(Long.parseLong(text));
  }

  /** True or false; false when absent. */
  public boolean flag(String key) {
    return find(key)
        .map(
            value -> {
              require(value.isBoolean(), key, "true or false");
              return value.booleanValue();
            })
        .orElse(false);
  }

  /** An object. */
  public Optional<JsonFields> object(String key) {
    return find(key).map(value -> child(value, key));
  }

  /** The elements of an array of objects; null elements are malformed. */
  public <T> List<T> objects(String key, Function<JsonFields, T> reader) {
    List<T> objects = new ArrayList<>();
    for (JsonNode element : elements(key, value -> value)) {
      objects.add(reader.apply(child(element, key + "[" + objects.size() + "]")));
    }
    return objects;
  }

  /** An array of text, empty when absent. */
  public List<String> texts(String key) {
    return elements(
        key,
        value -> {
          require(value.isTextual(), key, "a list of text");
          return value.textValue();
        });
  }

  /** An array of arrays of text, empty when absent. */
  public List<List<String>> textLists(String key) {
    return elements(
        key,
        value -> {
          require(value.isArray(), key, "a list of lists of text");
          List<String> texts = new ArrayList<>();
          value.forEach(
              element -> {
                require(element.isTextual(), key, "a list of lists of text");
                texts.add(element.textValue());
              });
          return texts;
        });
  }

  /**
   * A descriptor of content.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED if it lacks a type, a
   *     digest or a size
   */
  public Optional<Descriptor> descriptor(String key) {
    return object(key).map(ManifestParser::descriptor);
  }

  /** A map of text; null values are empty text, as in Go. */
  public Map<String, String> textMap(String key) {
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
  public List<String> keys(String key) {
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
      return new JsonFields(child, what, path + key + ".", oddities);
    }
    throw malformed(name(key) + " should be an object");
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
      throw malformed(name(key) + " should be " + type);
    }
  }
}

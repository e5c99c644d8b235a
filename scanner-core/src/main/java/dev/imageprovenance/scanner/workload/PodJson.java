package dev.imageprovenance.scanner.workload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Walks through the JSON of a list of pods, keeping nothing; not thread-safe. As in Kubernetes' own
 * reading null is the same as absent; a value of another type is malformed.
 */
final class PodJson {
  private static final int TEXT_BYTES = 96;
  private static final int REFERENCE_BYTES = 8;
  private static final int NUMBER_BYTES = 32;
  private static final int OBJECT_BYTES = 200;

  private final JsonParser parser;
  private final String name;
  private final PodListLimits limits;
  private final Map<String, String> texts = new HashMap<>();
  private long kept;

  PodJson(JsonParser parser, String name, PodListLimits limits) {
    this.parser = parser;
    this.name = name;
    this.limits = limits;
  }

  /** Reads the value of one member, or leaves it to be skipped. */
  @FunctionalInterface
  interface Member {
    /** Called with the parser on the value. */
    void read(String key) throws IOException;
  }

  /** Reads one element of an array. */
  @FunctionalInterface
  interface Element {
    /** Called with the parser on the element. */
    void read() throws IOException;
  }

  /** Moves to the next token; false at the end. */
  boolean next() throws IOException {
    return parser.nextToken() != null;
  }

  boolean isAtObject() {
    return parser.currentToken() == JsonToken.START_OBJECT;
  }

  /** Shows each member of the object that the parser is on to {@code member}. */
  void object(Member member) throws IOException {
    if (isNull()) {
      return;
    }
    require(JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      member.read(key);
    }
  }

  /** Shows each element of the array that the parser is on to {@code element}. */
  void array(Element element) throws IOException {
    if (isNull()) {
      return;
    }
    require(JsonToken.START_ARRAY, "an array");
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      element.read();
    }
  }

  /** Leaves the value that the parser is on unread, keys that come twice in it excepted. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  /** A text; equal ones are one object, as lists repeat their references thousands of times. */
  Optional<String> text() throws IOException {
    if (isNull()) {
      return Optional.empty();
    }
    require(JsonToken.VALUE_STRING, "a text");
    if (parser.getTextLength() > limits.podTextChars()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          where()
              + "has "
              + parser.getTextLength()
              + " characters, more than the limit podTextChars of "
              + limits.podTextChars());
    }
    String text = parser.getText();
    String known = texts.putIfAbsent(text, text);
    keep(known == null ? TEXT_BYTES + text.length() : REFERENCE_BYTES);
    return Optional.of(known == null ? text : known);
  }

  /** A whole number of 64 bits. */
  Optional<Long> integer() throws IOException {
    if (isNull()) {
      return Optional.empty();
    }
    require(JsonToken.VALUE_NUMBER_INT, "a whole number");
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw malformed(where() + "is larger than 64 bits");
    }
    keep(NUMBER_BYTES);
    return Optional.of(parser.getLongValue());
  }

  /** True or false. */
  Optional<Boolean> flag() throws IOException {
    if (isNull()) {
      return Optional.empty();
    }
    boolean isTrue = parser.currentToken() == JsonToken.VALUE_TRUE;
    if (!isTrue && parser.currentToken() != JsonToken.VALUE_FALSE) {
      throw malformed(where() + "is not true or false");
    }
    return Optional.of(isTrue);
  }

  /** Counts what its caller keeps. */
  private void keep(long bytes) {
    kept += bytes;
    if (kept > limits.podKeptBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          Text.escape(name)
              + " holds more than fits into the limit podKeptBytes of "
              + limits.podKeptBytes(),
          "Take the list by namespace: kubectl get pods -n NAMESPACE -o json.",
          null);
    }
  }

  /** Counts an object that its caller keeps. */
  void keepObject() {
    keep(OBJECT_BYTES);
  }

  private boolean isNull() {
    return parser.currentToken() == JsonToken.VALUE_NULL;
  }

  private void require(JsonToken token, String what) {
    if (parser.currentToken() != token) {
      throw malformed(where() + "is not " + what);
    }
  }

  /** {@code pods.json: /items/3/spec }. */
  private String where() {
    return Text.escape(name)
        + ": "
        + Text.excerpt(parser.getParsingContext().pathAsPointer().toString())
        + " ";
  }

  /** A list that cannot be what Kubernetes wrote. */
  static ScanException malformed(String message) {
    return new ScanException(
        ProblemKind.MALFORMED,
        message,
        "Take the list again with kubectl get pods -A -o json.",
        null);
  }
}

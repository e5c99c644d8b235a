package dev.imageprovenance.scanner.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON so that no other parser can read something else from the same bytes; stateless.
 *
 * <p>Refused: bytes that are no UTF-8, a byte order mark, anything behind the document, a key that
 * comes twice, and two keys of one object that are the same under Go's case folding, which engines
 * take for one. Objects that are maps by their nature (annotations, labels, ports, volumes) may
 * hold keys that differ in case only.
 */
public final class StrictJson {
  private static final int LONG_S = 0x17F;
  private static final int KELVIN_SIGN = 0x212A;
  private static final Set<String> MAP_KEYS =
      Set.of("annotations", "labels", "exposedports", "volumes");

  private StrictJson() {}

  /**
   * Parses {@code document}.
   *
   * @param what names the document in messages
   * @throws ScanException MALFORMED, or LIMIT when it is nested too deeply
   */
  static ObjectNode parseObject(RawDocument document, String what, Limits limits) {
    return parseObject(document, what, limits, Set.of());
  }

  /**
   * Parses {@code document}, in which more objects are maps by their nature.
   *
   * @param mapKeys the keys of these objects, folded
   */
  static ObjectNode parseObject(
      RawDocument document, String what, Limits limits, Set<String> mapKeys) {
    return parse(
        document,
        what,
        limits,
        mapKeys,
        JsonToken.START_OBJECT,
        JsonNodeFactory.instance.objectNode());
  }

  /**
   * Parses {@code document}, which is an array.
   *
   * @param what names the document in messages
   * @throws ScanException MALFORMED, or LIMIT when it is nested too deeply
   */
  static ArrayNode parseArray(RawDocument document, String what, Limits limits) {
    return parse(
        document,
        what,
        limits,
        Set.of(),
        JsonToken.START_ARRAY,
        JsonNodeFactory.instance.arrayNode());
  }

  private static <T extends ContainerNode<?>> T parse(
      RawDocument document,
      String what,
      Limits limits,
      Set<String> mapKeys,
      JsonToken first,
      T root) {
    String text = decode(document, what);
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(limits.jsonDepth()).build())
            .build();
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() != first) {
        String kind = first == JsonToken.START_OBJECT ? "object" : "array";
        throw malformed(what, "it is no JSON " + kind + ": \"" + Text.excerpt(start(text)) + "\"");
      }
      new TreeBuilder(parser, what, mapKeys).fill(root);
      if (parser.nextToken() != null) {
        throw malformed(what, "there is more behind the JSON document");
      }
      return root;
    } catch (StreamConstraintsException e) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The "
              + what
              + " exceeds a limit (jsonDepth is "
              + limits.jsonDepth()
              + "): "
              + Text.excerpt(e.getOriginalMessage()));
    } catch (JsonProcessingException e) {
      throw malformed(what, Text.excerpt(e.getOriginalMessage()) + position(e));
    } catch (IOException e) {
      throw new IllegalStateException("Reading from memory failed", e);
    }
  }

  /**
   * The key as Go's encoding/json compares it: by Unicode's simple folding, under which nothing but
   * the long s and the Kelvin sign folds to ASCII. Java's own mappings fold more (the dotless i,
   * for one), and a key that engines ignore must not be read.
   */
  public static String fold(String key) {
    StringBuilder folded = new StringBuilder(key.length());
    key.codePoints().map(StrictJson::fold).forEach(folded::appendCodePoint);
    return folded.toString();
  }

  private static int fold(int codePoint) {
    if (codePoint < 0x80) {
      return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
    }
    return switch (codePoint) {
      case LONG_S -> 's';
      case KELVIN_SIGN -> 'k';
      default -> {
        int lower = Character.toLowerCase(Character.toUpperCase(codePoint));
        yield lower < 0x80 ? codePoint : lower;
      }
    };
  }

  static ScanException malformed(String what, String why) {
    return malformed(what, why, null);
  }

  private static ScanException malformed(String what, String why, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.MALFORMED,
        "The " + what + " is malformed: " + why,
        "Rebuild the image, or report it to who made it; engines may read this document differently.",
        cause);
  }

  /** True for the problem that a key comes twice, or that two keys are one to engines. */
  public static boolean isRepeatedKey(ScanException problem) {
    return problem.getCause() instanceof RepeatedKey;
  }

  /** Marks the problem for {@link #isRepeatedKey}. */
  private static final class RepeatedKey extends Exception {
    private static final long serialVersionUID = 1L;

    RepeatedKey() {
      super("a key is repeated", null, false, false);
    }
  }

  private static String decode(RawDocument document, String what) {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document.bytes())).toString();
      if (text.startsWith("\uFEFF")) {
        throw malformed(what, "it begins with a byte order mark");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw malformed(what, "it is not UTF-8");
    }
  }

  private static String position(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  private static String start(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40);
  }

  /** Builds the tree without recursion; the parser bounds the depth. */
  private static final class TreeBuilder {
    private final JsonParser parser;
    private final String what;
    private final Set<String> mapKeys;
    private final Deque<Level> levels = new ArrayDeque<>();
    private String key = "";

    TreeBuilder(JsonParser parser, String what, Set<String> mapKeys) {
      this.parser = parser;
      this.what = what;
      this.mapKeys = mapKeys;
    }

    void fill(ContainerNode<?> root) throws IOException {
      levels.push(new Level(root, false));
      while (!levels.isEmpty()) {
        JsonToken token = parser.nextToken();
        if (token == null) {
          throw malformed(what, "it ends in the middle");
        }
        switch (token) {
          case FIELD_NAME -> key = uniqueKey(parser.currentName());
          case START_OBJECT -> open(JsonNodeFactory.instance.objectNode());
          case START_ARRAY -> open(JsonNodeFactory.instance.arrayNode());
          case END_OBJECT, END_ARRAY -> levels.pop();
          default -> add(scalar(token));
        }
      }
    }

    private String uniqueKey(String name) {
      Level level = level();
      String before = level.keys().put(level.isMap() ? name : fold(name), name);
      if (before != null) {
        throw malformed(
            what,
            before.equals(name)
                ? "the key \"" + Text.excerpt(name) + "\" comes twice"
                : "the keys \""
                    + Text.excerpt(before)
                    + "\" and \""
                    + Text.excerpt(name)
                    + "\" are one and the same to container engines",
            new RepeatedKey());
      }
      return name;
    }

    private void open(ContainerNode<?> container) {
      String folded = fold(key);
      boolean isMap =
          container instanceof ObjectNode
              && (MAP_KEYS.contains(folded) || mapKeys.contains(folded));
      boolean inArray = level().node() instanceof ArrayNode;
      add(container);
      levels.push(new Level(container, isMap && !inArray));
    }

    private void add(JsonNode value) {
      ContainerNode<?> container = level().node();
      if (container instanceof ObjectNode object) {
        object.set(key, value);
      } else if (container instanceof ArrayNode array) {
        array.add(value);
      }
    }

    private JsonNode scalar(JsonToken token) throws IOException {
      return switch (token) {
        case VALUE_STRING -> JsonNodeFactory.instance.textNode(parser.getText());
        case VALUE_TRUE -> JsonNodeFactory.instance.booleanNode(true);
        case VALUE_FALSE -> JsonNodeFactory.instance.booleanNode(false);
        case VALUE_NULL -> JsonNodeFactory.instance.nullNode();
        case VALUE_NUMBER_INT -> integer();
        default -> JsonNodeFactory.instance.numberNode(parser.getDecimalValue());
      };
    }

    private JsonNode integer() throws IOException {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue())
          : JsonNodeFactory.instance.numberNode(parser.getLongValue());
    }

    private Level level() {
      @Nullable Level top = levels.peek();
      if (top == null) {
        throw new IllegalStateException("no open container");
      }
      return top;
    }
  }

  private record Level(ContainerNode<?> node, boolean isMap, Map<String, String> keys) {
    Level(ContainerNode<?> node, boolean isMap) {
      this(node, isMap, new HashMap<>());
    }
  }
}

package dev.imageprovenance.scanner.policy.syntax;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads policy files into trees; stateless. A file whose name ends with {@code .json} is JSON,
 * every other is YAML. Anchors, aliases and tags are refused, so that no document is larger than it
 * looks and none means anything but what it says.
 */
public final class PolicySyntax {
  /** Longest policy file, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  static final int MAX_DEPTH = 16;
  static final int MAX_NODES = 50_000;

  private PolicySyntax() {}

  /**
   * The document's tree.
   *
   * @param name the file's name as messages show it
   * @throws SyntaxException if it is too long, too deep, no UTF-8, or malformed
   */
  public static Node parse(String name, byte[] content) throws SyntaxException {
    requireShort(name, content, MAX_BYTES);
    String text = decode(name, content);
    return name.toLowerCase(Locale.ROOT).endsWith(".json")
        ? new JsonTree(name, MAX_NODES).parse(text)
        : new YamlTree(name).parse(text);
  }

  /**
   * The tree of a JSON document of at most {@code maxBytes} bytes, whatever its name.
   *
   * @param name the file's name as messages show it
   * @throws SyntaxException if it is too long, too deep, no UTF-8, or malformed
   */
  public static Node parseJson(String name, byte[] content, int maxBytes) throws SyntaxException {
    requireShort(name, content, maxBytes);
    return new JsonTree(name, maxBytes).parse(decode(name, content));
  }

  private static void requireShort(String name, byte[] content, int maxBytes)
      throws SyntaxException {
    if (content.length > maxBytes) {
      throw new SyntaxException(
          new PolicyProblem(
              new ClauseLocation(name, 1, 1), "the file is longer than " + maxBytes + " bytes"));
    }
  }

  private static String decode(String name, byte[] content) throws SyntaxException {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(content);
    CharBuffer out = CharBuffer.allocate(content.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new SyntaxException(
          new PolicyProblem(locate(name, text, text.length()), "this is no UTF-8"));
    }
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** The line and column of the character at that index. */
  static ClauseLocation locate(String name, String text, int index) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < index && i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new ClauseLocation(
        name, line, text.codePointCount(start, Math.min(index, text.length())) + 1);
  }
}

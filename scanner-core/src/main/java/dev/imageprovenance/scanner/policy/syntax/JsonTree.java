package dev.imageprovenance.scanner.policy.syntax;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import dev.imageprovenance.scanner.policy.syntax.Node.Member;
import dev.imageprovenance.scanner.policy.syntax.Node.Members;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the tree of one JSON document; used once. */
final class JsonTree {
  private final String name;
  private final int maxNodes;
  private int nodes;

  /**
   * A tree of one document.
   *
   * @param maxNodes more values are refused
   */
  JsonTree(String name, int maxNodes) {
    this.name = name;
    this.maxNodes = maxNodes;
  }

  Node parse(String text) throws SyntaxException {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(PolicySyntax.MAX_DEPTH + 1)
                    .maxStringLength(PolicySyntax.MAX_BYTES)
                    .maxNameLength(PolicySyntax.MAX_BYTES)
                    .build())
            .build();
    try (JsonParser json = factory.createParser(text)) {
      if (json.nextToken() == null) {
        throw problem(json.currentLocation(), "the file is empty");
      }
      Node root = node(json, 1);
      if (json.nextToken() != null) {
        throw problem(
            json.currentTokenLocation(), "a policy is one value, and here begins a second one");
      }
      return root;
    } catch (JsonProcessingException e) {
      throw problem(e.getLocation(), Text.excerpt(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot fail", e);
    }
  }

  private Node node(JsonParser json, int depth) throws IOException, SyntaxException {
    JsonLocation start = json.currentTokenLocation();
    if (depth > PolicySyntax.MAX_DEPTH) {
      throw problem(start, "this is nested more than " + PolicySyntax.MAX_DEPTH + " deep");
    }
    if (++nodes > maxNodes) {
      throw problem(start, "the file has more than " + maxNodes + " values");
    }
    if (json.currentToken() == JsonToken.START_ARRAY) {
      List<Node> items = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        items.add(node(json, depth + 1));
      }
      return new Items(location(start), items);
    }
    if (json.currentToken() == JsonToken.START_OBJECT) {
      List<Member> members = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_OBJECT) {
        ClauseLocation place = location(json.currentTokenLocation());
        String key = json.currentName();
        json.nextToken();
        members.add(new Member(place, key, node(json, depth + 1)));
      }
      return new Members(location(start), members);
    }
    boolean isText = json.currentToken() == JsonToken.VALUE_STRING;
    return new Scalar(location(start), json.getText(), isText);
  }

  private SyntaxException problem(@Nullable JsonLocation location, String message) {
    return new SyntaxException(new PolicyProblem(location(location), message));
  }

  private ClauseLocation location(@Nullable JsonLocation location) {
    return location == null
        ? new ClauseLocation(name, 1, 1)
        : new ClauseLocation(
            name, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}

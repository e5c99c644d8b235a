package dev.imageprovenance.scanner.policy.syntax;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.Node.Items;
import dev.imageprovenance.scanner.policy.syntax.Node.Member;
import dev.imageprovenance.scanner.policy.syntax.Node.Members;
import dev.imageprovenance.scanner.policy.syntax.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.events.SequenceStartEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the tree of one YAML document from the parser's events, so that nothing is ever
 * constructed and limits hold while it is read; used once.
 */
final class YamlTree {
  private final String name;
  private int nodes;

  YamlTree(String name) {
    this.name = name;
  }

  Node parse(String text) throws SyntaxException {
    try {
      return document(new ParserImpl(new StreamReader(text), new LoaderOptions()));
    } catch (MarkedYAMLException e) {
      throw problem(e.getProblemMark(), reason(e.getContext(), e.getProblem()));
    } catch (ReaderException e) {
      throw new SyntaxException(
          new PolicyProblem(
              PolicySyntax.locate(name, text, text.offsetByCodePoints(0, e.getPosition())),
              "the character U+%04X cannot stand in YAML".formatted(e.getCodePoint())));
    } catch (YAMLException e) {
      throw problem(null, Text.excerpt(String.valueOf(e.getMessage())));
    }
  }

  private Node document(Parser parser) throws SyntaxException {
    parser.getEvent();
    Event start = parser.getEvent();
    if (start.is(Event.ID.StreamEnd)) {
      throw problem(start.getStartMark(), "the file is empty");
    }
    Node root = node(parser, parser.getEvent(), 1);
    parser.getEvent();
    Event end = parser.getEvent();
    if (!end.is(Event.ID.StreamEnd)) {
      throw problem(end.getStartMark(), "a policy is one document, and here begins a second one");
    }
    return root;
  }

  private Node node(Parser parser, Event event, int depth) throws SyntaxException {
    refuseIndirection(event);
    if (depth > PolicySyntax.MAX_DEPTH) {
      throw problem(
          event.getStartMark(), "this is nested more than " + PolicySyntax.MAX_DEPTH + " deep");
    }
    if (++nodes > PolicySyntax.MAX_NODES) {
      throw problem(
          event.getStartMark(), "the file has more than " + PolicySyntax.MAX_NODES + " values");
    }
    if (event instanceof ScalarEvent scalar) {
      return new Scalar(
          location(event.getStartMark()),
          scalar.getValue(),
          scalar.getScalarStyle() != ScalarStyle.PLAIN);
    }
    return event instanceof SequenceStartEvent
        ? items(parser, event, depth)
        : members(parser, event, depth);
  }

  private Node items(Parser parser, Event start, int depth) throws SyntaxException {
    List<Node> items = new ArrayList<>();
    for (Event next = parser.getEvent(); !next.is(Event.ID.SequenceEnd); next = parser.getEvent()) {
      items.add(node(parser, next, depth + 1));
    }
    return new Items(location(start.getStartMark()), items);
  }

  private Node members(Parser parser, Event start, int depth) throws SyntaxException {
    List<Member> members = new ArrayList<>();
    for (Event next = parser.getEvent(); !next.is(Event.ID.MappingEnd); next = parser.getEvent()) {
      refuseIndirection(next);
      if (!(next instanceof ScalarEvent key)) {
        throw problem(next.getStartMark(), "a name must be a single word");
      }
      Node value = node(parser, parser.getEvent(), depth + 1);
      members.add(new Member(location(next.getStartMark()), key.getValue(), value));
    }
    return new Members(location(start.getStartMark()), members);
  }

  private void refuseIndirection(Event event) throws SyntaxException {
    if (event instanceof AliasEvent alias) {
      throw problem(event.getStartMark(), "write it out: aliases are not supported" + of(alias));
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      throw problem(event.getStartMark(), "write it out: anchors are not supported" + of(node));
    }
    String tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof SequenceStartEvent sequence
                ? sequence.getTag()
                : event instanceof MappingStartEvent mapping ? mapping.getTag() : null;
    if (tag != null) {
      throw problem(event.getStartMark(), "tags are not supported (" + Text.excerpt(tag) + ")");
    }
  }

  private static String of(NodeEvent event) {
    return " (" + Text.excerpt(event.getAnchor()) + ")";
  }

  private static String reason(@Nullable String context, @Nullable String problem) {
    StringBuilder reason = new StringBuilder();
    if (context != null) {
      reason.append(context.strip()).append(": ");
    }
    reason.append(problem == null ? "this is no YAML" : problem.strip());
    return Text.excerpt(reason.toString());
  }

  private SyntaxException problem(@Nullable Mark mark, String message) {
    return new SyntaxException(new PolicyProblem(location(mark), message));
  }

  private ClauseLocation location(@Nullable Mark mark) {
    return mark == null
        ? new ClauseLocation(name, 1, 1)
        : new ClauseLocation(name, mark.getLine() + 1, mark.getColumn() + 1);
  }
}

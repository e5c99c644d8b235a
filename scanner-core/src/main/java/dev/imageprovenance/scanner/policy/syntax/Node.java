package dev.imageprovenance.scanner.policy.syntax;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.oci.Text;
import java.util.List;

/** A part of a policy file with its place; all kinds are immutable. */
public sealed interface Node {
  /** Where it begins. */
  ClauseLocation location();

  /** What it is, for a message that expected something else. */
  String description();

  /**
   * A single value.
   *
   * @param value the text without quotes
   * @param quoted whether it was written in quotes, or as a block: then it is text whatever it
   *     looks like
   */
  record Scalar(ClauseLocation location, String value, boolean quoted) implements Node {
    @Override
    public String description() {
      return value.isEmpty() && !quoted ? "nothing" : "\"" + Text.excerpt(value) + "\"";
    }
  }

  /** A list. */
  record Items(ClauseLocation location, List<Node> items) implements Node {
    /** Copies the list. */
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String description() {
      return "a list";
    }
  }

  /** A mapping; the same name can stand in it twice. */
  record Members(ClauseLocation location, List<Member> members) implements Node {
    /** Copies the list. */
    public Members {
      members = List.copyOf(members);
    }

    @Override
    public String description() {
      return "a mapping";
    }
  }

  /**
   * A name and its value.
   *
   * @param location of the name
   */
  record Member(ClauseLocation location, String name, Node value) {}
}

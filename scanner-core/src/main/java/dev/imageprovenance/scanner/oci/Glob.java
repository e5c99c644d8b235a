package dev.imageprovenance.scanner.oci;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of paths or references; immutable and thread-safe. {@code *} stands for any characters
 * but a slash, {@code **} for any characters, {@code ?} for one that is no slash; everything else
 * is itself. Matching takes time in proportion to both lengths, whatever the pattern.
 */
public final class Glob {
  private static final int ONE = -1;
  private static final int STAR = -2;
  private static final int ANYTHING = -3;

  /** A character that no pattern mentions. */
  private static final int OTHER = -4;

  /** Patterns that need more steps are not compared to their end. */
  private static final int MOST_STEPS = 20_000;

  private final String text;
  private final int[] tokens;

  private Glob(String text, int[] tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** The pattern that {@code text} spells. */
  public static Glob of(String text) {
    int[] tokens = new int[text.length()];
    int count = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (c == '*' && text.startsWith("**", i)) {
        tokens[count++] = ANYTHING;
        i += 2;
      } else {
        tokens[count++] = c == '*' ? STAR : c == '?' ? ONE : c;
        i += Character.charCount(c);
      }
    }
    return new Glob(text, Arrays.copyOf(tokens, count));
  }

  /** The pattern that matches {@code text} alone, whatever characters it has. */
  public static Glob literal(String text) {
    return new Glob(text, text.codePoints().toArray());
  }

  /** Whether it has no wildcard. */
  public boolean isLiteral() {
    for (int token : tokens) {
      if (token < 0) {
        return false;
      }
    }
    return true;
  }

  /** How many characters stand for themselves. */
  public int literalCharacters() {
    int count = 0;
    for (int token : tokens) {
      count += token >= 0 ? 1 : 0;
    }
    return count;
  }

  /** How many characters stand for themselves before the first wildcard. */
  public int literalPrefix() {
    int count = 0;
    while (count < tokens.length && tokens[count] >= 0) {
      count++;
    }
    return count;
  }

  /** Whether {@code candidate} is meant. */
  public boolean matches(String candidate) {
    if (isLiteral()) {
      return text.equals(candidate);
    }
    BitSet states = start();
    for (int i = 0; i < candidate.length() && !states.isEmpty(); ) {
      int c = candidate.codePointAt(i);
      states = step(states, c);
      i += Character.charCount(c);
    }
    return states.get(tokens.length);
  }

  /**
   * Whether everything that {@code inner} matches is matched by this too. A pair of patterns that
   * takes too long to compare counts as not included.
   */
  public boolean includes(Glob inner) {
    List<Integer> alphabet = alphabet(inner);
    List<Pair> open = new ArrayList<>();
    Set<Pair> seen = new HashSet<>();
    open.add(new Pair(inner.start(), start()));
    while (!open.isEmpty()) {
      Pair pair = open.remove(open.size() - 1);
      if (!seen.add(pair)) {
        continue;
      }
      boolean escapes = pair.one().get(inner.tokens.length) && !pair.other().get(tokens.length);
      if (escapes || seen.size() > MOST_STEPS) {
        return false;
      }
      for (int c : alphabet) {
        BitSet next = inner.step(pair.one(), c);
        if (!next.isEmpty()) {
          open.add(new Pair(next, step(pair.other(), c)));
        }
      }
    }
    return true;
  }

  /** Whether something is matched by both. */
  public boolean overlaps(Glob other) {
    List<Integer> alphabet = alphabet(other);
    List<Pair> open = new ArrayList<>();
    Set<Pair> seen = new HashSet<>();
    open.add(new Pair(start(), other.start()));
    while (!open.isEmpty()) {
      Pair pair = open.remove(open.size() - 1);
      if (!seen.add(pair)) {
        continue;
      }
      boolean both = pair.one().get(tokens.length) && pair.other().get(other.tokens.length);
      if (both || seen.size() > MOST_STEPS) {
        return true;
      }
      for (int c : alphabet) {
        BitSet one = step(pair.one(), c);
        BitSet two = other.step(pair.other(), c);
        if (!one.isEmpty() && !two.isEmpty()) {
          open.add(new Pair(one, two));
        }
      }
    }
    return false;
  }

  /** Where two patterns are after the same characters. */
  private record Pair(BitSet one, BitSet other) {}

  private List<Integer> alphabet(Glob other) {
    Set<Integer> alphabet = new HashSet<>();
    alphabet.add((int) '/');
    alphabet.add(OTHER);
    for (int[] each : new int[][] {tokens, other.tokens}) {
      for (int token : each) {
        if (token >= 0) {
          alphabet.add(token);
        }
      }
    }
    return List.copyOf(alphabet);
  }

  private BitSet start() {
    BitSet states = new BitSet(tokens.length + 1);
    enter(states, 0);
    return states;
  }

  private BitSet step(BitSet states, int c) {
    BitSet next = new BitSet(tokens.length + 1);
    for (int state = states.nextSetBit(0); state >= 0; state = states.nextSetBit(state + 1)) {
      if (state == tokens.length) {
        continue;
      }
      int token = tokens[state];
      if (token == ANYTHING || (token == STAR && c != '/')) {
        enter(next, state);
      } else if (token == c || (token == ONE && c != '/')) {
        enter(next, state + 1);
      }
    }
    return next;
  }

  /** A star may also stand for nothing. */
  private void enter(BitSet states, int state) {
    int reached = state;
    states.set(reached);
    while (reached < tokens.length && (tokens[reached] == STAR || tokens[reached] == ANYTHING)) {
      reached++;
      states.set(reached);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Glob that
        && text.equals(that.text)
        && Arrays.equals(tokens, that.tokens);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The pattern as it is spelt. */
  @Override
  public String toString() {
    return text;
  }
}

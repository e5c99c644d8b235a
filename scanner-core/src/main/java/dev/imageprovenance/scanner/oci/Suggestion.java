package dev.imageprovenance.scanner.oci;

import java.util.Collection;
import java.util.Optional;

/** Finds what somebody meant who mistyped a word; stateless. */
public final class Suggestion {
  /** Longer words are no typos. */
  private static final int LONGEST = 40;

  private Suggestion() {}

  /** The candidate that is nearest to the word, if a third of its letters or fewer are wrong. */
  public static Optional<String> nearest(String word, Collection<String> candidates) {
    Optional<String> nearest = Optional.empty();
    int least = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int tolerated = Math.max(1, Math.max(stripped(candidate), stripped(word)) / 3);
      int distance = word.length() > LONGEST ? LONGEST : distance(word, candidate);
      if (distance <= tolerated && distance < least) {
        nearest = Optional.of(candidate);
        least = distance;
      }
    }
    return nearest;
  }

  /** "; did you mean X?", or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return nearest(word, candidates).map(name -> "; did you mean " + name + "?").orElse("");
  }

  /** Hyphens before an option's name are no part of what can be mistyped. */
  private static int stripped(String candidate) {
    int hyphens = candidate.startsWith("--") ? 2 : candidate.startsWith("-") ? 1 : 0;
    return candidate.length() - hyphens;
  }

  /** How many letters are missing, too many, wrong, or swapped with their neighbour. */
  private static int distance(String one, String other) {
    int[][] cost = new int[one.length() + 1][other.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= other.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        boolean same = one.charAt(i - 1) == other.charAt(j - 1);
        int best = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
        best = Math.min(best, cost[i - 1][j - 1] + (same ? 0 : 1));
        boolean swapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == other.charAt(j - 2)
                && one.charAt(i - 2) == other.charAt(j - 1);
        cost[i][j] = swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
      }
    }
    return cost[one.length()][other.length()];
  }
}

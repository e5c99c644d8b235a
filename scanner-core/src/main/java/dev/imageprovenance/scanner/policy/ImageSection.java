package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.oci.Glob;
import java.util.Comparator;

/**
 * What a policy file says about some images; immutable.
 *
 * @param match which images
 * @param clauses what it says about them
 * @param position 0 for the first section of the file
 * @param origin the section
 */
record ImageSection(Glob match, Clauses clauses, int position, ClauseOrigin origin) {
  /**
   * The order in which sections are asked: one without wildcards first, then the one with more
   * characters that stand for themselves, then the one whose first wildcard comes later, then the
   * one that stands later in the file.
   */
  static final Comparator<ImageSection> MOST_SPECIFIC_FIRST =
      Comparator.<ImageSection>comparingInt(section -> section.match.isLiteral() ? 0 : 1)
          .thenComparingInt(section -> -section.match.literalCharacters())
          .thenComparingInt(section -> -section.match.literalPrefix())
          .thenComparingInt(section -> -section.position);
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.ClauseLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one policy file says; immutable.
 *
 * @param source the file
 * @param start where it begins, for what it does not say
 * @param extension what it extends
 * @param profile the built-in profile that it begins with
 * @param general what it says about all images
 * @param sections what it says about some, most specific first
 * @param trust which images are trusted
 * @param signers whose signatures are believed
 * @param waivers in the order of the file
 * @param maxWaiverDays how many days ahead a waiver may end
 * @param waivable checks whose findings may be waived by what extends it
 * @param controls in the order of the file
 */
record PolicyDocument(
    PolicySource source,
    ClauseLocation start,
    Optional<Extension> extension,
    Optional<Setting<PolicyDocument>> profile,
    Clauses general,
    List<ImageSection> sections,
    Optional<TrustClause> trust,
    Optional<SignersClause> signers,
    List<Waiver> waivers,
    Optional<Setting<Integer>> maxWaiverDays,
    Optional<Setting<List<Setting<CheckId>>>> waivable,
    List<Control> controls) {
  PolicyDocument {
    sections = sections.stream().sorted(ImageSection.MOST_SPECIFIC_FIRST).toList();
    waivers = List.copyOf(waivers);
    controls = List.copyOf(controls);
  }

  /** What it was read from: the files that it names, then its own. */
  List<PolicySource> sources() {
    List<PolicySource> sources = new ArrayList<>();
    signers.ifPresent(clause -> sources.addAll(clause.files()));
    sources.add(source);
    return sources;
  }
}

package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ComparisonRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides what is compared with what; immutable. */
final class Pairing {
  private final Map<String, Digest> scanned;
  private final Optional<String> compareWith;

  /**
   * Pairs what this build has made with what it should equal.
   *
   * @param scanned the addresses that were scanned in this build, with their configs' digests
   * @param compareWith the other address, when it is named
   */
  Pairing(Map<String, Digest> scanned, Optional<String> compareWith) {
    this.scanned = Map.copyOf(scanned);
    this.compareWith = compareWith;
  }

  /**
   * The pairs for what the goal looks at.
   *
   * @throws ScanException of kind CONFIGURATION if there is nothing to compare with
   */
  List<Pair> of(List<Subject> subjects) {
    List<Pair> pairs = new ArrayList<>();
    for (Subject subject : subjects) {
      if (compareWith.isPresent()) {
        pairs.add(pair(subject.address(), compareWith.get()));
      } else if (subject.built().orElse(null) instanceof BuiltImage.Pushed pushed) {
        pairs.addAll(withPushed(pushed));
      } else {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            "There is nothing to compare " + Text.escape(subject.address()) + " with",
            "Name it with <compareWith>; or let jib push before this goal: bind jib:build to an"
                + " earlier phase, or to the same phase and write the jib-maven-plugin before the"
                + " scanner-maven-plugin.",
            null);
      }
    }
    return pairs;
  }

  private List<Pair> withPushed(BuiltImage.Pushed pushed) {
    if (scanned.isEmpty()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "Nothing was scanned in this build that "
              + Text.escape(pushed.address())
              + " could be compared with",
          "Let scanner:scan run before, in the phase verify, or name the other image with"
              + " <image> and <compareWith>.",
          null);
    }
    List<Pair> pairs = new ArrayList<>();
    scanned.keySet().stream()
        .sorted()
        .forEach(address -> pairs.add(pair(address, pushed.address())));
    return pairs;
  }

  private Pair pair(String deployed, String registry) {
    return new Pair(deployed, registry, Optional.ofNullable(scanned.get(deployed)));
  }

  /** Where something else lies now than what was scanned; empty when nothing has changed. */
  static List<String> doubts(List<Pair> pairs, ComparisonRun run) {
    List<String> doubts = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Optional<Digest> scanned = pairs.get(i).scanned();
      Optional<Digest> compared =
          run.comparisons()
              .get(i)
              .comparison()
              .map(Comparison::deployed)
              .flatMap(side -> side.identity().digest(DigestKind.CONFIG));
      if (scanned.isPresent() && compared.isPresent() && !scanned.equals(compared)) {
        doubts.add(
            Text.escape(pairs.get(i).deployed())
                + " has changed since it was scanned: it was "
                + scanned.get()
                + " and is "
                + compared.get());
      }
    }
    return doubts;
  }
}

package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.signature.EvidenceInventory;
import dev.imageprovenance.scanner.signature.EvidenceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which signatures and attestations either side keeps; immutable. They are counted, not verified,
 * and they decide no rung: an image that lost its signature is still the same image.
 *
 * @param required whether a pass needs everything that is signed on the registry's side
 * @param outcome both inventories, or why nobody looked
 */
public record SignatureComparison(boolean required, Outcome outcome) {
  /** What came of looking; all kinds are immutable. */
  public sealed interface Outcome {
    /** Both sides have a place for signatures, which was looked into. */
    record Compared(EvidenceInventory deployed, EvidenceInventory registry) implements Outcome {}

    /**
     * Both sides are the same document in the same repository: what is beside one is beside both.
     */
    record SamePlace() implements Outcome {}

    /**
     * Nobody looked.
     *
     * @param reason one sentence without a full stop
     */
    record NotCompared(String reason) implements Outcome {}
  }

  /**
   * A kind of which the two sides have not the same number.
   *
   * @param kind the kind
   * @param deployed how many the deployed side has
   * @param registry how many the registry's side has
   */
  public record Difference(EvidenceKind kind, int deployed, int registry) {
    /** True when the deployed side has fewer. */
    public boolean isLost() {
      return deployed < registry;
    }

    /** What is signed and lost is missed by whoever verifies before he runs. */
    public Severity severity() {
      if (!isLost()) {
        return Severity.INFO;
      }
      return kind.isSigned() ? Severity.MEDIUM : Severity.LOW;
    }
  }

  /** Nobody looked, because of {@code reason}. */
  public static SignatureComparison notCompared(boolean required, String reason) {
    return new SignatureComparison(required, new Outcome.NotCompared(reason));
  }

  /** The kinds of which one side certainly has fewer: all its routes gave true answers. */
  public List<Difference> differences() {
    List<Difference> differences = new ArrayList<>();
    for (Difference difference : all()) {
      EvidenceInventory fewer = difference.isLost() ? compared().deployed() : compared().registry();
      if (fewer.isComplete()) {
        differences.add(difference);
      }
    }
    return differences;
  }

  private List<Difference> all() {
    if (!(outcome instanceof Outcome.Compared compared)) {
      return List.of();
    }
    Set<EvidenceKind> kinds = new TreeSet<>(compared.deployed().counts().keySet());
    kinds.addAll(compared.registry().counts().keySet());
    return kinds.stream()
        .map(
            kind ->
                new Difference(
                    kind, compared.deployed().count(kind), compared.registry().count(kind)))
        .filter(difference -> difference.deployed() != difference.registry())
        .toList();
  }

  private Outcome.Compared compared() {
    return (Outcome.Compared) outcome;
  }

  /** Why more may differ, with the side that it concerns; empty when everything was seen. */
  public List<String> unknowns() {
    if (!(outcome instanceof Outcome.Compared compared)) {
      return List.of();
    }
    List<String> unknowns = new ArrayList<>();
    compared.deployed().unknowns().forEach(why -> unknowns.add("deployed side, " + why));
    compared.registry().unknowns().forEach(why -> unknowns.add("registry's side, " + why));
    return unknowns;
  }

  /**
   * PASS unless everything is required: then FAIL when something signed is lost, and UNKNOWN when
   * something may be.
   */
  public Verdict verdict() {
    if (!required) {
      return Verdict.PASS;
    }
    boolean lost =
        differences().stream()
            .anyMatch(difference -> difference.isLost() && difference.kind().isSigned());
    if (lost) {
      return Verdict.FAIL;
    }
    return outcome instanceof Outcome.NotCompared || mayBeLost() ? Verdict.UNKNOWN : Verdict.PASS;
  }

  private boolean mayBeLost() {
    if (!(outcome instanceof Outcome.Compared compared)) {
      return false;
    }
    boolean looksLost =
        all().stream().anyMatch(difference -> difference.isLost() && difference.kind().isSigned());
    return !compared.registry().isComplete() || (looksLost && !compared.deployed().isComplete());
  }
}

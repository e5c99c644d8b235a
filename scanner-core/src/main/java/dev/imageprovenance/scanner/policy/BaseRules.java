package dev.imageprovenance.scanner.policy;

import java.util.List;
import java.util.Optional;

/**
 * What a policy says of one image's base; immutable.
 *
 * @param clauses one for each file that says something, what is extended before what extends it;
 *     all of it must hold
 * @param onlyFromBase requires that setuid and setgid files come from the base
 * @param mayAccept whether a request may say by itself which base is accepted
 * @param mayExcuse whether the accepted base may be the one that setuid files come from: not where
 *     a file that is extended requires it and only what extends it says which base that is
 * @param mayLighten whether what comes from the accepted base may weigh less: not where only what
 *     extends another policy says which base that is
 */
record BaseRules(
    List<BaseClause> clauses,
    Optional<Setting<Boolean>> onlyFromBase,
    boolean mayAccept,
    boolean mayExcuse,
    boolean mayLighten) {
  static final BaseRules NONE = new BaseRules(List.of(), Optional.empty(), true, true, true);

  BaseRules {
    clauses = List.copyOf(clauses);
  }

  /** The clauses that say which bases are meant. */
  List<BaseClause> naming() {
    return clauses.stream().filter(clause -> !clause.groups().isEmpty()).toList();
  }
}

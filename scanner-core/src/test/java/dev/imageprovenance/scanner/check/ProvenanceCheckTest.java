package dev.imageprovenance.scanner.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Glob;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.TestSigner;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether provenance that was found says what is required. */
final class ProvenanceCheckTest extends SignedSample {
  private static final String SOURCE = "git+https://git.example/team/app@refs/tags/1";

  private static String predicate(String builder, String source) {
    return "{\"buildDefinition\":{\"buildType\":\"t\",\"externalParameters\":{\"source\":\""
        + source
        + "\"}},\"runDetails\":{\"builder\":{\"id\":\""
        + builder
        + "\"}}}";
  }

  private static Optional<RequiredProvenance.Allowed> allowed(String... globs) {
    return globs.length == 0
        ? Optional.empty()
        : Optional.of(
            new RequiredProvenance.Allowed(Stream.of(globs).map(Glob::of).toList(), CLAUSE));
  }

  private static ProvenanceCheck builder(String... globs) {
    return requiring(Set.of("alice"), allowed(globs), allowed());
  }

  private static ProvenanceCheck source(String... globs) {
    return requiring(Set.of("alice"), allowed(), allowed(globs));
  }

  private static ProvenanceCheck requiring(
      Set<String> signers,
      Optional<RequiredProvenance.Allowed> builders,
      Optional<RequiredProvenance.Allowed> sources) {
    return new ProvenanceCheck(List.of(new RequiredProvenance(signers, builders, sources)));
  }

  private void push(String builder, String source, TestSigner... signers) {
    pushStatement(PredicateTypes.SLSA_PROVENANCE_1, predicate(builder, source), signers);
  }

  @Test
  void signedProvenanceOfAnAllowedBuilderIsEnough() {
    push("ci", SOURCE, alice);
    CheckOutcome outcome = outcome(builder("other", "c*"));
    assertEquals(List.of(), outcome.findings());
    assertEquals("built by ci from " + SOURCE + ", says alice", outcome.summary());
  }

  @Test
  void anotherBuilderIsNotAllowed() {
    push("ci", SOURCE, alice);
    CheckOutcome outcome = outcome(builder("ci2", "ci3"));
    assertEquals(List.of("BUILDER_NOT_ALLOWED"), codes(outcome));
    assertEquals("The image was built by ci, and it must be ci2 or ci3", message(outcome));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example/team/app",
        "https://git.example/team/*",
        "git+https://git.example/team/app@refs/tags/*"
      })
  void anAllowedSourceIsEnough(String glob) {
    push("ci", SOURCE, alice);
    assertEquals(List.of(), outcome(source(glob)).findings());
  }

  @Test
  void anotherSourceIsNotAllowed() {
    push("ci", SOURCE, alice);
    CheckOutcome outcome = outcome(source("https://git.example/other/**"));
    assertEquals(List.of("SOURCE_NOT_ALLOWED"), codes(outcome));
    assertEquals(
        "The image was built from " + SOURCE + ", and it must be https://git.example/other/**",
        message(outcome));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://git.example/team/../evil/app",
        "https://git.example/team/%2e%2E/evil/app",
        "https://git.example/team/..%2fevil/app",
        "https://git.example/team/app/.."
      })
  void aSourceThatClimbsOutIsNotAllowed(String source) {
    push("ci", source, alice);
    assertEquals(
        List.of("SOURCE_NOT_ALLOWED"), codes(outcome(source("https://git.example/team/**"))));
  }

  /** What stands before the at sign is another host, or may be one to somebody who clones it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example?@git.example/team/app",
        "https://evil.example:443?@git.example/team/app",
        "https://evil.example:443#@git.example/team/app",
        "https://evil.example\\\\@git.example/team/app",
        "https://evil.example?.git.example/team/app",
        "https://me@evil.example@git.example/team/app"
      })
  void aSourceThatHidesItsHostIsNotAllowed(String source) {
    push("ci", source, alice);
    assertEquals(
        List.of("SOURCE_NOT_ALLOWED"),
        codes(outcome(source("https://git.example/team/**", "https://*.git.example/team/**"))));
  }

  @Test
  void aSourceThatHidesItsHostIsToldAsSuch() {
    push("ci", "https://evil.example?@git.example/team/app", alice);
    assertEquals(
        "The image was built from https://evil.example?@git.example/team/app (which can be read as"
            + " another place), and it must be https://git.example/team/**",
        message(outcome(source("https://git.example/team/**"))));
  }

  @Test
  void aSourceThatClimbsOutOfWhatIsWithheldIsNotAllowed() {
    push("ci", "https://git.example/team/token=a/../../evil/app", alice);
    assertEquals(
        List.of("SOURCE_NOT_ALLOWED"), codes(outcome(source("https://git.example/team/*"))));
  }

  @Test
  void aSourceWhosePathIsWithheldIsNotAllowed() {
    push("ci", "https://git.example/team/token=a/evil/app", alice);
    assertEquals(
        List.of("SOURCE_NOT_ALLOWED"), codes(outcome(source("https://git.example/team/*"))));
  }

  @Test
  void aSourceWithALoginIsAllowedByItsRepository() {
    push("ci", "https://me:secret@git.example/team/app.git", alice);
    assertEquals(List.of(), outcome(source("https://git.example/team/app")).findings());
  }

  @Test
  void everySourceThatIsNamedMustBeAllowed() {
    String predicate =
        predicate("ci", SOURCE)
            .replace(
                "\"externalParameters\":{",
                "\"externalParameters\":{\"configSource\":{\"uri\":\"https://evil.example/x\"},");
    pushStatement(PredicateTypes.SLSA_PROVENANCE_1, predicate, alice);
    assertEquals(
        List.of("SOURCE_NOT_ALLOWED"), codes(outcome(source("https://git.example/team/**"))));
  }

  @Test
  void provenanceWithoutSourceIsNotEnough() {
    pushStatement(
        PredicateTypes.SLSA_PROVENANCE_1, "{\"runDetails\":{\"builder\":{\"id\":\"ci\"}}}", alice);
    CheckOutcome outcome = outcome(source("**"));
    assertEquals("The provenance names no source, and it must be **", message(outcome));
  }

  @Test
  void provenanceWithoutSourceIsNotOfAnotherSource() {
    pushStatement(
        PredicateTypes.SLSA_PROVENANCE_1, "{\"runDetails\":{\"builder\":{\"id\":\"ci\"}}}", alice);
    assertEquals("not built from a source that is allowed", outcome(source("**")).summary());
  }

  @Test
  void builderAndSourceMustStandInOneStatement() {
    pushAttestation(
        image.digest(),
        envelope(predicate("ci", "https://evil.example/x")),
        envelope(predicate("ci", SOURCE).replace("\"ci\"", "\"\"")));
    ProvenanceCheck both =
        requiring(Set.of("alice"), allowed("ci"), allowed("https://git.example/**"));
    // The second is refused by its builder, which is none of alice's ids.
    assertEquals(List.of("SOURCE_NOT_ALLOWED", "ALSO_REFUSED"), codes(outcome(both)));
  }

  private String envelope(String predicate) {
    return CosignFormat.envelope(
        CosignFormat.statement(image.digest(), PredicateTypes.SLSA_PROVENANCE_1, predicate), alice);
  }

  @Test
  void oneGoodStatementIsEnough() {
    pushAttestation(
        image.digest(),
        envelope(predicate("ci", "https://evil.example/x")),
        envelope(predicate("ci", SOURCE)));
    assertEquals(List.of(), outcome(source("https://git.example/**")).findings());
  }

  @Test
  void anImageWithoutProvenanceHasNone() {
    assertEquals(List.of("NO_PROVENANCE"), codes(outcome(builder("**"))));
  }

  @Test
  void unsignedProvenanceIsAClaim() {
    pushClaim(PredicateTypes.SLSA_PROVENANCE_1, predicate("ci", SOURCE));
    CheckOutcome outcome = outcome(builder("**"));
    assertEquals(List.of("UNSIGNED_PROVENANCE"), codes(outcome));
    assertTrue(message(outcome).contains("so that it is only a claim (built by ci from"));
  }

  @Test
  void provenanceOfSomebodyElseIsRefused() {
    push("ci", SOURCE, mallory);
    assertEquals(List.of("REFUSED"), codes(outcome(builder("**"))));
  }

  @Test
  void provenanceOfASignerOfAnotherFileIsNotEnough() {
    push("ci", SOURCE, bob);
    CheckOutcome outcome = outcome(builder("**"));
    assertEquals(List.of("WRONG_SIGNER"), codes(outcome));
    assertEquals("The provenance is signed by bob; one by alice is required", message(outcome));
  }

  @Test
  void aKeyForImagesIsRefused() {
    push("ci", SOURCE, alice);
    CheckOutcome outcome =
        outcome(builder("**"), Fact.known(inspect(trust(alicesKey(Purpose.IMAGE)))));
    assertTrue(message(outcome).contains("WRONG_PURPOSE"), message(outcome));
  }

  @Test
  void anotherBuilderOfItsSignerIsMendedInThePolicy() {
    push("home", SOURCE, alice);
    assertEquals(
        "If alice may speak for that builder, add it to the ids of this signer in the policy",
        outcome(builder("**")).findings().get(0).remedy().orElseThrow().text());
  }

  @Test
  void noTrueAnswerIsUnknown() {
    fail(".att");
    assertTrue(outcome(builder("**")).unknown().isPresent());
  }

  @Test
  void anotherBuilderIsUnknownWhereThereMayBeMore() {
    push("ci", SOURCE, alice);
    store.fail("referrers");
    CheckOutcome outcome = outcome(builder("other"));
    assertEquals(List.of(), outcome.findings());
    assertTrue(outcome.unknown().isPresent());
  }

  @Test
  void aPlaceWithoutSignaturesIsUnknown() {
    assertEquals(
        Optional.of("no place"), outcome(builder("**"), Fact.unknown("no place")).unknown());
  }
}

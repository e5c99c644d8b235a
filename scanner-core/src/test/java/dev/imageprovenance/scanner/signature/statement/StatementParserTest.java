package dev.imageprovenance.scanner.signature.statement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.StrictJson;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.CosignFormat;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In-toto statements, provenance and verification summaries. */
class StatementParserTest {
  private static final Digest SUBJECT = Digest.sha256(new byte[] {1});

  /** As BuildKit writes it for a build from a repository. */
  private static final String BUILDKIT_02 =
      """
      {"builder":{"id":"https://ci.example/run/7"},
       "buildType":"https://mobyproject.org/buildkit@v1",
       "materials":[
         {"uri":"pkg:docker/golang@1.22?platform=linux%2Famd64","digest":{"sha256":"aa"}},
         {"uri":"pkg:docker/debian@12","digest":{"sha256":"bb"}}],
       "invocation":{
         "configSource":{"uri":"https://git.example/team/app.git#main",
                         "digest":{"sha1":"c0ffee"},"entryPoint":"Dockerfile"},
         "parameters":{"frontend":"dockerfile.v0",
                       "args":{"build-arg:http_proxy":"a","build-arg:HTTP_PROXY":"b"}},
         "environment":{"platform":"linux/amd64"}},
       "metadata":{"buildInvocationID":"id1","buildStartedOn":"2026-05-01T10:00:00Z",
         "https://mobyproject.org/buildkit@v1#metadata":{
           "vcs":{"source":"https://git.example/team/app","revision":"c0ffee"}}}}
      """;

  private static final String WORKFLOW_1 =
      """
      {"buildDefinition":{
         "buildType":"https://actions.example/buildtypes/workflow/v1",
         "externalParameters":{"workflow":{"ref":"refs/tags/v1","repository":"https://git.example/o/r",
                                           "path":".ci/release.yml"}},
         "internalParameters":{"Env":1,"env":2},
         "resolvedDependencies":[{"uri":"git+https://git.example/o/r@refs/tags/v1",
                                  "digest":{"gitCommit":"abc"},"name":"src"}]},
       "runDetails":{"builder":{"id":"https://runner.example"},
         "metadata":{"invocationId":"run/7","startedOn":"","finishedOn":null}}}
      """;

  private static final String SUMMARY =
      """
      {"verifier":{"id":"https://verifier.example"},"timeVerified":"2026-06-01T10:00:00Z",
       "resourceUri":"registry.example/team/app","policy":{"uri":"p","digest":{"sha256":"cc"}},
       "inputAttestations":[{"uri":"a","digest":{"sha256":"dd"}}],
       "verificationResult":"PASSED","verifiedLevels":["SLSA_BUILD_LEVEL_3"],"slsaVersion":"1.0"}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1"})
  void readsBothVersionsOfStatements(String type) {
    String json =
        CosignFormat.statement(SUBJECT, "t", "{}").replace("https://in-toto.io/Statement/v1", type);
    assertTrue(parse(json).isAbout(SUBJECT));
  }

  @Test
  void isAboutItsSubjectsAlone() {
    assertFalse(
        parse(CosignFormat.statement(SUBJECT, "t", "{}")).isAbout(Digest.sha256(new byte[0])));
  }

  @Test
  void anotherTypeOfStatementIsUnsupported() {
    assertEquals(
        ProblemKind.UNSUPPORTED,
        problem(CosignFormat.statement(SUBJECT, "t", "{}").replace("Statement/v1", "Link/v1"))
            .kind());
  }

  @Test
  void statementWithoutSubjectIsMalformed() {
    assertEquals(
        ProblemKind.MALFORMED,
        problem(
                CosignFormat.statement(SUBJECT, "t", "{}")
                    .replaceFirst("\"subject\":\\[.*?}}]", "\"subject\":[]"))
            .kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"subject\":[],\"subject\":", "\"Subject\":[],\"subject\":"})
  void repeatedKeysAreToldApart(String twice) {
    assertTrue(
        StrictJson.isRepeatedKey(
            problem(CosignFormat.statement(SUBJECT, "t", "{}").replace("\"subject\":", twice))));
  }

  @Test
  void readsProvenance02() {
    SlsaProvenance provenance = provenance(PredicateTypes.SLSA_PROVENANCE_02, BUILDKIT_02);
    assertEquals("https://ci.example/run/7", provenance.builderId());
    assertEquals("https://mobyproject.org/buildkit@v1", provenance.buildType());
    assertEquals(Optional.of("id1"), provenance.invocationId());
    assertEquals(Optional.of("2026-05-01T10:00:00Z"), provenance.startedOn());
  }

  @Test
  void readsMaterialsOf02() {
    assertEquals(
        List.of(
            new Resource(
                "", "pkg:docker/golang@1.22?platform=linux%2Famd64", Map.of("sha256", "aa")),
            new Resource("", "pkg:docker/debian@12", Map.of("sha256", "bb"))),
        provenance(PredicateTypes.SLSA_PROVENANCE_02, BUILDKIT_02).materials());
  }

  @Test
  void readsSourcesOf02() {
    assertEquals(
        List.of(
            new Source(
                "https://git.example/team/app.git#main", "c0ffee", "invocation.configSource"),
            new Source("https://git.example/team/app", "c0ffee", "metadata.vcs")),
        provenance(PredicateTypes.SLSA_PROVENANCE_02, BUILDKIT_02).sources());
  }

  @Test
  void readsProvenance1() {
    SlsaProvenance provenance = provenance(PredicateTypes.SLSA_PROVENANCE_1, WORKFLOW_1);
    assertEquals("https://runner.example", provenance.builderId());
    assertEquals(Optional.of("run/7"), provenance.invocationId());
    assertEquals(Map.of("gitCommit", "abc"), provenance.materials().get(0).digests());
  }

  @Test
  void readsSourcesOf1() {
    assertEquals(
        List.of(
            new Source("https://git.example/o/r@refs/tags/v1", "", "externalParameters.workflow")),
        provenance(PredicateTypes.SLSA_PROVENANCE_1, WORKFLOW_1).sources());
  }

  @Test
  void unsetNullAndEmptyAreTheSame() {
    SlsaProvenance provenance = provenance(PredicateTypes.SLSA_PROVENANCE_1, WORKFLOW_1);
    assertEquals(Optional.empty(), provenance.startedOn());
    assertEquals(Optional.empty(), provenance.finishedOn());
  }

  @ParameterizedTest
  @ValueSource(strings = {PredicateTypes.SLSA_PROVENANCE_02, PredicateTypes.SLSA_PROVENANCE_1})
  void emptyProvenanceSaysNothing(String type) {
    SlsaProvenance provenance = provenance(type, "{}");
    assertEquals("", provenance.builderId());
    assertEquals(List.of(), provenance.materials());
  }

  @Test
  void whatABuildTypeLeavesFreeMayBeAnything() {
    String odd = "{\"buildDefinition\":{\"externalParameters\":{\"source\":[1],\"workflow\":2}}}";
    assertEquals(List.of(), provenance(PredicateTypes.SLSA_PROVENANCE_1, odd).sources());
  }

  @Test
  void readsASummary() {
    VerificationSummary summary = summary(SUMMARY);
    assertEquals("https://verifier.example", summary.verifierId());
    assertEquals(Optional.of(Instant.parse("2026-06-01T10:00:00Z")), summary.timeVerified());
    assertEquals(Map.of("sha256", "cc"), summary.policy().digests());
    assertTrue(summary.passed());
    assertEquals(1, summary.inputAttestations().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verifier", "resourceUri", "policy", "verificationResult", "verifiedLevels"})
  void summaryMustSayWhatTheFormatRequires(String member) {
    String json =
        CosignFormat.statement(
            SUBJECT, PredicateTypes.VSA, SUMMARY.replace("\"" + member + "\":", "\"x\":"));
    assertEquals(ProblemKind.MALFORMED, problem(json).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"passed\"", "\"\"", "\"MAYBE\"", "true"})
  void resultIsPassedOrFailed(String result) {
    String json =
        CosignFormat.statement(SUBJECT, PredicateTypes.VSA, SUMMARY.replace("\"PASSED\"", result));
    assertEquals(ProblemKind.MALFORMED, problem(json).kind());
  }

  @ParameterizedTest
  @CsvSource({
    "SLSA_BUILD_LEVEL_3, true",
    "SLSA_BUILD_LEVEL_1, true",
    "SLSA_BUILD_LEVEL_4, false",
    "SLSA_SOURCE_LEVEL_1, false",
    "COMPANY_RULE, false"
  })
  void higherLevelOfTheSameTrackIncludesTheLower(String required, boolean expected) {
    assertEquals(expected, summary(SUMMARY).reaches(required));
  }

  private static SlsaProvenance provenance(String type, String predicate) {
    return assertInstanceOf(
        SlsaProvenance.class, parse(CosignFormat.statement(SUBJECT, type, predicate)).predicate());
  }

  private static VerificationSummary summary(String predicate) {
    return assertInstanceOf(
        VerificationSummary.class,
        parse(CosignFormat.statement(SUBJECT, PredicateTypes.VSA, predicate)).predicate());
  }

  private static ScanException problem(String json) {
    return assertThrows(ScanException.class, () -> parse(json));
  }

  private static Statement parse(String json) {
    return StatementParser.parse(
        RawDocument.of(json.getBytes(StandardCharsets.UTF_8)), Limits.defaults());
  }

  @ParameterizedTest
  @CsvSource({
    "https://git.example/team/app, https://git.example/team/app",
    "git+https://git.example/team/app.git@refs/tags/1, https://git.example/team/app",
    "git+https://git.example/team/app@0123456789012345678901234567890123456789,"
        + " https://git.example/team/app",
    "https://git.example/team/app.git#refs/heads/main:sub, https://git.example/team/app",
    "https://me:secret@git.example/team/app, https://git.example/team/app",
    "https://git.example@evil.example/team/app, https://evil.example/team/app",
    "https://git.example/team/app@v1, https://git.example/team/app@v1",
  })
  void aSourcesRepositoryIsWithoutLoginAndRevision(String uri, String repository) {
    assertEquals(repository, new Source(uri, "", "source").repository());
  }

  @Test
  void aLoginInASourceIsWithheld() {
    assertEquals(
        "https://(withheld)@git.example/app",
        new Source("https://me:secret@git.example/app", "", "source").uri());
  }
}

package dev.imageprovenance.scanner.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.lineage.AssessedClaim.Assessment;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.lineage.LineageLayer.Owner;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineageAssemblyTest {
  private static final String DEBIAN = "docker.io/library/debian:12";
  private static final String JAVA = "registry.example/java:17";

  private final List<BaseClaim> claims = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();

  private LineageAssemblyTest requested(BaseImage base) {
    claims.add(BaseClaims.requested(base.name(), base.reference()));
    candidates.add(new Candidate(base.name(), Role.REQUESTED, new CandidateReading.Read(base)));
    return this;
  }

  private LineageAssemblyTest requested(String name, CandidateReading reading) {
    claims.add(BaseClaims.requested(name, Optional.empty()));
    candidates.add(new Candidate(name, Role.REQUESTED, reading));
    return this;
  }

  private LineageAssemblyTest listed(BaseImage base) {
    candidates.add(new Candidate(base.name(), Role.LISTED, new CandidateReading.Read(base)));
    return this;
  }

  /** What a claim names by its tag alone led to {@code reading}. */
  private LineageAssemblyTest claimed(Origin origin, String name, CandidateReading reading) {
    claims.add(
        new BaseClaim(
            origin,
            new Statement.Named(name, Optional.of(Reference.parse(name)), Optional.empty())));
    candidates.add(new Candidate(name, Role.CLAIMED, reading));
    return this;
  }

  /** What a claim names by digest led to {@code base}, which has that digest. */
  private LineageAssemblyTest claimedByDigest(Origin origin, BaseImage base) {
    Digest digest = base.manifest().orElseThrow();
    Reference tagged = base.reference().orElseThrow();
    Reference reference =
        new Reference(tagged.registry(), tagged.repository(), tagged.tag(), Optional.of(digest));
    claims.add(
        new BaseClaim(
            origin,
            new Statement.Named(
                reference.toString(), Optional.of(reference), Optional.of(digest))));
    candidates.add(
        new Candidate(reference.toString(), Role.CLAIMED, new CandidateReading.Read(base)));
    return this;
  }

  private Lineage of(ImageDraft image) {
    List<BaseClaim> all = new ArrayList<>(claims);
    all.addAll(BaseClaims.of(image.build(), Limits.defaults()));
    return image.read().lineage(all, candidates);
  }

  private static BaseImage base(String name, String... layers) {
    return new ImageDraft(layers).asBase(name);
  }

  private static Assessment assessment(Lineage lineage, Origin origin) {
    return lineage.claims().stream()
        .filter(claim -> claim.claim().origin() == origin)
        .findFirst()
        .orElseThrow()
        .assessment();
  }

  @Test
  void sameLowestLayersProveTheBase() {
    Lineage lineage = requested(base(DEBIAN, "os")).of(new ImageDraft("os", "app"));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(0, lineage.exitCode());
    assertEquals(DEBIAN, lineage.bases().get(0).image().name());
  }

  @Test
  void layersAreSharedOutBetweenTheBases() {
    Lineage lineage =
        listed(base(DEBIAN, "os"))
            .listed(base(JAVA, "os", "java", "tools"))
            .of(new ImageDraft("os", "java", "tools", "app"));
    assertEquals(
        List.of(Owner.BASE, Owner.BASE, Owner.BASE, Owner.OWN),
        lineage.layers().stream().map(LineageLayer::owner).toList());
    assertEquals(DEBIAN, lineage.baseOf(0).orElseThrow().image().name());
    assertEquals(JAVA, lineage.baseOf(2).orElseThrow().image().name());
  }

  @Test
  void longestBaseComesFirst() {
    Lineage lineage =
        listed(base(DEBIAN, "os"))
            .listed(base(JAVA, "os", "java"))
            .of(new ImageDraft("os", "java", "app"));
    assertEquals(List.of(2, 1), lineage.bases().stream().map(BaseLevel::depth).toList());
  }

  @Test
  void imagesWithTheSameLayersAreOneBaseTheRequestedOneFirst() {
    Lineage lineage =
        listed(base(JAVA, "os")).requested(base(DEBIAN, "os")).of(new ImageDraft("os", "app"));
    assertEquals(
        List.of(DEBIAN, JAVA),
        lineage.bases().get(0).images().stream().map(BaseImage::name).toList());
  }

  @Test
  void imageWithoutLayersIsNoBase() {
    Lineage lineage = requested(base(DEBIAN)).of(new ImageDraft("os", "app"));
    assertEquals(LineageState.OTHER_BASE, lineage.state());
    assertEquals(1, lineage.exitCode());
  }

  @Test
  void imageIsNotItsOwnBase() {
    ImageDraft image = new ImageDraft("os", "app");
    Lineage lineage = requested(image.asBase(DEBIAN)).of(image);
    assertEquals(LineageState.OTHER_BASE, lineage.state());
  }

  @Test
  void childThatOnlyChangesSettingsHasTheBasesLayers() {
    Lineage lineage = requested(base(DEBIAN, "os")).of(new ImageDraft("os").user("1000"));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(Owner.BASE, lineage.owner(0));
  }

  @Test
  void sameLayersInAnotherOrderProveNothing() {
    Lineage lineage = requested(base(DEBIAN, "b", "a")).of(new ImageDraft("a", "b", "app"));
    assertEquals(LineageState.OTHER_BASE, lineage.state());
  }

  @Test
  void layersThatWereNotReadProveNothing() {
    ImageDraft image = new ImageDraft("os", "app");
    requested(base(DEBIAN, "os"));
    Lineage lineage =
        new LineageAssembly(image.build(), image.declared(), List.of()).lineage(claims, candidates);
    assertEquals(LineageState.DECLARED, lineage.state());
    assertEquals(Optional.empty(), lineage.provenBase());
    assertEquals(Assessment.DECLARED, assessment(lineage, Origin.REQUEST));
  }

  @Test
  void layerThatCouldNotBeReadLeavesItsBaseUnknown() {
    ImageDraft image = new ImageDraft("os", "app");
    requested(base(DEBIAN, "os"));
    Lineage lineage =
        new LineageAssembly(
                image.build(),
                List.of(new Content.Unread("the connection broke"), image.computed().get(1)),
                List.of())
            .lineage(claims, candidates);
    assertEquals(LineageState.UNKNOWN, lineage.state());
    assertEquals("layer 1 could not be read: the connection broke", lineage.why());
  }

  @Test
  void ownLayerThatCouldNotBeReadLeavesTheBaseProven() {
    ImageDraft image = new ImageDraft("os", "app");
    requested(base(DEBIAN, "os"));
    Lineage lineage =
        new LineageAssembly(
                image.build(),
                List.of(image.computed().get(0), new Content.Unread("the connection broke")),
                List.of())
            .lineage(claims, candidates);
    assertEquals(LineageState.PROVEN, lineage.state());
    assertFalse(lineage.layers().get(1).chainComputed());
  }

  @Test
  void brokenLayerIsSaidBeforeAnythingElse() {
    ImageDraft image = new ImageDraft("os", "app");
    requested(base(DEBIAN, "os"));
    Lineage lineage =
        new LineageAssembly(
                image.build(),
                List.of(image.computed().get(0), new Content.Broken("it is another one")),
                List.of())
            .lineage(claims, candidates);
    assertEquals(LineageState.BROKEN, lineage.state());
    assertEquals(4, lineage.exitCode());
    assertEquals(Optional.empty(), lineage.provenBase());
  }

  @Test
  void claimByDigestThatTheLayersRefuteIsContradicted() {
    Lineage lineage =
        claimedByDigest(Origin.MANIFEST_ANNOTATION, base(DEBIAN, "os"))
            .of(new ImageDraft("evil", "app"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
    assertEquals(1, lineage.exitCode());
  }

  @Test
  void contradictedClaimIsToldBesideTheBaseThatIsProven() {
    Lineage lineage =
        claimedByDigest(Origin.MANIFEST_ANNOTATION, base(DEBIAN, "os"))
            .requested(base(JAVA, "java"))
            .of(new ImageDraft("java", "app"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
    assertTrue(lineage.why().endsWith("layer 1 is that of " + JAVA), lineage.why());
  }

  @Test
  void claimByDigestOfAnImageOfOneLayerMayBeSquashed() {
    Lineage lineage =
        claimedByDigest(Origin.MANIFEST_ANNOTATION, base(DEBIAN, "os"))
            .of(new ImageDraft("everything"));
    assertEquals(LineageState.FLATTENED, lineage.state());
    assertEquals(3, lineage.exitCode());
  }

  @Test
  void squashedImageIsNotOnAnotherBaseThanTheOneThatItNames() {
    BaseImage debian = base(DEBIAN, "os");
    Lineage lineage =
        claimedByDigest(Origin.MANIFEST_ANNOTATION, debian)
            .requested(debian)
            .of(new ImageDraft("everything"));
    assertEquals(LineageState.FLATTENED, lineage.state());
  }

  @Test
  void mergedLayersInTheHistoryMayBeSquashed() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(DEBIAN, "os"))
            .of(
                new ImageDraft("merged", "app")
                    .rawStep("{\"comment\":\"merge sha256:1 to sha256:2\"}"));
    assertEquals(LineageState.FLATTENED, lineage.state());
  }

  @Test
  void importedLowestLayerMayHoldTheBase() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(DEBIAN, "os"))
            .of(
                new ImageDraft("imported", "app")
                    .rawStep("{\"comment\":\"Imported from -\"}")
                    .step("COPY"));
    assertEquals(LineageState.FLATTENED, lineage.state());
  }

  @Test
  void mergedLayerAboveTheLowestCannotHoldTheBase() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(DEBIAN, "os"))
            .of(
                new ImageDraft("evil", "app")
                    .step("ADD")
                    .rawStep("{\"comment\":\"merge sha256:1 to sha256:2\"}"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
  }

  @Test
  void stepWithoutALayerIsNoSignThatTheLowestWasMerged() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(DEBIAN, "os"))
            .of(
                new ImageDraft("evil", "app")
                    .step("ADD")
                    .rawStep("{\"comment\":\"Imported from -\",\"empty_layer\":true}")
                    .step("COPY"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
  }

  @Test
  void imageThatKeptPartOfTheClaimedBaseIsNotFlattened() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(DEBIAN, "os", "patch")).of(new ImageDraft("os"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
  }

  @Test
  void claimByTagIsUnprovenWhenTheTagLeadsElsewhereNow() {
    Lineage lineage =
        claimed(Origin.LABEL, DEBIAN, new CandidateReading.Read(base(DEBIAN, "newer")))
            .of(new ImageDraft("os", "app"));
    assertEquals(LineageState.UNPROVEN, lineage.state());
    assertEquals(3, lineage.exitCode());
  }

  @Test
  void unreachableClaimIsUnknown() {
    Lineage lineage =
        claimed(Origin.LABEL, DEBIAN, new CandidateReading.Unknown("docker.io does not answer"))
            .of(new ImageDraft("os", "app"));
    assertEquals(LineageState.UNKNOWN, lineage.state());
  }

  @Test
  void unreachableRequestIsUnknownAndNoOtherBase() {
    Lineage lineage =
        requested(DEBIAN, new CandidateReading.Unknown("docker.io does not answer"))
            .of(new ImageDraft("os", "app"));
    assertEquals(LineageState.UNKNOWN, lineage.state());
    assertEquals(3, lineage.exitCode());
  }

  @Test
  void requestForAnotherPlatformIsNoBase() {
    Lineage lineage =
        requested(DEBIAN, new CandidateReading.OtherPlatform("it is for linux/arm64"))
            .of(new ImageDraft("os", "app"));
    assertEquals(LineageState.OTHER_BASE, lineage.state());
    assertEquals("it is not built on " + DEBIAN + ": it is for linux/arm64", lineage.why());
  }

  @Test
  void claimThatIsProvenDoesNotStandForTheRequest() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(DEBIAN, "os"))
            .requested(base(JAVA, "java"))
            .of(new ImageDraft("os", "app"));
    assertEquals(LineageState.OTHER_BASE, lineage.state());
    assertTrue(lineage.why().endsWith("it is built on " + DEBIAN), lineage.why());
  }

  @Test
  void baseOfTheBaseAnswersTheRequest() {
    Lineage lineage =
        claimedByDigest(Origin.LABEL, base(JAVA, "os", "java"))
            .requested(base(DEBIAN, "os"))
            .of(new ImageDraft("os", "java", "app"));
    assertEquals(LineageState.PROVEN, lineage.state());
  }

  @Test
  void materialThatOnlyBuiltIsNoBase() {
    Lineage lineage =
        claimedByDigest(Origin.PROVENANCE, base("docker.io/library/golang:1", "go"))
            .claimedByDigest(Origin.PROVENANCE, base(DEBIAN, "os"))
            .of(new ImageDraft("os", "app"));
    assertEquals(LineageState.PROVEN, lineage.state());
    assertEquals(Assessment.NOT_A_BASE, lineage.claims().get(0).assessment());
    assertEquals(Assessment.PROVEN, lineage.claims().get(1).assessment());
  }

  @Test
  void materialsWithoutABaseAmongThemLeaveNothingNamed() {
    Lineage lineage =
        claimedByDigest(Origin.PROVENANCE, base("docker.io/library/golang:1", "go"))
            .of(new ImageDraft("binary"));
    assertEquals(LineageState.NONE, lineage.state());
  }

  @Test
  void digestAloneIsProvenByWhateverImageHasIt() {
    BaseImage debian = base(DEBIAN, "os");
    Lineage lineage =
        requested(debian)
            .of(
                new ImageDraft("os", "app")
                    .annotation(BaseClaims.DIGEST, debian.manifest().orElseThrow().toString()));
    assertEquals(Assessment.PROVEN, assessment(lineage, Origin.MANIFEST_ANNOTATION));
  }

  @Test
  void scratchWithoutABaseIsFromScratch() {
    Lineage lineage = of(new ImageDraft("app").annotation(BaseClaims.NAME, "scratch"));
    assertEquals(LineageState.SCRATCH, lineage.state());
    assertEquals(0, lineage.exitCode());
  }

  @Test
  void emptyAnnotationsAreFromScratchToo() {
    Lineage lineage =
        of(new ImageDraft("app").annotation(BaseClaims.NAME, "").annotation(BaseClaims.DIGEST, ""));
    assertEquals(LineageState.SCRATCH, lineage.state());
  }

  @Test
  void scratchAboveAnotherImagesLayersIsContradicted() {
    Lineage lineage =
        requested(base(DEBIAN, "os"))
            .of(new ImageDraft("os", "app").annotation(BaseClaims.NAME, "scratch"));
    assertEquals(LineageState.CONTRADICTED, lineage.state());
  }

  @Test
  void scratchOfAnImageWithTheSameLayersIsNotContradicted() {
    Lineage lineage =
        requested(base(DEBIAN, "os"))
            .of(new ImageDraft("os").user("1").annotation(BaseClaims.NAME, "scratch"));
    assertEquals(LineageState.PROVEN, lineage.state());
  }

  @Test
  void imageThatNamesNothingHasNoBaseNamed() {
    Lineage lineage = of(new ImageDraft("os", "app"));
    assertEquals(LineageState.NONE, lineage.state());
    assertEquals(Owner.UNKNOWN, lineage.owner(0));
    assertEquals(0, lineage.exitCode());
  }

  @Test
  void hintIsHeldAgainstWhatWasFound() {
    ImageDraft image =
        new ImageDraft("os", "app").step("ADD").setting("CMD [\"bash\"]").step("COPY");
    assertEquals(Assessment.UNPROVEN, assessment(of(image), Origin.HISTORY));
    assertEquals(
        Assessment.AGREES, assessment(requested(base(DEBIAN, "os")).of(image), Origin.HISTORY));
  }

  @Test
  void longListShowsOnlyWhatMatters() {
    for (int i = 0; i < 40; i++) {
      listed(base("registry.example/other:" + i, "other" + i));
    }
    Lineage lineage = listed(base(DEBIAN, "os")).of(new ImageDraft("os", "app"));
    assertEquals(41, lineage.candidateCount());
    assertEquals(List.of(DEBIAN), lineage.candidates().stream().map(Candidate::name).toList());
  }
}

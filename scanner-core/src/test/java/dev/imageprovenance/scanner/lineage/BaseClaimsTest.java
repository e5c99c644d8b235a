package dev.imageprovenance.scanner.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement.Boundary;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement.Named;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaseClaimsTest {
  private static final Digest DIGEST = ImageDraft.diffId("some base");

  private static List<BaseClaim> claims(ImageDraft image) {
    return BaseClaims.of(image.build(), Limits.defaults());
  }

  private static Statement only(ImageDraft image) {
    List<BaseClaim> claims = claims(image);
    assertEquals(1, claims.size(), claims.toString());
    return claims.get(0).statement();
  }

  @Test
  void nameAndDigestTogetherAreAReferenceByDigestThatKeepsItsTag() {
    Statement statement =
        only(
            new ImageDraft("a")
                .annotation(BaseClaims.NAME, "debian:12")
                .annotation(BaseClaims.DIGEST, DIGEST.toString()));
    assertEquals(
        new Named(
            "debian:12@" + DIGEST,
            Optional.of(
                new Reference(
                    "docker.io", "library/debian", Optional.of("12"), Optional.of(DIGEST))),
            Optional.of(DIGEST)),
        statement);
  }

  @Test
  void nameAloneHasNoDigest() {
    Named named = (Named) only(new ImageDraft("a").annotation(BaseClaims.NAME, "debian:12"));
    assertEquals(Optional.empty(), named.digest());
  }

  @Test
  void digestAloneHasNoPlaceToAsk() {
    Named named =
        (Named) only(new ImageDraft("a").annotation(BaseClaims.DIGEST, DIGEST.toString()));
    assertEquals(Optional.empty(), named.reference());
  }

  @Test
  void emptyTextsSayNothing() {
    assertInstanceOf(
        Statement.Blank.class,
        only(
            new ImageDraft("a")
                .annotation(BaseClaims.NAME, "")
                .annotation(BaseClaims.DIGEST, " ")));
  }

  @Test
  void scratchIsNoImage() {
    assertInstanceOf(
        Statement.Scratch.class, only(new ImageDraft("a").annotation(BaseClaims.NAME, "scratch")));
  }

  @Test
  void whatIsNoDigestIsToldAsSuch() {
    assertInstanceOf(
        Statement.Unusable.class,
        only(
            new ImageDraft("a")
                .annotation(BaseClaims.NAME, "debian:12")
                .annotation(BaseClaims.DIGEST, "latest")));
  }

  @Test
  void whatIsNoReferenceIsToldAsSuch() {
    assertInstanceOf(
        Statement.Unusable.class,
        only(new ImageDraft("a").annotation(BaseClaims.NAME, "http://debian")));
  }

  @Test
  void eachPlaceOfAnAnnotationIsAClaimOfItsOwn() {
    List<BaseClaim> claims =
        claims(
            new ImageDraft("a")
                .annotation(BaseClaims.NAME, "one:1")
                .indexAnnotation(BaseClaims.NAME, "two:2")
                .label(BaseClaims.NAME, "three:3"));
    assertEquals(
        List.of(Origin.MANIFEST_ANNOTATION, Origin.INDEX_ANNOTATION, Origin.LABEL),
        claims.stream().map(BaseClaim::origin).toList());
  }

  @Test
  void buildpacksNameTheirRunImageAndItsHighestLayer() {
    List<BaseClaim> claims =
        claims(
            new ImageDraft("os", "run", "app")
                .label(
                    "io.buildpacks.lifecycle.metadata",
                    "{\"runImage\":{\"topLayer\":\""
                        + ImageDraft.diffId("run")
                        + "\",\"reference\":\"registry.example/run@"
                        + DIGEST
                        + "\"}}"));
    assertEquals(DIGEST, ((Named) claims.get(0).statement()).digest().orElseThrow());
    assertEquals(2, ((Boundary) claims.get(1).statement()).layers());
  }

  @Test
  void buildpacksWithoutTheirHighestLayerAreToldAsSuch() {
    assertInstanceOf(
        Statement.Unusable.class,
        only(
            new ImageDraft("os")
                .label(
                    "io.buildpacks.lifecycle.metadata",
                    "{\"runImage\":{\"topLayer\":\"" + DIGEST + "\"}}")));
  }

  @Test
  void buildpacksLabelThatIsNoJsonIsToldAsSuch() {
    assertInstanceOf(
        Statement.Unusable.class,
        only(new ImageDraft("os").label("io.buildpacks.lifecycle.metadata", "{")));
  }

  @Test
  void layersBelowJibsOwnAreItsBase() {
    List<BaseClaim> claims =
        claims(
            new ImageDraft("os", "dependencies", "classes")
                .step("# debian.sh")
                .rawStep("{\"author\":\"Jib\",\"created_by\":\"jib-maven-plugin:3.5.2\"}")
                .rawStep("{\"author\":\"Jib\",\"created_by\":\"jib-maven-plugin:3.5.2\"}"));
    assertEquals(Origin.JIB, claims.get(0).origin());
    assertEquals(1, ((Boundary) claims.get(0).statement()).layers());
  }

  @Test
  void imageOfJibsLayersAloneIsFromScratch() {
    Statement statement =
        only(
            new ImageDraft("classes")
                .rawStep("{\"author\":\"Jib\",\"created_by\":\"jib-core:0.28.1\"}"));
    assertInstanceOf(Statement.Scratch.class, statement);
  }

  @Test
  void programToStartHintsAtWhereABaseEndsUnlessNothingFollows() {
    List<BaseClaim> claims =
        claims(
            new ImageDraft("os", "java", "app")
                .step("ADD file:1 in / ")
                .setting("/bin/sh -c #(nop)  CMD [\"bash\"]")
                .step("RUN install java")
                .setting("ENTRYPOINT [\"java\"]")
                .setting("CMD [\"-version\"]")
                .step("COPY app /app # buildkit")
                .setting("CMD [\"app\"]"));
    assertEquals(
        List.of(1, 2),
        claims.stream().map(claim -> ((Boundary) claim.statement()).layers()).toList());
  }

  @Test
  void historyThatDisagreesWithTheLayersSaysNothing() {
    assertEquals(
        List.of(),
        claims(
            new ImageDraft("os", "app").step("ADD").setting("CMD [\"bash\"]").step("a").step("b")));
  }
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.lineage.BaseClaim;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageAssembly;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image of the layers os, java and app, and what was found of its bases. */
final class BuiltImage {
  static final String DEBIAN = "docker.io/library/debian:12";
  static final String JAVA = "registry.example/bases/java:17";

  private static final ImageDraft APP = new ImageDraft("os", "java", "app");

  private final List<BaseClaim> claims = new ArrayList<>();
  private final List<Candidate> candidates = new ArrayList<>();
  private List<Content> contents = APP.computed();

  /** Java 17: its layers are os and java. */
  static BaseImage java() {
    return new ImageDraft("os", "java").created("2026-06-01T12:00:00Z").asBase(JAVA);
  }

  /** Debian 12: its layer is os. */
  static BaseImage debian() {
    return new ImageDraft("os").asBase(DEBIAN);
  }

  BuiltImage found(Role role, BaseImage base) {
    candidates.add(new Candidate(base.name(), role, new CandidateReading.Read(base)));
    return this;
  }

  BuiltImage unread(Role role, String name) {
    candidates.add(new Candidate(name, role, new CandidateReading.Unknown("it was refused")));
    return this;
  }

  /** What an annotation names, perhaps with a digest. */
  BuiltImage named(String reference) {
    Reference parsed = Reference.parse(reference);
    claims.add(
        new BaseClaim(
            Origin.MANIFEST_ANNOTATION,
            new Statement.Named(reference, Optional.of(parsed), parsed.digest())));
    return this;
  }

  /** Nobody has read its layers. */
  BuiltImage declared() {
    contents = APP.declared();
    return this;
  }

  Lineage lineage() {
    return new LineageAssembly(APP.build(), contents, List.of()).lineage(claims, candidates);
  }

  ImageFacts facts() {
    return new ImageFacts(
            APP.build(),
            List.of(),
            List.of(),
            Fact.unknown("not needed"),
            Fact.unknown("not needed"))
        .withLineage(lineage());
  }

  /** What the base's check says by {@code policy}. */
  CheckResult judged(ImagePolicy policy, boolean isRequested) {
    return new PolicyEvaluator(policy, Samples.TODAY)
        .evaluate(policy.baseCheck(isRequested, Samples.TODAY).check(facts()));
  }
}

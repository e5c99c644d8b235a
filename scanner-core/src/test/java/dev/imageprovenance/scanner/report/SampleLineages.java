package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseClaim;
import dev.imageprovenance.scanner.lineage.BaseClaims;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.Freshness;
import dev.imageprovenance.scanner.lineage.Freshness.Movement;
import dev.imageprovenance.scanner.lineage.Freshness.Rebuild;
import dev.imageprovenance.scanner.lineage.ImageDraft;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageAssembly;
import dev.imageprovenance.scanner.lineage.LineageLayer.Content;
import dev.imageprovenance.scanner.problem.ProblemKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lineages of images made by hand, told as the library tells them. */
final class SampleLineages {
  private static final String DEBIAN = "docker.io/library/debian:12";
  private static final String JAVA = "registry.example/base/java:17";

  private SampleLineages() {}

  static LineageRun run(LineageReport... reports) {
    return new LineageRun(
        new RunReport.Tool("image-provenance-scanner", "1.2.3"),
        SampleReports.NOW,
        List.of(reports));
  }

  /** All of them by the names of their golden texts. */
  static List<String> names() {
    return List.of(
        "proven",
        "remembered",
        "stale",
        "settings",
        "gone",
        "declared",
        "contradicted",
        "flattened",
        "unproven",
        "unknown",
        "other-base",
        "scratch",
        "none",
        "broken",
        "hostile",
        "problem");
  }

  static LineageReport named(String name) {
    return switch (name) {
      case "proven" -> report(proven());
      case "remembered" ->
          report(
              withFreshness(Fact.known(current(JAVA).seen(Optional.of(Duration.ofMinutes(40))))));
      case "stale" ->
          report(
              withFreshness(
                  Fact.known(
                      moved(Duration.ofDays(41), new Rebuild(Rebuild.Kind.LAYERS, List.of())))));
      case "settings" ->
          report(
              withFreshness(
                  Fact.known(
                      moved(
                          Duration.ofHours(-5),
                          new Rebuild(
                              Rebuild.Kind.SETTINGS, List.of("config.User", "config.Env.PATH"))))));
      case "gone" ->
          report(
              withFreshness(
                  Fact.known(
                      new Freshness(
                          JAVA,
                          Movement.GONE,
                          Optional.empty(),
                          Optional.empty(),
                          Optional.empty()))));
      case "declared" -> report(declared());
      case "contradicted" -> report(contradicted());
      case "flattened" -> report(flattened());
      case "unproven" -> report(unproven());
      case "unknown" -> report(unknown());
      case "other-base" -> report(otherBase());
      case "scratch" -> report(scratch());
      case "none" -> report(none());
      case "broken" -> report(broken());
      case "hostile" -> report(hostile());
      case "secret" -> report(secret());
      case "problem" ->
          problem(ProblemKind.UNREACHABLE, "registry.example does not answer", "Try.");
      default -> throw new IllegalArgumentException(name);
    };
  }

  static LineageReport report(Lineage lineage) {
    return new LineageReport(
        "registry.example/app:1",
        SampleReports.NOW,
        new LineageReport.Outcome.Traced(List.of(lineage)));
  }

  static LineageReport problem(ProblemKind kind, String message, String remedy) {
    return new LineageReport(
        "registry.example/app:1",
        SampleReports.NOW,
        new LineageReport.Outcome.Failed(
            new ScanReport.Problem(kind, message, Optional.of(remedy))));
  }

  /** Two bases one above the other, the upper one under three names. */
  private static Lineage proven() {
    Lineage lineage =
        trace(
            app(),
            app().computed(),
            candidate(DEBIAN, Role.LISTED, debian()),
            candidate(JAVA, Role.REQUESTED, java()),
            candidate("registry.example/base/java:17.0.15", Role.LISTED, java()),
            candidate("registry.example/base/java:latest", Role.LISTED, java()),
            candidate("registry.example/base/golang:1", Role.LISTED, new ImageDraft("golang")));
    return lineage.withBases(
        List.of(
            told(lineage.bases().get(0), Fact.known(current(JAVA))),
            told(lineage.bases().get(1), Fact.unknown("docker.io answered 503"))));
  }

  private static BaseLevel told(BaseLevel base, Fact<Freshness> tag) {
    return base.withFreshness(base.image(), tag);
  }

  private static Lineage withFreshness(Fact<Freshness> freshness) {
    Lineage lineage = trace(app(), app().computed(), candidate(JAVA, Role.REQUESTED, java()));
    return lineage.withBases(List.of(told(lineage.bases().get(0), freshness)));
  }

  private static Freshness current(String tag) {
    return new Freshness(
        tag,
        Movement.CURRENT,
        Optional.of(SampleReports.digest('7')),
        Optional.empty(),
        Optional.empty());
  }

  private static Freshness moved(Duration behind, Rebuild rebuild) {
    return new Freshness(
        JAVA,
        Movement.MOVED,
        Optional.of(SampleReports.digest('9')),
        Optional.of(behind),
        Optional.of(rebuild));
  }

  private static Lineage declared() {
    return trace(app(), app().declared(), candidate(JAVA, Role.REQUESTED, java()));
  }

  private static Lineage contradicted() {
    BaseImage trusted = debian().asBase(DEBIAN);
    ImageDraft image =
        new ImageDraft("evil", "app")
            .annotation(BaseClaims.NAME, DEBIAN)
            .annotation(BaseClaims.DIGEST, trusted.manifest().orElseThrow().toString());
    return trace(image, image.computed(), annotated(image, trusted));
  }

  private static Lineage flattened() {
    BaseImage trusted = debian().asBase(DEBIAN);
    ImageDraft image =
        new ImageDraft("everything")
            .annotation(BaseClaims.NAME, DEBIAN)
            .annotation(BaseClaims.DIGEST, trusted.manifest().orElseThrow().toString());
    return trace(image, image.computed(), annotated(image, trusted));
  }

  private static Lineage unproven() {
    ImageDraft image = new ImageDraft("os", "app").label(BaseClaims.NAME, DEBIAN);
    return trace(
        image,
        image.computed(),
        new Candidate(
            DEBIAN,
            Role.CLAIMED,
            new CandidateReading.Read(new ImageDraft("newer os").asBase(DEBIAN))));
  }

  private static Lineage unknown() {
    return trace(
        app(),
        app().computed(),
        new Candidate(
            JAVA,
            Role.REQUESTED,
            new CandidateReading.Unknown("registry.example refused the credentials")));
  }

  private static Lineage otherBase() {
    return trace(
        app(),
        app().computed(),
        candidate(JAVA, Role.REQUESTED, new ImageDraft("os", "other java")));
  }

  private static Lineage scratch() {
    ImageDraft image =
        new ImageDraft("app").annotation(BaseClaims.NAME, "").annotation(BaseClaims.DIGEST, "");
    return trace(image, image.computed());
  }

  private static Lineage none() {
    return trace(app(), app().computed());
  }

  private static Lineage broken() {
    List<Content> contents = new ArrayList<>(app().computed());
    contents.set(
        1,
        new Content.Broken(
            "its diffID should be "
                + SampleReports.digest('d')
                + ", and its bytes have "
                + SampleReports.digest('e')));
    contents.set(2, new Content.Unread("it is a foreign layer, kept elsewhere and not fetched"));
    return trace(app(), contents, candidate(DEBIAN, Role.REQUESTED, debian()));
  }

  /** Names and steps that would command a terminal. */
  private static Lineage hostile() {
    ImageDraft image =
        new ImageDraft("os", "app")
            .label(BaseClaims.NAME, "debian\u001b[2J:12")
            .step("RUN \u001b]0;owned\u0007 \u202e")
            .step("COPY " + "x".repeat(500));
    return trace(
        image,
        image.computed(),
        new Candidate(
            "a\u001b[31mb",
            Role.REQUESTED,
            new CandidateReading.Unknown("no\u001b[0m\u202ewhere")));
  }

  /** Build steps, of a layer and of a start, in which somebody wrote a secret. */
  private static Lineage secret() {
    ImageDraft image =
        new ImageDraft("os", "app")
            .step("RUN curl -H 'Authorization: Bearer canary-1' https://repo.example")
            .setting("CMD [\"app\",\"--password=canary-2\"]")
            .step("RUN TOKEN=canary-3 make");
    return trace(image, image.computed());
  }

  private static ImageDraft debian() {
    return new ImageDraft("os").step("# debian.sh").setting("CMD [\"bash\"]");
  }

  private static ImageDraft java() {
    return new ImageDraft("os", "java", "tools")
        .step("# debian.sh")
        .setting("CMD [\"bash\"]")
        .step("COPY /opt/java /opt/java # buildkit")
        .step("RUN /bin/sh -c apt-get install -y tini # buildkit");
  }

  private static ImageDraft app() {
    return new ImageDraft("os", "java", "tools", "app")
        .step("# debian.sh --arch 'amd64' out/ 'bookworm' '@1767225600'")
        .setting("CMD [\"bash\"]")
        .step("COPY /opt/java /opt/java # buildkit")
        .step(
            "RUN /bin/sh -c apt-get update && apt-get install -y tini ca-certificates curl"
                + " && rm -rf /var/lib/apt/lists/* # buildkit")
        .rawStep(
            "{\"author\":\"Jib\",\"created\":\"2026-01-01T00:00:00Z\","
                + "\"created_by\":\"jib-maven-plugin:3.5.2\",\"comment\":\"classes\"}");
  }

  private static Candidate candidate(String name, Role role, ImageDraft draft) {
    return new Candidate(name, role, new CandidateReading.Read(draft.asBase(name)));
  }

  private static Candidate annotated(ImageDraft image, BaseImage base) {
    BaseClaim claim = BaseClaims.of(image.build(), Limits.defaults()).get(0);
    BaseClaim.Statement.Named named = (BaseClaim.Statement.Named) claim.statement();
    return new Candidate(
        named.reference().orElseThrow().toString(), Role.CLAIMED, new CandidateReading.Read(base));
  }

  private static Lineage trace(ImageDraft draft, List<Content> contents, Candidate... candidates) {
    Image image = draft.build();
    List<BaseClaim> claims = new ArrayList<>();
    for (Candidate candidate : candidates) {
      if (candidate.role() == Role.REQUESTED) {
        claims.add(BaseClaims.requested(candidate.name(), Optional.empty()));
      }
    }
    claims.addAll(BaseClaims.of(image, Limits.defaults()));
    return new LineageAssembly(image, contents, List.of()).lineage(claims, List.of(candidates));
  }
}

package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.BaseQuestion;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.maven.jib.Directories;
import dev.imageprovenance.scanner.maven.jib.JibConfiguration;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.Baseline;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.policy.UnusedClauses.Unused;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.BaselineRenderer;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.LogReport;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.RunReport;
import dev.imageprovenance.scanner.report.ScanReport;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Scans the image that this build has made: compares every digest of it and says who it runs as and
 * which files raise privileges. Fails the build when a finding is as severe as {@code failOn}.
 */
@Mojo(name = "scan", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class ScanMojo extends ScannerMojo {
  /** The policy's file: what is required and what is allowed. */
  @Parameter(property = "scanner.policy")
  private @Nullable File policy;

  /** A policy that comes with the scanner, in place of a file: default, strict or cis. */
  @Parameter(property = "scanner.profile")
  private @Nullable String profile;

  /** A baseline: findings that it knows do not count, so that only what is new fails. */
  @Parameter(property = "scanner.baseline")
  private @Nullable File baseline;

  /** Where a new baseline of everything that counts is written. */
  @Parameter(property = "scanner.writeBaseline")
  private @Nullable File writeBaseline;

  /** The least severity that fails: info, low, medium, high or critical. */
  @Parameter(property = "scanner.failOn")
  private @Nullable String failOn;

  /** Checks that may be unknown without failing. */
  @Parameter(property = "scanner.allowUnknown")
  private @Nullable List<String> allowUnknown;

  /** Which checks run besides integrity; without them all. */
  @Parameter(property = "scanner.checks")
  private @Nullable List<String> checks;

  /** Whether setuid files that higher layers hide are reported too. */
  @Parameter(property = "scanner.history", defaultValue = "false")
  private boolean history;

  /**
   * Images on one of which the image must be built, directly or through others, as {@code image}
   * takes them. What comes unchanged from it weighs less.
   */
  @Parameter(property = "scanner.baseImages")
  private @Nullable List<String> baseImages;

  /** More of them: a file that lists images, one a line, or a repository with all of its tags. */
  @Parameter(property = "scanner.bases")
  private @Nullable String bases;

  /** Whether registries are asked that only the image, or jib, names as those of its base. */
  @Parameter(property = "scanner.follow", defaultValue = "false")
  private boolean follow;

  /** Maven gives the decrypter. */
  @Inject
  public ScanMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void lookAt(Work work) throws MojoExecutionException, MojoFailureException {
    requireOnePolicy();
    for (Subject subject : work.subjects()) {
      requireReachable(work.build(), subject.address());
      getLog().info("Scanning " + subject.describe());
    }
    tellBases(work);
    RunReport run;
    List<String> doubts;
    try (ImageScanner scanner = scanner(work)) {
      PolicyLoader loader =
          work.build().isOffline()
              ? Offline.policies(work.build().directories().top())
              : scanner.policies();
      run = scan(scanner, work, policy(loader, work.build().directories()));
      doubts = BuiltImageCheck.doubts(work.subjects(), run, scanner::resolve);
    }
    work.reports().write(run, Renderers::ofScans);
    if (writeBaseline != null) {
      Reports.write(
          run,
          ReportFormat.JSON,
          (format, options) -> new BaselineRenderer(),
          work.reports().options(),
          writeBaseline.toPath());
    }
    log(LogReport.of(run));
    doubts.forEach(getLog()::error);
    for (Unused unused : run.unusedClauses()) {
      getLog().warn(unused.origin() + ": " + unused.words());
    }
    remember(work.build(), run);
    work.build().tally().scanned(run.scans().size(), run.exitCode() == 0 && doubts.isEmpty());
    int exitCode = doubts.isEmpty() ? run.exitCode() : RunReport.worseExitCode(run.exitCode(), 1);
    Outcome.require(exitCode, Summaries.of(work, run), doubts);
  }

  /** An engine that does not know an image by its ID is asked for its name. */
  private RunReport scan(ImageScanner scanner, Work work, Policy required) {
    List<Subject> subjects = work.subjects();
    BaseQuestion question = question(work.build());
    List<ScanRequest> requests = new ArrayList<>();
    for (Subject subject : subjects) {
      requests.add(
          request(subject, subject.address(), required)
              .question(JibBase.of(work.jib(), subject).map(question::jibBase).orElse(question)));
    }
    RunReport run = scanner.scanAll(requests);
    boolean again = false;
    for (int i = 0; i < subjects.size(); i++) {
      Optional<String> other = subjects.get(i).otherAddress();
      boolean isGone =
          run.scans().get(i).problem().filter(p -> p.kind() == ProblemKind.NOT_FOUND).isPresent();
      if (isGone && other.isPresent()) {
        requests.set(
            i,
            request(subjects.get(i), other.get(), required).question(requests.get(i).question()));
        again = true;
      }
    }
    return again ? scanner.scanAll(requests) : run;
  }

  /** Relative paths begin in the module. */
  private BaseQuestion question(Build build) {
    Directories directories = build.directories();
    BaseQuestion question =
        BaseQuestion.none()
            .bases(
                (baseImages == null ? List.<String>of() : baseImages)
                    .stream().map(String::strip).map(directories::shownAddress).toList())
            .followClaims(follow)
            .offline(build.isOffline());
    if (bases == null) {
      return question;
    }
    Path list = directories.base().resolve(bases);
    return question.approved(
        Files.isRegularFile(list) ? directories.shown(list).toString() : bases);
  }

  private ScanRequest request(Subject subject, String address, Policy required) {
    ScanRequest request =
        ScanRequest.of(address)
            .platforms(subject.platforms())
            .policy(required)
            .checks(Parameters.checks("checks", checks))
            .history(history);
    return subject.name().map(request::knownAs).orElse(request);
  }

  private static void remember(Build build, RunReport run) {
    for (ScanReport scan : run.scans()) {
      for (ImageReport image : scan.images()) {
        build.remember(scan.requested(), image.configDigest());
      }
    }
  }

  private Policy policy(PolicyLoader loader, Directories directories) {
    Policy chosen = Policy.defaults();
    if (policy != null) {
      chosen = loader.load(directories.shown(policy.toPath()));
    } else if (profile != null) {
      chosen = Policy.profile(profile);
    }
    if (failOn != null) {
      chosen = chosen.failOn(Parameters.severity(failOn));
    }
    for (CheckId check : Parameters.checks("allowUnknown", allowUnknown)) {
      chosen = chosen.allowUnknown(check);
    }
    return baseline == null
        ? chosen
        : chosen.baseline(Baseline.load(directories.shown(baseline.toPath()), directories.top()));
  }

  private void requireOnePolicy() {
    if (policy != null && profile != null) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "<policy> and <profile> exclude each other",
          "A policy's file can say profile: " + profile + " itself.",
          null);
    }
  }

  private void tellBases(Work work) {
    if (work.subjects().stream().allMatch(subject -> subject.built().isEmpty())) {
      return;
    }
    Set<Optional<String>> bases = new LinkedHashSet<>();
    for (JibConfiguration jib : work.jib()) {
      if (bases.add(jib.fromImage())) {
        tellBase(jib);
      }
    }
  }

  private void tellBase(JibConfiguration jib) {
    String base = jib.fromImage().orElse("chosen by jib itself");
    getLog().info("Base image by jib's configuration, a claim: " + Text.escape(base));
    if (jib.fromImage().isEmpty() || jib.unpinnedBase().isPresent()) {
      getLog()
          .warn(
              "The base image has no digest, so that the next build may stand on another one; pin"
                  + " it: <from><image>"
                  + Text.escape(jib.unpinnedBase().orElse("NAME"))
                  + "@sha256:DIGEST</image></from>");
    }
  }

  @Override
  void finished(Build build) {
    Optional<ScanTally.Total> total = build.tally().done(build.expectedScans());
    if (total.isPresent() && build.modules() > 1) {
      String line = total.get().line(build.modules());
      if (total.get().images() == 0) {
        getLog().warn(line);
      } else {
        getLog().info(line);
      }
    }
  }
}

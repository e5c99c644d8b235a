package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.ComparisonRun;
import dev.imageprovenance.scanner.report.LogReport;
import dev.imageprovenance.scanner.report.Renderers;
import dev.imageprovenance.scanner.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.jspecify.annotations.Nullable;

/**
 * Compares the image of this build with another one and says how equal they are. Without any
 * parameter it proves that what jib has pushed is what {@code scanner:scan} has scanned in the same
 * build.
 */
@Mojo(name = "compare", defaultPhase = LifecyclePhase.DEPLOY, threadSafe = true)
public final class CompareMojo extends ScannerMojo {
  /** What the image should equal; without it what jib has pushed. */
  @Parameter(property = "scanner.compareWith")
  private @Nullable String compareWith;

  /**
   * The weakest rung that passes: identical, same-image, same-runtime, same-content or different.
   */
  @Parameter(property = "scanner.require", defaultValue = "same-image")
  private String require = "same-image";

  /** The one platform to compare of images for several. */
  @Parameter(property = "scanner.comparePlatform")
  private @Nullable String comparePlatform;

  /** Whether an engine's layers are read even where its records would do. */
  @Parameter(property = "scanner.rehash", defaultValue = "false")
  private boolean rehash;

  /**
   * Whether every signed signature and attestation that the other image has must be there too; they
   * are told in any case.
   */
  @Parameter(property = "scanner.requireSignatures", defaultValue = "false")
  private boolean requireSignatures;

  /** Maven gives the decrypter. */
  @Inject
  public CompareMojo(SettingsDecrypter decrypter) {
    super(decrypter);
  }

  @Override
  void lookAt(Work work) throws MojoExecutionException, MojoFailureException {
    List<Pair> pairs =
        new Pairing(
                work.build().scanned(),
                Optional.ofNullable(compareWith).map(work.build().directories()::shownAddress))
            .of(work.subjects());
    List<CompareRequest> requests = new ArrayList<>();
    for (Pair pair : pairs) {
      requireReachable(work.build(), pair.deployed());
      requireReachable(work.build(), pair.registry());
      getLog().info("Comparing " + Text.escape(pair.deployed()));
      getLog().info("     with " + Text.escape(pair.registry()));
      requests.add(request(pair));
    }
    ComparisonRun run;
    List<String> doubts = new ArrayList<>();
    try (ImageScanner scanner = scanner(work)) {
      run = scanner.compareAll(requests);
      doubts.addAll(Pairing.doubts(pairs, run));
      doubts.addAll(BuiltImageCheck.movedTags(work.subjects(), scanner::resolve));
    }
    work.reports().write(run, Renderers::ofComparisons);
    log(LogReport.of(run));
    doubts.forEach(getLog()::error);
    int exitCode = doubts.isEmpty() ? run.exitCode() : RunReport.worseExitCode(run.exitCode(), 1);
    Outcome.require(exitCode, Summaries.of(work, run), doubts);
  }

  private CompareRequest request(Pair pair) {
    CompareRequest request =
        CompareRequest.of(pair.deployed(), pair.registry())
            .required(Parameters.rung(require))
            .rehash(rehash)
            .signatures(requireSignatures ? SignatureWish.REQUIRE : SignatureWish.TELL);
    return comparePlatform == null ? request : request.platform(Platform.parse(comparePlatform));
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.policy.ImagePolicy;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.signature.Evidence;
import dev.imageprovenance.scanner.signature.Signatures;
import dev.imageprovenance.scanner.signature.Standing;
import dev.imageprovenance.scanner.signature.discovery.Route;
import dev.imageprovenance.scanner.signature.discovery.RouteOutcome;
import dev.imageprovenance.scanner.signature.envelope.Form;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is signed of images that are made up. */
final class FakeSignatures {
  private static final Digest DIGEST = Digest.sha256(new byte[0]);

  private FakeSignatures() {}

  /** An image with these signatures. */
  static SignedImageReport of(SignatureRequest request, Standing... standings) {
    return of(request, RouteOutcome.State.ABSENT, standings);
  }

  /** An image with these signatures, of which a route answers so. */
  static SignedImageReport of(
      SignatureRequest request, RouteOutcome.State route, Standing... standings) {
    List<Evidence> evidence =
        List.of(standings).stream()
            .map(
                standing ->
                    new Evidence(
                        new Evidence.Place(
                            Set.of(Route.COSIGN_SIGNATURE_TAG), DIGEST, DIGEST, Optional.empty()),
                        Form.SIMPLE_SIGNING,
                        Optional.of(Purpose.IMAGE),
                        standing,
                        Optional.empty()))
            .toList();
    return new SignedImageReport(
        new Resolution(request.address(), SourceKind.OCI_LAYOUT, "somewhere", List.of()),
        Platform.of("linux", "amd64"),
        request.trust(),
        new Signatures(
            "somewhere",
            Optional.empty(),
            DIGEST,
            List.of(),
            List.of(new RouteOutcome(Route.REFERRERS_API, DIGEST, route, "made up")),
            evidence),
        ImagePolicy.defaults(),
        List.of());
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageState;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import java.util.List;
import java.util.Optional;

/** Lineages that are made up. */
final class FakeLineage {
  private FakeLineage() {}

  static Lineage of(LineageRequest request, LineageState state) {
    Digest digest = Digest.sha256(new byte[0]);
    return new Lineage(
        new Resolution(request.address(), SourceKind.OCI_LAYOUT, "somewhere", List.of()),
        Platform.of("linux", "amd64"),
        Optional.of(digest),
        digest,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        0,
        state,
        "it is made up",
        Optional.empty(),
        List.of());
  }
}

package dev.imageprovenance.scanner.signature.discovery;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.MediaType;
import java.util.Locale;

/**
 * Tells by its type what an artifact may be; stateless. The type is the registry's word, so that
 * only types of other things are passed over, and whatever does not say what it is gets read.
 */
public final class ArtifactTypes {
  /** Signatures of the Notary project, which are not understood here. */
  private static final String NOTATION = "application/vnd.cncf.notary.signature";

  private static final String SIGSTORE = "application/vnd.dev.sigstore.bundle";
  private static final String COSIGN = "application/vnd.dev.cosign.";
  private static final String DSSE = "application/vnd.dsse.envelope";

  private ArtifactTypes() {}

  /** True for a signature that this version cannot judge. */
  public static boolean isForeignSignature(String type) {
    return type.equals(NOTATION);
  }

  /** True for a list of what an image is made of. */
  public static boolean isSbom(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.contains("spdx") || lower.contains("cyclonedx") || lower.contains("syft");
  }

  static String of(Descriptor descriptor) {
    return descriptor.artifactType().orElse("");
  }

  static String ofTag(Route route) {
    return route == Route.COSIGN_SBOM_TAG ? COSIGN + "artifact.sbom.v1+json" : "";
  }

  static boolean mayConcernUs(Descriptor descriptor) {
    String type = of(descriptor);
    return needsReading(type) || isForeignSignature(type) || isSbom(type);
  }

  static boolean needsReading(String type) {
    return type.isEmpty()
        || type.startsWith(SIGSTORE)
        || type.startsWith(COSIGN)
        || type.startsWith(DSSE)
        || type.equals(MediaType.IN_TOTO.value())
        || type.equals(MediaType.OCI_EMPTY.value())
        || type.equals(MediaType.OCI_CONFIG.value())
        || type.equals(MediaType.DOCKER_CONFIG.value());
  }
}

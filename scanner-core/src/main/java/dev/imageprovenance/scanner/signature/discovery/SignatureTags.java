package dev.imageprovenance.scanner.signature.discovery;

import dev.imageprovenance.scanner.oci.Digest;
import java.util.regex.Pattern;

/** Makes the tags under which signatures and lists of referrers are kept; stateless. */
final class SignatureTags {
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern NOT_IN_TAGS = Pattern.compile("[^A-Za-z0-9_.-]");
  private static final int MAX_ALGORITHM = 32;
  private static final int MAX_ENCODED = 64;

  private SignatureTags() {}

  /** The tag of a list of referrers (distribution-spec "Referrers Tag Schema"). */
  static String referrers(Digest subject) {
    return shortened(subject.algorithm(), MAX_ALGORITHM)
        + "-"
        + shortened(subject.encoded(), MAX_ENCODED);
  }

  /** The tag of cosign's artifact (cosign SIGNATURE_SPEC "Tag-based Discovery"). */
  static String cosign(Route route, Digest subject) {
    String suffix =
        switch (route) {
          case COSIGN_SIGNATURE_TAG -> ".sig";
          case COSIGN_ATTESTATION_TAG -> ".att";
          case COSIGN_SBOM_TAG -> ".sbom";
          default -> throw new IllegalArgumentException(route + " has no tag of cosign's");
        };
    return subject.algorithm() + "-" + subject.encoded() + suffix;
  }

  /** False for what no registry can hold as a tag: cosign's are too long for sha512. */
  static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  private static String shortened(String part, int length) {
    String legal = NOT_IN_TAGS.matcher(part).replaceAll("-");
    return legal.substring(0, Math.min(length, legal.length()));
  }
}

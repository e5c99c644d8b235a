package dev.imageprovenance.scanner.signature.envelope;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Set;

/**
 * What a simple signing payload says (containers-signature(5), cosign SIGNATURE_SPEC); immutable.
 *
 * @param dockerReference under which name the image was signed, as written
 * @param manifestDigest which manifest or index was signed
 */
public record SimpleSigning(String dockerReference, Digest manifestDigest) {
  private static final String WHAT = "signed payload";
  private static final Set<String> TYPES =
      Set.of("cosign container image signature", "atomic container signature");

  /**
   * Parses a payload whose signature was verified. Only {@code optional} may hold what is not known
   * here: whatever else is there was meant to be obeyed.
   *
   * @throws ScanException MALFORMED, or LIMIT
   */
  public static SimpleSigning parse(RawDocument raw, Limits limits) {
    JsonFields payload = JsonFields.parse(raw, WHAT, limits, Set.of("optional"));
    requireMembers(payload, "the payload", Set.of("critical", "optional"));
    JsonFields critical = object(payload, "critical");
    requireMembers(critical, "critical", Set.of("identity", "image", "type"));
    JsonFields identity = object(critical, "identity");
    requireMembers(identity, "critical.identity", Set.of("docker-reference"));
    JsonFields image = object(critical, "image");
    requireMembers(image, "critical.image", Set.of("docker-manifest-digest"));
    String type = critical.requiredText("type");
    if (!TYPES.contains(type)) {
      throw malformed("its type is \"" + Text.excerpt(type) + "\"");
    }
    return new SimpleSigning(
        identity.requiredText("docker-reference"),
        Digest.parse(image.requiredText("docker-manifest-digest")));
  }

  private static void requireMembers(JsonFields object, String name, Set<String> known) {
    for (String member : object.names()) {
      if (!known.contains(member)) {
        throw malformed(
            name
                + " has the unknown member \""
                + Text.excerpt(member)
                + "\", which must be obeyed");
      }
    }
  }

  private static JsonFields object(JsonFields fields, String key) {
    return fields.object(key).orElseThrow(() -> malformed("\"" + key + "\" is missing"));
  }

  private static ScanException malformed(String why) {
    return new ScanException(ProblemKind.MALFORMED, "The " + WHAT + " is malformed: " + why);
  }
}

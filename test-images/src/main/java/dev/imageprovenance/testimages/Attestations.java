package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** Attestation manifests as BuildKit puts them beside the platforms of an index; stateless. */
public final class Attestations {
  public static final String REFERENCE_TYPE = "vnd.docker.reference.type";
  public static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";
  private static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v0.2";

  private Attestations() {}

  /** A manifest whose one layer is an unsigned in-toto statement about the subject. */
  public static TestImage provenanceOf(TestImage subject) {
    byte[] statement = statement(subject).getBytes(StandardCharsets.UTF_8);
    return TestImage.builder()
        .platform("unknown", "unknown")
        .blobLayer(
            MediaTypes.IN_TOTO,
            statement,
            descriptor -> descriptor.withAnnotation("in-toto.io/predicate-type", PREDICATE_TYPE))
        .build();
  }

  /** Describes a child of an index as an attestation of the manifest with the digest. */
  public static UnaryOperator<Descriptor> about(String subjectDigest) {
    return descriptor ->
        descriptor
            .withPlatform("unknown/unknown")
            .withAnnotation(REFERENCE_DIGEST, subjectDigest)
            .withAnnotation(REFERENCE_TYPE, "attestation-manifest");
  }

  private static String statement(TestImage subject) {
    ObjectNode statement = Json.object();
    statement.put("_type", "https://in-toto.io/Statement/v0.1");
    statement.put("predicateType", PREDICATE_TYPE);
    statement
        .putArray("subject")
        .addObject()
        .put("name", "sample")
        .putObject("digest")
        .put("sha256", Digests.encoded(subject.descriptor().digest()));
    ObjectNode predicate = statement.putObject("predicate");
    predicate.putObject("builder").put("id", "");
    predicate.put("buildType", "https://mobyproject.org/buildkit@v1");
    predicate.putArray("materials");
    return Json.text(statement);
  }
}

package dev.imageprovenance.testimages;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** Attestation manifests as BuildKit puts them beside the platforms of an index; stateless. */
public final class Attestations {
  public static final String REFERENCE_TYPE = "vnd.docker.reference.type";
  public static final String REFERENCE_DIGEST = "vnd.docker.reference.digest";
  private static final String PREDICATE_TYPE = "https://slsa.dev/provenance/v0.2";

  private Attestations() {}

  /**
   * Something that went into a build.
   *
   * @param uri as BuildKit writes it: {@code pkg:docker/debian@12?platform=linux%2Famd64}
   * @param digest of an index or a manifest
   */
  public record Material(String uri, String digest) {}

  /** A manifest whose one layer is an unsigned in-toto statement about the subject. */
  public static TestImage provenanceOf(TestImage subject) {
    return provenanceOf(subject, List.of());
  }

  /** The same with what went into the build, in that order. */
  public static TestImage provenanceOf(TestImage subject, List<Material> materials) {
    return provenanceOf(subject.descriptor().digest(), materials);
  }

  /** The same of an image that somebody else made. */
  public static TestImage provenanceOf(String subjectDigest, List<Material> materials) {
    byte[] statement = statement(subjectDigest, materials).getBytes(StandardCharsets.UTF_8);
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

  private static String statement(String subjectDigest, List<Material> materials) {
    ObjectNode statement = Json.object();
    statement.put("_type", "https://in-toto.io/Statement/v0.1");
    statement.put("predicateType", PREDICATE_TYPE);
    statement
        .putArray("subject")
        .addObject()
        .put("name", "sample")
        .putObject("digest")
        .put("sha256", Digests.encoded(subjectDigest));
    ObjectNode predicate = statement.putObject("predicate");
    predicate.putObject("builder").put("id", "");
    predicate.put("buildType", "https://mobyproject.org/buildkit@v1");
    ArrayNode array = predicate.putArray("materials");
    for (Material material : materials) {
      array
          .addObject()
          .put("uri", material.uri())
          .putObject("digest")
          .put("sha256", Digests.encoded(material.digest()));
    }
    return Json.text(statement);
  }
}

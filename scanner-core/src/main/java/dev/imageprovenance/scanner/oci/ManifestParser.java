package dev.imageprovenance.scanner.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses manifests and indexes strictly (image-spec manifest.md, image-index.md); stateless. */
public final class ManifestParser {
  private static final String WHAT = "manifest";
  private static final String REFERRERS = "list of referrers";

  private ManifestParser() {}

  /**
   * Parses {@code raw}, whose digest is computed with {@code algorithm}.
   *
   * @param declared the media type that came beside the bytes (a Content-Type header, a
   *     descriptor); used when the document names none
   * @throws ScanException MALFORMED (also a document that is both manifest and index), LIMIT, or
   *     UNSUPPORTED (schema 1, or a document that is no image)
   */
  public static Manifest parse(
      RawDocument raw, DigestAlgorithm algorithm, Optional<MediaType> declared, Limits limits) {
    if (raw.size() > limits.manifestBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The manifest has "
              + raw.size()
              + " bytes, more than the limit manifestBytes of "
              + limits.manifestBytes());
    }
    Digest digest = raw.digest(algorithm);
    String what = WHAT + " " + digest;
    ObjectNode object = StrictJson.parseObject(raw, what, limits);
    JsonFields fields = new JsonFields(object, what, new ArrayList<>());
    Optional<MediaType> own = fields.text("mediaType").map(MediaType::new);
    own.or(() -> declared).ifPresent(type -> requireKnown(type, fields));
    requireOneKind(fields);
    boolean index = fields.has("manifests");
    own.ifPresent(type -> requireAgreement(type, index, fields));
    MediaType fallback = index ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
    MediaType mediaType =
        own.or(() -> declared.filter(type -> index ? type.isIndex() : type.isManifest()))
            .orElse(fallback);
    return index
        ? index(raw, digest, mediaType, fields, limits)
        : manifest(raw, digest, mediaType, fields, limits);
  }

  /**
   * Parses what a registry lists as referring to some content (distribution-spec "Listing
   * Referrers"): an index, whose list may be null where a registry has nothing to list.
   *
   * @throws ScanException MALFORMED (also for a document that is no index) or LIMIT
   */
  public static List<Descriptor> referrers(RawDocument raw, Limits limits) {
    JsonFields fields =
        new JsonFields(
            StrictJson.parseObject(raw, REFERRERS, limits), REFERRERS, new ArrayList<>());
    boolean index =
        fields.integer("schemaVersion").orElse(0L) == 2
            && fields.names().contains("manifests")
            && fields.text("mediaType").map(MediaType.OCI_INDEX.value()::equals).orElse(true);
    if (!index) {
      throw StrictJson.malformed(REFERRERS, "it is no index");
    }
    return fields.objects("manifests", ManifestParser::descriptor);
  }

  /** A document of another kind is no image; one that looks like an image must not hide as such. */
  private static void requireKnown(MediaType type, JsonFields fields) {
    boolean looksLikeImage =
        fields.has("manifests") || fields.has("layers") || fields.has("fsLayers");
    if (!looksLikeImage && !type.isIndex() && !type.isManifest() && !type.isSchema1()) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          "The document is of type " + Text.excerpt(type.value()) + ", which is no image",
          "Name the image itself.",
          null);
    }
  }

  private static void requireOneKind(JsonFields fields) {
    boolean schema1 = fields.has("fsLayers") || fields.integer("schemaVersion").orElse(2L) == 1;
    boolean manifest = fields.has("layers") || fields.has("config");
    boolean index = fields.has("manifests");
    if ((schema1 ? 1 : 0) + (manifest ? 1 : 0) + (index ? 1 : 0) > 1) {
      throw fields.malformed(
          "it is several kinds of document at once, and engines would choose differently");
    }
    if (schema1) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          "This is a Docker schema 1 manifest: it has no diffIDs, so its layers cannot be proved",
          "Push the image again with a current tool, for example skopeo copy --format oci.",
          null);
    }
    if (!manifest && !index) {
      throw fields.malformed("it has neither layers nor manifests");
    }
    long schemaVersion = fields.integer("schemaVersion").orElse(0L);
    if (schemaVersion != 2) {
      throw fields.malformed("its schemaVersion is " + schemaVersion + ", not 2");
    }
  }

  private static void requireAgreement(MediaType own, boolean index, JsonFields fields) {
    if (index ? !own.isIndex() : !own.isManifest()) {
      throw fields.malformed(
          "it calls itself "
              + Text.excerpt(own.value())
              + " but its content is "
              + (index ? "an index" : "an image manifest"));
    }
  }

  private static ImageIndex index(
      RawDocument raw, Digest digest, MediaType mediaType, JsonFields fields, Limits limits) {
    List<Descriptor> manifests = fields.objects("manifests", ManifestParser::descriptor);
    if (manifests.size() > limits.indexManifests()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The index lists "
              + manifests.size()
              + " manifests, more than the limit indexManifests of "
              + limits.indexManifests());
    }
    return new ImageIndex(
        raw,
        digest,
        mediaType,
        manifests,
        fields.textMap("annotations"),
        fields.object("subject").map(ManifestParser::descriptor),
        fields.text("artifactType"));
  }

  private static ImageManifest manifest(
      RawDocument raw, Digest digest, MediaType mediaType, JsonFields fields, Limits limits) {
    Descriptor config =
        fields
            .object("config")
            .map(ManifestParser::descriptor)
            .orElseThrow(() -> fields.missing("config"));
    List<Descriptor> layers = fields.objects("layers", ManifestParser::descriptor);
    if (layers.size() > limits.layers()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The manifest lists "
              + layers.size()
              + " layers, more than the limit layers of "
              + limits.layers());
    }
    return new ImageManifest(
        raw,
        digest,
        mediaType,
        config,
        layers,
        fields.textMap("annotations"),
        fields.object("subject").map(ManifestParser::descriptor),
        fields.text("artifactType"));
  }

  /** One descriptor; what it lacks is told as a fault of a manifest. */
  static Descriptor descriptor(JsonFields fields) {
    long size = fields.integer("size").orElseThrow(() -> fields.missing("size"));
    if (size < 0) {
      throw fields.malformed("a descriptor has the negative size " + size);
    }
    return new Descriptor(
        new MediaType(fields.requiredText("mediaType")),
        fields.requiredDigest("digest"),
        size,
        fields.texts("urls"),
        fields.textMap("annotations"),
        fields.object("platform").map(ManifestParser::platform),
        fields.text("artifactType"));
  }

  private static Platform platform(JsonFields fields) {
    return new Platform(
        fields.text("os").orElse(""),
        fields.text("architecture").orElse(""),
        fields.text("variant").filter(variant -> !variant.isEmpty()),
        fields.text("os.version"),
        fields.texts("os.features"));
  }
}

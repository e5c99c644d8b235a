package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.Optional;

/** Parses the two bookkeeping files of an OCI layout (image-spec image-layout.md); stateless. */
public final class LayoutParser {
  private static final String MARKER = "oci-layout file";
  private static final String INDEX = "layout's index.json";

  private LayoutParser() {}

  /**
   * The version that an {@code oci-layout} file names.
   *
   * @throws ScanException MALFORMED
   */
  public static String version(RawDocument marker, Limits limits) {
    return new JsonFields(StrictJson.parseObject(marker, MARKER, limits), MARKER, new ArrayList<>())
        .requiredText("imageLayoutVersion");
  }

  /**
   * The index in {@code index.json}, whose digest is computed with sha256; empty when it lists
   * nothing, as docker save writes {@code "manifests": null} for an image without a name.
   *
   * @throws ScanException MALFORMED (also when the document is no index) or LIMIT
   */
  public static Optional<ImageIndex> index(RawDocument raw, Limits limits) {
    JsonFields fields =
        new JsonFields(StrictJson.parseObject(raw, INDEX, limits), INDEX, new ArrayList<>());
    if (!fields.has("manifests") && !fields.has("layers") && !fields.has("config")) {
      return Optional.empty();
    }
    Manifest manifest =
        ManifestParser.parse(raw, DigestAlgorithm.SHA256, Optional.of(MediaType.OCI_INDEX), limits);
    if (manifest instanceof ImageIndex index) {
      return index.manifests().isEmpty() ? Optional.empty() : Optional.of(index);
    }
    throw StrictJson.malformed(INDEX, "it is an image manifest, not an index");
  }
}

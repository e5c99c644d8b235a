package dev.imageprovenance.scanner.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Parses the manifest.json of docker save, kaniko, bazel and podman strictly; stateless. */
public final class DockerArchiveParser {
  private static final String WHAT = "archive's manifest.json";

  private DockerArchiveParser() {}

  /**
   * The images that {@code raw} lists, in its order.
   *
   * @throws ScanException MALFORMED, or LIMIT for more layers than {@link Limits#layers} or more
   *     images than {@link Limits#indexManifests}
   */
  public static List<ArchivedImage> parse(RawDocument raw, Limits limits) {
    ArrayNode elements = StrictJson.parseArray(raw, WHAT, limits);
    requireAtMost(elements.size(), limits.indexManifests(), "images", "indexManifests");
    List<ArchivedImage> images = new ArrayList<>();
    for (JsonNode element : elements) {
      if (!(element instanceof ObjectNode object)) {
        throw StrictJson.malformed(WHAT, "an element is no object");
      }
      images.add(image(new JsonFields(object, WHAT, new ArrayList<>()), limits));
    }
    return images;
  }

  private static ArchivedImage image(JsonFields fields, Limits limits) {
    List<String> layers = fields.texts("Layers");
    requireAtMost(layers.size(), limits.layers(), "layers", "layers");
    return new ArchivedImage(
        fields.requiredText("Config"),
        fields.texts("RepoTags"),
        layers,
        fields.object("LayerSources").map(DockerArchiveParser::layerSources).orElse(Map.of()));
  }

  private static Map<Digest, Descriptor> layerSources(JsonFields fields) {
    Map<Digest, Descriptor> sources = new LinkedHashMap<>();
    for (String diffId : fields.names()) {
      fields
          .object(diffId)
          .ifPresent(
              descriptor ->
                  sources.put(diffId(fields, diffId), ManifestParser.descriptor(descriptor)));
    }
    return sources;
  }

  private static Digest diffId(JsonFields sources, String key) {
    try {
      return Digest.parse(key);
    } catch (ScanException e) {
      throw sources.malformed(
          "a key of \"LayerSources\" should be a digest, and is \"" + Text.excerpt(key) + '"');
    }
  }

  private static void requireAtMost(int count, int limit, String what, String limitName) {
    if (count > limit) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The "
              + WHAT
              + " lists "
              + count
              + " "
              + what
              + ", more than the limit "
              + limitName
              + " of "
              + limit);
    }
  }
}

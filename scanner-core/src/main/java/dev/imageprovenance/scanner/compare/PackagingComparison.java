package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.compare.PackagingDifference.Aspect;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Secrets;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells how two packagings of one image differ; stateless. */
final class PackagingComparison {
  private PackagingComparison() {}

  static List<PackagingDifference> compare(Image deployed, Image registry) {
    if (deployed.manifest().isEmpty() || registry.manifest().isEmpty()) {
      return withoutManifest(deployed, registry);
    }
    ImageManifest now = deployed.manifest().get();
    ImageManifest before = registry.manifest().get();
    List<PackagingDifference> differences = new ArrayList<>();
    add(differences, Aspect.MANIFEST_FORMAT, now.mediaType().value(), before.mediaType().value());
    add(differences, Aspect.COMPRESSION, compressions(now), compressions(before));
    if (differences.stream().noneMatch(found -> found.aspect() == Aspect.COMPRESSION)) {
      addOtherBlobs(differences, now, before);
    }
    addAnnotations(differences, annotations(now), annotations(before));
    boolean sameParts =
        differences.isEmpty() && now.config().digest().equals(before.config().digest());
    if (sameParts && !now.digest().equals(before.digest())) {
      differences.add(
          new PackagingDifference(
              Aspect.DOCUMENT, now.digest().toString(), before.digest().toString()));
    }
    return differences;
  }

  /** An archive or an engine has no manifest: what it was packed in before is lost. */
  private static List<PackagingDifference> withoutManifest(Image deployed, Image registry) {
    return List.of(
        new PackagingDifference(Aspect.MANIFEST_FORMAT, format(deployed), format(registry)));
  }

  private static String format(Image image) {
    return image
        .manifest()
        .map(manifest -> manifest.mediaType().value())
        .orElse(
            "none (" + image.resolution().source().label() + " keeps the config and the layers)");
  }

  private static void add(
      List<PackagingDifference> differences, Aspect aspect, String deployed, String registry) {
    if (!deployed.equals(registry)) {
      differences.add(new PackagingDifference(aspect, deployed, registry));
    }
  }

  /** For example {@code 3 gzip, 1 zstd}, in the order in which the kinds first come. */
  private static String compressions(ImageManifest manifest) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Descriptor layer : manifest.layers()) {
      counts.merge(compression(layer.mediaType()), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .map(count -> count.getValue() + " " + count.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String compression(MediaType type) {
    String value = type.value();
    if (value.endsWith("gzip")) {
      return "gzip";
    }
    return value.endsWith("zstd") ? "zstd" : value.endsWith("tar") ? "uncompressed" : "other";
  }

  private static void addOtherBlobs(
      List<PackagingDifference> differences, ImageManifest now, ImageManifest before) {
    List<Digest> blobs = before.layers().stream().map(Descriptor::digest).toList();
    long others = now.layers().stream().filter(layer -> !blobs.contains(layer.digest())).count();
    if (others > 0) {
      differences.add(
          new PackagingDifference(
              Aspect.LAYER_BLOBS,
              others + " of " + now.layers().size() + " layers compressed anew",
              before.layers().size() + " layers"));
    }
  }

  /** Compared as they are, and told without what may be a secret. */
  private static void addAnnotations(
      List<PackagingDifference> differences,
      SortedMap<String, String> deployed,
      SortedMap<String, String> registry) {
    if (!deployed.equals(registry)) {
      differences.add(
          new PackagingDifference(Aspect.ANNOTATIONS, shown(deployed), shown(registry)));
    }
  }

  private static String shown(SortedMap<String, String> annotations) {
    return annotations.isEmpty()
        ? "none"
        : annotations.entrySet().stream()
            .map(annotation -> annotation.getKey() + "=" + shown(annotation))
            .map(Text::escape)
            .collect(Collectors.joining(", "));
  }

  private static String shown(Map.Entry<String, String> annotation) {
    return Secrets.isTelling(annotation.getKey())
        ? Secrets.WITHHELD
        : Secrets.withhold(annotation.getValue());
  }

  private static SortedMap<String, String> annotations(ImageManifest manifest) {
    SortedMap<String, String> all = new TreeMap<>(manifest.annotations());
    for (int i = 0; i < manifest.layers().size(); i++) {
      String where = "layer " + (i + 1) + ": ";
      manifest.layers().get(i).annotations().forEach((key, value) -> all.put(where + key, value));
    }
    return all;
  }

  /** The difference that an index makes around its images. */
  static Optional<PackagingDifference> index(String deployed, String registry) {
    return deployed.equals(registry)
        ? Optional.empty()
        : Optional.of(new PackagingDifference(Aspect.INDEX, deployed, registry));
  }
}

package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.Expectation.error;
import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Images whose manifest or config is unusual or can be read in two ways; stateless. */
final class DocumentSamples {
  private DocumentSamples() {}

  static List<SampleImage> all() {
    return Stream.of(twoReadings(), contradictions(), unusual(), tooMuch(), noImages())
        .flatMap(List::stream)
        .toList();
  }

  private static List<SampleImage> twoReadings() {
    String user = "\"User\":\"1000:1000\"";
    return List.of(
        config(
            "config-user-folded",
            "Keys User and user: parsers that fold case run it as root",
            text -> text.replace(user, user + ",\"user\":\"0\"")),
        config(
            "config-user-long-s",
            "Keys User and u\u017fer, whose long s folds to s",
            text -> text.replace(user, user + ",\"u\u017fer\":\"0\"")),
        config(
            "config-user-twice",
            "The key User twice",
            text -> text.replace(user, user + ",\"User\":\"0\"")),
        config(
            "config-user-escaped",
            "The key User twice, once spelled with an escape",
            text -> text.replace(user, user + ",\"\\u0055ser\":\"0\"")),
        sample(
            "config-only-lower-case",
            "The key user alone, which only parsers that fold case see",
            fails().finding("default-user", "ROOT", "high", "").among(),
            b -> b.editConfigText(text -> text.replace(user, "\"user\":\"0\""))),
        config(
            "config-object-twice",
            "The key config twice, which parsers merge",
            text -> text.replace("\"rootfs\":", "\"config\":{\"User\":\"0\"},\"rootfs\":")),
        config(
            "config-object-null-after",
            "The key config again, with null: root on one engine",
            text -> text.replace("\"rootfs\":", "\"config\":null,\"rootfs\":")),
        sample(
            "config-rootfs-folded",
            "The key rootfS, as real documents have had it",
            passes().finding("integrity", "FOLDED_KEY", "medium", ""),
            b -> b.editConfigText(text -> text.replace("\"rootfs\":", "\"rootfS\":"))),
        config(
            "config-followed-by-another",
            "A second document behind the config",
            text -> text + "{\"config\":{\"User\":\"0\"}}"),
        config(
            "config-byte-order-mark",
            "A byte order mark in front of the config",
            text -> "\ufeff" + text),
        config("config-with-comment", "A comment in the config", text -> "/* harmless */" + text),
        config("config-cut-off", "A config that ends in the middle", DocumentSamples::firstHalf),
        manifest(
            "manifest-layers-twice",
            "The key layers twice",
            text -> text.replace("\"layers\":", "\"layers\":[],\"layers\":")),
        manifest(
            "manifest-layers-folded",
            "Keys layers and Layers",
            text -> text.replace("\"layers\":", "\"Layers\":[],\"layers\":")),
        manifest(
            "manifest-and-index",
            "One document that is manifest and index at once",
            text -> text.replace("\"layers\":", "\"manifests\":[],\"layers\":")),
        manifest(
            "manifest-and-schema-1",
            "One document with layers and fsLayers, which one engine runs",
            text -> text.replace("\"layers\":", "\"fsLayers\":[],\"layers\":")));
  }

  private static List<SampleImage> contradictions() {
    return List.of(
        sample(
            "manifest-media-type-differs",
            "A descriptor that says OCI manifest, and the manifest says Docker",
            passes().among(),
            b -> b.changeManifest(node -> node.put("mediaType", MediaTypes.DOCKER_MANIFEST))),
        sample(
            "manifest-claims-index",
            "A manifest whose own media type says index",
            error(4),
            b -> b.changeManifest(node -> node.put("mediaType", MediaTypes.OCI_INDEX))),
        sample(
            "config-rootfs-type",
            "A rootfs that is not of type layers",
            error(4),
            b -> b.changeConfig(node -> node.withObject("/rootfs").put("type", "squashfs"))),
        sample(
            "config-without-rootfs",
            "A config without rootfs",
            error(4),
            b -> b.changeConfig(node -> node.remove("rootfs"))),
        sample(
            "config-user-number",
            "A User that is a number and no text",
            error(4),
            b -> b.changeConfig(node -> node.withObject("/config").put("User", 0))),
        sample(
            "history-too-long",
            "More history entries with layers than layers",
            passes().among(),
            b ->
                b.history("RUN one", false).history("RUN two", false).history("RUN three", false)));
  }

  private static List<SampleImage> unusual() {
    return List.of(
        sample(
            "docker-media-types",
            "An image with Docker's media types (schema 2)",
            passes(),
            b -> b.docker()),
        sample(
            "config-null-fields",
            "A config whose optional fields are null",
            passes(),
            b -> b.changeConfig(DocumentSamples::addNulls)),
        sample(
            "config-docker-fields",
            "A config with the fields that only Docker writes",
            passes(),
            b -> b.changeConfig(DocumentSamples::addDockerFields)),
        SampleImage.layout(
            "config-empty-object",
            "A config of nothing but {}: root on one engine",
            error(4),
            () -> BaseFiles.harmless().editConfigText(text -> "{}").build()),
        sample(
            "config-no-runtime",
            "A config without the key config, which means root",
            fails().finding("default-user", "ROOT", "high", ""),
            b -> b.changeConfig(node -> node.remove("config"))),
        sample(
            "history-with-escapes",
            "A history line that clears terminals and fakes a verdict",
            passes(),
            b -> b.history("RUN x \u001b[2J\u001b[1;32mPASS\u001b[0m\r\u202e")),
        SampleImage.layout(
            "layers-none",
            "A manifest with an empty array of layers",
            passes().among(),
            () -> TestImage.builder().user("1000:1000").build()),
        sample(
            "manifest-annotations",
            "A manifest with annotations, and a base image named in them",
            passes(),
            b ->
                b.annotation("org.opencontainers.image.base.name", "example.com/base:1")
                    .annotation("org.opencontainers.image.base.digest", "")
                    .annotation("org.opencontainers.image.title", "sample")));
  }

  private static List<SampleImage> tooMuch() {
    return List.of(
        sample(
            "manifest-oversized",
            "A manifest of more than 4 MiB",
            error(3),
            b -> b.annotation("padding", "x".repeat(5 << 20))),
        sample(
            "config-oversized",
            "A config of more than 8 MiB",
            error(3),
            b -> b.label("padding", "x".repeat(9 << 20))),
        sample(
            "config-deep",
            "A config that nests 100,000 arrays",
            error(3),
            b ->
                b.editConfigText(
                    text -> text.replaceFirst("\\{", "{\"deep\":" + nested(100_000) + ","))),
        SampleImage.layout(
            "layers-too-many",
            "A manifest that lists one layer 1,001 times",
            error(3),
            DocumentSamples::manyLayers));
  }

  private static List<SampleImage> noImages() {
    return List.of(
        SampleImage.layout(
            "artifact",
            "An artifact that is no image: a signature bundle",
            error(3),
            DocumentSamples::artifact),
        SampleImage.layout(
            "artifact-by-config",
            "An artifact that only its config's media type tells from an image",
            error(3),
            () ->
                TestImage.builder()
                    .configMediaType("application/vnd.cncf.helm.config.v1+json")
                    .blobLayer(
                        "application/vnd.cncf.helm.chart.content.v1.tar+gzip",
                        utf8("a chart"),
                        UnaryOperator.identity())
                    .build()),
        SampleImage.layout(
            "schema-1",
            "A signed Docker manifest of schema 1, which has no diffIDs",
            error(3),
            DocumentSamples::schema1),
        SampleImage.layout(
            "manifest-not-json",
            "A manifest that is a web page",
            error(4),
            () -> TestDocument.of(MediaTypes.OCI_MANIFEST, utf8("<html>Sign in</html>"), Map.of())),
        SampleImage.layout(
            "manifest-unknown-type",
            "A document of a media type that nobody knows",
            error(3),
            () ->
                TestDocument.of(
                    "application/vnd.sample.unknown.v1+json",
                    utf8("{\"schemaVersion\":2}"),
                    Map.of())));
  }

  private static TestImage manyLayers() {
    TestImage.Builder builder = TestImage.builder().user("1000:1000");
    for (int i = 0; i < 1_001; i++) {
      builder.layer(l -> l.directory("/app", 0755));
    }
    return builder.build();
  }

  private static TestDocument artifact() {
    byte[] empty = utf8("{}");
    byte[] bundle = utf8("{\"mediaType\":\"application/vnd.dev.sigstore.bundle.v0.3+json\"}");
    Descriptor config = Descriptor.of(MediaTypes.OCI_EMPTY, "sha256", empty);
    Descriptor layer =
        Descriptor.of("application/vnd.dev.sigstore.bundle.v0.3+json", "sha256", bundle);
    ObjectNode manifest = Json.object().put("schemaVersion", 2);
    manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
    manifest.put("artifactType", layer.mediaType());
    manifest.set("config", config.toJson());
    manifest.putArray("layers").add(layer.toJson());
    return TestDocument.of(
        MediaTypes.OCI_MANIFEST,
        utf8(Json.text(manifest)),
        Map.of(config.digest(), empty, layer.digest(), bundle));
  }

  private static TestDocument schema1() {
    ObjectNode manifest = Json.object().put("schemaVersion", 1);
    manifest.put("name", "sample/app").put("tag", "1").put("architecture", "amd64");
    byte[] layer = Gzip.stored(new TarBytes().end().toByteArray());
    manifest.putArray("fsLayers").addObject().put("blobSum", Digests.sha256(layer));
    manifest.putArray("history").addObject().put("v1Compatibility", "{\"id\":\"1\"}");
    manifest.putArray("signatures").addObject().put("protected", "e30");
    return TestDocument.of(
        MediaTypes.DOCKER_SCHEMA1_SIGNED,
        utf8(Json.text(manifest)),
        Map.of(Digests.sha256(layer), layer));
  }

  private static void addNulls(ObjectNode config) {
    ObjectNode runtime = config.withObject("/config");
    for (String key : List.of("Env", "Cmd", "Volumes", "Labels", "ExposedPorts", "OnBuild")) {
      runtime.putNull(key);
    }
    config.putNull("author");
    config.putNull("history");
  }

  private static void addDockerFields(ObjectNode config) {
    config.put("container", "0".repeat(64)).put("docker_version", "20.10.24");
    config.withObject("/config").put("Hostname", "").put("Tty", false);
    config.withObject("/config").withObject("/Healthcheck").putArray("Test").add("CMD-SHELL");
    config.putObject("container_config").put("User", "");
  }

  private static String firstHalf(String text) {
    return text.substring(0, text.length() / 2);
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }

  private static SampleImage config(String name, String description, UnaryOperator<String> edit) {
    return sample(name, description, error(4), b -> b.editConfigText(edit));
  }

  private static SampleImage manifest(String name, String description, UnaryOperator<String> edit) {
    return sample(name, description, error(4), b -> b.editManifestText(edit));
  }

  private static SampleImage sample(
      String name,
      String description,
      Expectation expectation,
      Consumer<TestImage.Builder> change) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () -> {
          TestImage.Builder builder = BaseFiles.harmless();
          change.accept(builder);
          return builder.build();
        });
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

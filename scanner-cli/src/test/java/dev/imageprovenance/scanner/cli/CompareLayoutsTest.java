package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.testimages.Capability;
import dev.imageprovenance.testimages.Compression;
import dev.imageprovenance.testimages.DockerArchive;
import dev.imageprovenance.testimages.LayerBuilder;
import dev.imageprovenance.testimages.OciLayout;
import dev.imageprovenance.testimages.SampleImages;
import dev.imageprovenance.testimages.TestContent;
import dev.imageprovenance.testimages.TestImage;
import dev.imageprovenance.testimages.TestIndex;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole command, from arguments to exit code, over images that are built here. */
class CompareLayoutsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  /** The image that was approved. */
  private static TestImage.Builder approved() {
    return TestImage.builder()
        .user("1000:1000")
        .entrypoint("/usr/bin/app")
        .layer(CompareLayoutsTest::base)
        .layer(layer -> layer.file("/srv/data", 0644, "data").createdBy("COPY data /srv"));
  }

  private static void base(LayerBuilder layer) {
    layer
        .directory("/usr", 0755)
        .directory("/usr/bin", 0755)
        .file("/usr/bin/app", 0755, "#!/bin/sh\nexec true\n")
        .file("/usr/bin/helper", 0755, "helper")
        .directory("/srv", 0755)
        .createdBy("FROM base");
  }

  @Test
  void anImageEqualsItself() throws IOException {
    assertEquals("PASS identical 0", compare(approved().build(), approved().build()));
  }

  @Test
  void aSignatureThatWasLeftBehindFailsOnlyWhereItIsRequired() throws IOException {
    String copy = "oci:" + SampleImages.named("clean").writeTo(directory);
    String signed = "oci:" + SampleImages.named("clean-signed").writeTo(directory);
    assertEquals(
        List.of("PASS identical 0", "FAIL identical 1", "PASS identical 0"),
        List.of(
            compared(copy, signed),
            compared(copy, signed, "--require-signatures"),
            compared(signed, copy, "--require-signatures")));
  }

  @Test
  void aRecompressedImageIsTheSameImage() throws IOException {
    TestImage recompressed =
        TestImage.builder()
            .user("1000:1000")
            .entrypoint("/usr/bin/app")
            .layer(
                layer -> {
                  base(layer);
                  layer.compression(Compression.ZSTD);
                })
            .layer(
                layer ->
                    layer
                        .file("/srv/data", 0644, "data")
                        .createdBy("COPY data /srv")
                        .compression(Compression.NONE))
            .build();
    assertEquals("PASS same-image 0", compare(recompressed, approved().build()));
  }

  @Test
  void aRecompressedImageIsNotIdentical() throws IOException {
    TestImage deflated =
        TestImage.builder()
            .user("1000:1000")
            .entrypoint("/usr/bin/app")
            .layer(
                layer -> {
                  base(layer);
                  layer.compression(Compression.GZIP_DEFLATED);
                })
            .layer(layer -> layer.file("/srv/data", 0644, "data").createdBy("COPY data /srv"))
            .build();
    assertEquals(
        "FAIL same-image 1", compare(deflated, approved().build(), "--require", "identical"));
  }

  @Test
  void aDockerArchiveOfAnImageIsTheSameImage() throws IOException {
    Path archive = directory.resolve("saved.tar");
    try (OutputStream out = Files.newOutputStream(archive)) {
      new DockerArchive().add("app:1", approved().build()).writeOldForm(out);
    }
    assertEquals(
        "PASS same-image 0",
        compared("docker-archive:" + archive, layout("registry", approved().build())));
  }

  @Test
  void anotherCreationTimeIsTheSameRuntime() throws IOException {
    assertEquals(
        "FAIL same-runtime 1",
        compare(
            approved()
                .changeConfig(config -> config.put("created", "2027-01-01T00:00:00Z"))
                .build(),
            approved().build()));
  }

  @Test
  void anotherConfigIsNoMatterOfPackaging() throws IOException {
    JsonNode comparison =
        report(
            new FakeEngine(),
            layout("deployed", approved().label("a", "b").build()),
            layout("registry", approved().build()));
    assertEquals(0, comparison.at("/result/images/0/packaging").size());
  }

  @Test
  void aHealthCheckThatAConversionDroppedIsTheSameRuntime() throws IOException {
    TestImage withHealthCheck =
        approved()
            .docker()
            .changeConfig(
                config ->
                    config
                        .withObject("/config")
                        .putObject("Healthcheck")
                        .putArray("Test")
                        .add("CMD")
                        .add("/usr/bin/helper"))
            .build();
    assertEquals(
        "PASS same-runtime 0",
        compare(approved().build(), withHealthCheck, "--require", "same-runtime"));
  }

  @Test
  void aRebuildWithOtherTimestampsAndLayersHasTheSameContent() throws IOException {
    TestImage rebuilt =
        TestImage.builder()
            .user("1000:1000")
            .entrypoint("/usr/bin/app")
            .layer(
                layer -> {
                  base(layer);
                  layer
                      .edit(entry -> entry.modified(1_900_000_000L))
                      .file("/srv/data", 0644, "data");
                })
            .build();
    assertEquals(
        "PASS same-content 0", compare(rebuilt, approved().build(), "--require", "same-content"));
  }

  @Test
  void aChangedUserIsDifferent() throws IOException {
    assertEquals("FAIL different 1", compare(approved().user("0").build(), approved().build()));
  }

  @Test
  void aChangedUserIsSaidFirst() throws IOException {
    assertTrue(
        text(approved().user("0").build(), approved().build())
            .contains("why        the configuration differs: User; the layers are the same"));
  }

  @Test
  void aHostileNameOfAVariableIsEscaped() throws IOException {
    JsonNode comparison =
        report(
            new FakeEngine(),
            layout("deployed", approved().env("A\u001b[2J", "1").build()),
            layout("registry", approved().build()));
    assertEquals(
        "the configuration differs: Env.A\\u001b[2J; the layers are the same",
        comparison.at("/result/why").asText());
  }

  static Stream<Arguments> secrets() {
    return Stream.of(
        secret("DB_PASSWORD", image -> image.env("DB_PASSWORD", "canary")),
        secret("Env.URL", image -> image.env("URL", "amqp://app:canary@queue/")),
        secret("Labels.api-token", image -> image.label("api-token", "canary")),
        secret("Entrypoint", image -> image.entrypoint("/usr/bin/app", "--password", "canary")),
        secret(
            "Cmd",
            image ->
                image.changeConfig(
                    config -> words(config.withObject("/config"), "Cmd", "-Dkey=canary", "a"))),
        secret(
            "Healthcheck",
            image ->
                image.changeConfig(
                    config ->
                        words(
                            config.withObject("/config").putObject("Healthcheck"),
                            "Test",
                            "CMD-SHELL",
                            "curl -H 'Authorization: Bearer canary' http://localhost/"))),
        secret("history", image -> image.history("RUN |1 TOKEN=canary /bin/sh -c make", true)),
        secret("author", image -> image.changeConfig(c -> c.put("author", "me, token: canary"))),
        secret("annotations", image -> image.annotation("registry-token", "canary")),
        secret("annotations", image -> image.annotation("built", "https://me:canary@git/app")));
  }

  private static Arguments secret(String field, UnaryOperator<TestImage.Builder> change) {
    return Arguments.of(field, change);
  }

  private static void words(ObjectNode object, String field, String... words) {
    ArrayNode list = object.putArray(field);
    List.of(words).forEach(list::add);
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void aSecretIsInNoReport(String field, UnaryOperator<TestImage.Builder> change) {
    FakeEngine streams = new FakeEngine();
    run(
        streams,
        List.of(
            "compare",
            "-v",
            "--no-cache",
            "--format=text",
            "--format=json=" + directory.resolve("report.json"),
            layout("deployed", change.apply(approved()).build()),
            layout("registry", approved().build())));
    String both = streams.out + read(directory.resolve("report.json"));
    assertTrue(both.contains(field) && !both.contains("canary"), both);
  }

  @Test
  void aSecretOfTheHistoryIsInNoScanReport() {
    TestImage image =
        TestImage.builder()
            .layer(
                layer ->
                    layer
                        .file("/usr/bin/su", 04755, "su")
                        .createdBy("RUN |1 TOKEN=canary /bin/sh -c make"))
            .build();
    FakeEngine streams = new FakeEngine();
    run(
        streams,
        List.of(
            "scan",
            "-v",
            "--no-cache",
            "--format=text",
            "--format=json=" + directory.resolve("report.json"),
            layout("image", image)));
    String both = streams.out + read(directory.resolve("report.json"));
    assertTrue(both.contains("RUN |1 TOKEN=(withheld)") && !both.contains("canary"), both);
  }

  @Test
  void setuidAloneIsCritical() throws IOException {
    assertTrue(
        text(withOnTop(top -> top.file("/usr/bin/helper", 04755, "helper")), approved().build())
            .contains("critical changed  /usr/bin/helper mode 0755 → 4755\n"));
  }

  @Test
  void aCapabilityAloneIsCritical() throws IOException {
    assertTrue(
        text(
                withOnTop(
                    top ->
                        top.file("/usr/bin/helper", 0755, "helper")
                            .capability(Capability.revision2(Capability.NET_RAW, 0, true))),
                approved().build())
            .contains("critical changed  /usr/bin/helper capabilities none → cap_net_raw=ep\n"));
  }

  @Test
  void anAclThatGrantsMoreIsSevere() throws IOException {
    byte[] acl =
        HexFormat.of()
            .parseHex(
                "0200000001000600ffffffff02000600e803000004000400ffffffff10000600ffffffff"
                    + "20000400ffffffff");
    assertTrue(
        text(
                withOnTop(
                    top ->
                        top.file("/srv/data", 0644, "data").xattr("system.posix_acl_access", acl)),
                approved().build())
            .contains(
                "high     changed  /srv/data attributes none →\n"
                    + "                      system.posix_acl_access=user::rw-,user:1000:rw-,"
                    + "group::r--,mask::rw-,other::r--\n"));
  }

  @Test
  void anAttributeOfUsersIsNoSameContent() throws IOException {
    assertEquals(
        "FAIL different 1",
        compare(
            withOnTop(top -> top.file("/srv/data", 0644, "data").xattr("user.a", new byte[] {1})),
            approved().build(),
            "--require",
            "same-content"));
  }

  @Test
  void oneByteOfDataIsDifferent() throws IOException {
    assertEquals(
        "FAIL different 1",
        compare(withOnTop(top -> top.file("/srv/data", 0644, "date")), approved().build()));
  }

  @Test
  void aLinkInPlaceOfAFileIsSevere() throws IOException {
    assertTrue(
        text(withOnTop(top -> top.symlink("/srv/data", "/etc/shadow")), approved().build())
            .contains("high     changed  /srv/data file 0644 0:0 sha256:3a6eb0790f39 (4 B) →"));
  }

  @Test
  void aDeletedFileIsSeenThroughItsWhiteout() throws IOException {
    assertTrue(
        text(withOnTop(top -> top.whiteout("/srv/data")), approved().build())
            .contains("removed  /srv/data"));
  }

  @Test
  void aLayerThatDoesNotMatchItsDiffIdIsNoSameImage() throws IOException {
    TestImage forged =
        TestImage.builder()
            .user("1000:1000")
            .entrypoint("/usr/bin/app")
            .layer(CompareLayoutsTest::base)
            .layer(
                layer ->
                    layer
                        .file("/srv/data", 0644, "evil")
                        .createdBy("COPY data /srv")
                        .diffId(approved().build().layers().get(1).diffId()))
            .build();
    assertEquals("FAIL integrity broken 4", compare(forged, approved().build()));
  }

  @Test
  void aTruncatedLayerIsBrokenAndNotDifferent() throws IOException {
    TestImage truncated =
        TestImage.builder()
            .layer(CompareLayoutsTest::base)
            .layer(
                layer -> layer.file("/a", 0644, "a").editServed(bytes -> Arrays.copyOf(bytes, 9)))
            .build();
    assertEquals("FAIL integrity broken 4", compare(truncated, approved().build()));
  }

  @Test
  void aLayerThatCannotBeHadIsUnknown() throws IOException {
    TestImage foreign =
        TestImage.builder()
            .layer(CompareLayoutsTest::base)
            .layer(
                layer ->
                    layer
                        .file("/a", 0644, "a")
                        .mediaType("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"))
            .user("1000:1000")
            .entrypoint("/usr/bin/app")
            .withoutLayerBlob(1)
            .build();
    assertEquals("UNKNOWN - 3", compare(foreign, approved().build()));
  }

  @Test
  void aMissingSideIsUnknown() throws IOException {
    assertEquals(
        "UNKNOWN not-found 3",
        compared("oci:" + directory.resolve("none"), layout("registry", approved().build())));
  }

  @Test
  void aPrunedPlatformIsTheSameImageAndNotIdentical() throws IOException {
    assertEquals(
        "FAIL same-image 1",
        compare(index("linux/amd64"), index("linux/amd64", "linux/arm64"), "--require=identical"));
  }

  @Test
  void aPrunedPlatformIsNamedWithItsRepair() throws IOException {
    String text = text(index("linux/amd64"), index("linux/amd64", "linux/arm64"));
    assertTrue(
        text.contains("linux/arm64  PRUNED")
            && text.contains("repair     skopeo copy --all --preserve-digests oci:"),
        text);
  }

  @Test
  void aPlatformThatNobodyApprovedIsDifferent() throws IOException {
    assertEquals(
        "FAIL different 1", compare(index("linux/amd64", "linux/arm64"), index("linux/amd64")));
  }

  @Test
  void onePlatformOfAnIndexIsTheImageThatItNames() throws IOException {
    assertEquals(
        "PASS identical 0",
        compare(
            index("linux/amd64"),
            index("linux/amd64", "linux/arm64"),
            "--platform",
            "linux/amd64"));
  }

  private static TestImage withOnTop(Consumer<LayerBuilder> top) {
    return approved().layer(top).build();
  }

  private static TestIndex index(String... platforms) {
    TestIndex.Builder index = TestIndex.builder();
    for (String platform : platforms) {
      String[] parts = platform.split("/");
      index.child(platform, approved().platform(parts[0], parts[1]).build());
    }
    return index.build();
  }

  private String compare(TestContent deployed, TestContent registry, String... options)
      throws IOException {
    return compared(layout("deployed", deployed), layout("registry", registry), options);
  }

  /** Verdict, rung and exit code; the exit code of the process is the one in the report. */
  private String compared(String deployed, String registry, String... options) throws IOException {
    FakeEngine streams = new FakeEngine();
    JsonNode comparison = report(streams, deployed, registry, options);
    JsonNode result = comparison.path("result");
    String found =
        result.isMissingNode()
            ? comparison.at("/problem/kind").asText()
            : result.get("integrityBroken").asBoolean()
                ? "integrity broken"
                : result.path("rung").asText("-");
    return comparison.get("verdict").asText() + " " + found + " " + comparison.get("exitCode");
  }

  private static JsonNode report(
      FakeEngine streams, String deployed, String registry, String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("compare", "--format=json", "--no-cache"));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of(deployed, registry));
    int code = run(streams, arguments);
    ComparisonReportSchema.assertValid(streams.out.toString());
    JsonNode comparison = JSON.readTree(streams.out.toString()).at("/comparisons/0");
    assertEquals(code, comparison.get("exitCode").asInt());
    return comparison;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(TestContent deployed, TestContent registry) {
    FakeEngine streams = new FakeEngine();
    run(
        streams,
        List.of(
            "compare", "--no-cache", layout("deployed", deployed), layout("registry", registry)));
    return streams.out.toString();
  }

  private static int run(FakeEngine streams, List<String> arguments) {
    return new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation()))
        .run(arguments);
  }

  private String layout(String name, TestContent content) {
    return "oci:" + OciLayout.of(content).writeTo(directory.resolve(name));
  }
}

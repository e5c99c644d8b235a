package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;

import java.util.List;
import java.util.function.Consumer;

/** A base, what is built on it, and what only says so; stateless. */
final class LineageSamples {
  private static final String BASE_NAME = "org.opencontainers.image.base.name";
  private static final String BASE_DIGEST = "org.opencontainers.image.base.digest";
  private static final String DEBIAN = "registry.example/samples/debian:12";
  private static final String JAVA = "registry.example/samples/java:17";

  private LineageSamples() {}

  static List<SampleImage> all() {
    return List.of(
        SampleImage.layout(
            "lineage-debian",
            "A base: one layer, from scratch, with a setuid program",
            Expectation.fails()
                .finding("default-user", "ROOT", "high", "")
                .finding("setuid-files", "medium", "/usr/bin/su"),
            LineageSamples::debian),
        SampleImage.layout(
            "lineage-java",
            "A base on `lineage-debian`, which it names",
            Expectation.passes().finding("setuid-files", "medium", "/usr/bin/su"),
            LineageSamples::java),
        SampleImage.layout(
            "lineage-golang",
            "An image to build with: nothing of it is in what it builds",
            Expectation.fails().finding("default-user", "ROOT", "high", ""),
            LineageSamples::golang),
        SampleImage.layout(
            "lineage-app",
            "Built on `lineage-java`, which it names, with a setuid program of its own",
            withSetuid(),
            () -> app(layer -> {}).build()),
        SampleImage.layout(
            "lineage-app-zstd",
            "`lineage-app` with its layers in zstd: other blobs, the same lineage",
            withSetuid(),
            () -> app(layer -> layer.compression(Compression.ZSTD)).build()),
        SampleImage.layout(
            "lineage-false-annotation",
            "Names `lineage-java` as its base and has none of its layers",
            Expectation.passes(),
            () -> naming(BaseFiles.harmless(), JAVA, java()).layer(service(layer -> {})).build()),
        SampleImage.layout(
            "lineage-squashed",
            "`lineage-app` in a single layer: it names a base of which no layer is left",
            withSetuid(),
            LineageSamples::squashed),
        SampleImage.layout(
            "lineage-scratch",
            "Built on nothing, with the empty annotations of buildah",
            Expectation.passes(),
            () ->
                BaseFiles.harmless().annotation(BASE_NAME, "").annotation(BASE_DIGEST, "").build()),
        SampleImage.layout(
            "lineage-provenance",
            "`lineage-app` without annotations, with BuildKit's provenance: builder before base",
            withSetuid(),
            LineageSamples::withProvenance),
        SampleImage.layout(
            "lineage-app-root",
            "Built on `lineage-java`, which has a user, and root again",
            Expectation.fails()
                .finding("default-user", "ROOT", "high", "")
                .finding("setuid-files", "medium", "/usr/bin/su"),
            () -> onJava("root")),
        SampleImage.layout(
            "lineage-app-named-user",
            "Built on `lineage-java`, whose user is a number, with a name instead",
            Expectation.passes()
                .finding("default-user", "NON_ROOT_UNVERIFIABLE", "medium", "")
                .finding("setuid-files", "medium", "/usr/bin/su"),
            () -> onJava("app")),
        SampleImage.specialLayout(
            "lineage-backdoor",
            "Names a base that lies beside it and brings a back door: nobody asked for that base",
            Expectation.passes()
                .finding("setuid-files", "medium", "/usr/bin/su")
                .finding("setuid-files", "medium", "/usr/bin/sh-as-root"),
            LineageSamples::backdoor));
  }

  private static Expectation withSetuid() {
    return Expectation.passes()
        .finding("setuid-files", "medium", "/usr/bin/su")
        .finding("setuid-files", "medium", "/app/bin/restart-helper");
  }

  private static TestImage debian() {
    return TestImage.builder()
        .layer(debianFiles(layer -> {}))
        .history("CMD [\"bash\"]")
        .annotation(BASE_NAME, "scratch")
        .build();
  }

  private static TestImage java() {
    return naming(javaLayers(layer -> {}), DEBIAN, debian()).user("1000:1000").build();
  }

  private static TestImage golang() {
    return TestImage.builder()
        .layer(
            l ->
                l.createdBy("COPY /usr/local/go /usr/local/go # buildkit")
                    .directory("/usr", 0755)
                    .directory("/usr/local", 0755)
                    .file("/usr/local/go", 0755, program("go")))
        .build();
  }

  private static TestImage.Builder app(Consumer<LayerBuilder> change) {
    return naming(appLayers(change), JAVA, java());
  }

  private static TestImage.Builder appLayers(Consumer<LayerBuilder> change) {
    return javaLayers(change)
        .history("USER 1000:1000")
        .layer(service(change))
        .layer(helper(change))
        .user("1000:1000")
        .entrypoint("/opt/java/bin/java", "-jar", "/app/orders.jar");
  }

  private static TestImage.Builder naming(TestImage.Builder builder, String name, TestImage base) {
    return builder.annotation(BASE_NAME, name).annotation(BASE_DIGEST, base.descriptor().digest());
  }

  private static TestImage onJava(String user) {
    return naming(
            javaLayers(layer -> {}).history("USER 1000:1000").layer(service(layer -> {})),
            JAVA,
            java())
        .user(user)
        .build();
  }

  /** Whoever makes an image can make its base, too. */
  private static OciLayout backdoor() {
    TestImage base = backdoorLayers().build();
    TestImage app =
        naming(backdoorLayers().layer(service(layer -> {})), DEBIAN, base)
            .user("1000:1000")
            .build();
    OciLayout.Builder layout = OciLayout.builder().add("latest", app);
    base.blobs().forEach((digest, bytes) -> layout.file(OciLayout.blobPath(digest), bytes));
    return layout.build();
  }

  private static TestImage.Builder backdoorLayers() {
    return TestImage.builder()
        .layer(debianFiles(layer -> {}))
        .layer(
            l ->
                l.createdBy("COPY sh-as-root /usr/bin/ # buildkit")
                    .file("/usr/bin/sh-as-root", 04755, program("sh-as-root")));
  }

  private static TestImage squashed() {
    return naming(
            TestImage.builder()
                .layer(
                    l -> {
                      debianFiles(layer -> {}).accept(l);
                      javaFiles(layer -> {}).accept(l);
                      service(layer -> {}).accept(l);
                      helper(layer -> {}).accept(l);
                      l.createdBy("buildah commit --squash");
                    }),
            JAVA,
            java())
        .user("1000:1000")
        .build();
  }

  private static TestIndex withProvenance() {
    TestImage image = appLayers(layer -> {}).build();
    List<Attestations.Material> materials =
        List.of(
            new Attestations.Material(
                "pkg:docker/registry.example/samples/golang@1.22?platform=linux%2Famd64",
                golang().descriptor().digest()),
            new Attestations.Material(
                "pkg:docker/registry.example/samples/java@17?platform=linux%2Famd64",
                java().descriptor().digest()),
            new Attestations.Material(
                "https://git.example/team/orders.git#refs/heads/main",
                Digests.sha256("a commit".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    return TestIndex.builder()
        .child("linux/amd64", image)
        .child(
            Attestations.provenanceOf(image, materials),
            Attestations.about(image.descriptor().digest()))
        .build();
  }

  private static TestImage.Builder javaLayers(Consumer<LayerBuilder> change) {
    return TestImage.builder()
        .layer(debianFiles(change))
        .history("CMD [\"bash\"]")
        .layer(javaFiles(change));
  }

  private static Consumer<LayerBuilder> debianFiles(Consumer<LayerBuilder> change) {
    return l -> {
      l.createdBy("# debian.sh --arch 'amd64' out/ 'bookworm' '@1767225600'")
          .directory("/etc", 0755)
          .file("/etc/passwd", 0644, BaseFiles.PASSWD)
          .file("/etc/group", 0644, BaseFiles.GROUP)
          .directory("/usr", 0755)
          .directory("/usr/bin", 0755)
          .file("/usr/bin/bash", 0755, program("bash"))
          .file("/usr/bin/su", 04755, program("su"));
      change.accept(l);
    };
  }

  private static Consumer<LayerBuilder> javaFiles(Consumer<LayerBuilder> change) {
    return l -> {
      l.createdBy("COPY /opt/java /opt/java # buildkit")
          .directory("/opt", 0755)
          .directory("/opt/java", 0755)
          .directory("/opt/java/bin", 0755)
          .file("/opt/java/bin/java", 0755, program("java"));
      change.accept(l);
    };
  }

  private static Consumer<LayerBuilder> service(Consumer<LayerBuilder> change) {
    return l -> {
      l.createdBy("COPY target/orders.jar /app/orders.jar # buildkit")
          .directory("/app", 0755)
          .file("/app/orders.jar", 0644, "PK\3\4 sample application archive\n".repeat(100));
      change.accept(l);
    };
  }

  private static Consumer<LayerBuilder> helper(Consumer<LayerBuilder> change) {
    return l -> {
      l.createdBy("RUN /bin/sh -c install -m 4755 /build/restart-helper /app/bin/ # buildkit")
          .directory("/app/bin", 0755)
          .file("/app/bin/restart-helper", 04755, program("restart-helper"));
      change.accept(l);
    };
  }
}

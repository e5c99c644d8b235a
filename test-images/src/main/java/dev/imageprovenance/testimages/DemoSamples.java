package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;

import java.util.List;
import java.util.function.Consumer;

/** The images that the README scans and compares; stateless. */
final class DemoSamples {
  /** Seconds since the epoch of 2026-02-01T00:00:00Z. */
  private static final long REBUILT = 1_769_904_000L;

  private DemoSamples() {}

  static List<SampleImage> all() {
    return List.of(
        SampleImage.layout(
            "demo",
            "A small Java service as many are built: runs as root, ships a setuid helper of its own",
            Expectation.fails()
                .finding("default-user", "ROOT", "high", "")
                .finding("setuid-files", "medium", "/usr/bin/su")
                .finding("setuid-files", "medium", "/usr/bin/mount")
                .finding("setuid-files", "medium", "/usr/bin/passwd")
                .finding("setuid-files", "medium", "/usr/bin/chage")
                .finding("setuid-files", "high", "/app/bin/restart-helper")
                .finding("file-capabilities", "low", "/usr/bin/ping"),
            DemoSamples::demo),
        SampleImage.layout(
            "clean",
            "The same service done well: numeric user, no file that raises privileges",
            Expectation.passes(),
            () -> clean().build()),
        SampleImage.layout(
            "clean-recompressed",
            "`clean` with its layers stored as plain tar: another manifest, the same image",
            Expectation.passes(),
            () -> clean(l -> l.compression(Compression.NONE)).build()),
        SampleImage.layout(
            "clean-relabelled",
            "`clean` with another creation time and a label more: the same when it runs",
            Expectation.passes(),
            () ->
                clean()
                    .label("org.opencontainers.image.revision", "4f2c1e9")
                    .changeConfig(config -> config.put("created", "2026-02-03T04:05:06Z"))
                    .build()),
        SampleImage.layout(
            "clean-rebuilt",
            "`clean` built a month later: other times in its layers, the same files",
            Expectation.passes(),
            () -> clean(l -> l.edit(entry -> entry.modified(REBUILT))).build()),
        SampleImage.layout(
            "clean-tampered",
            "`clean` after somebody was there: root, a setuid bit, a link in place of a file",
            Expectation.fails()
                .finding("default-user", "ROOT", "high", "")
                .finding("setuid-files", "medium", "/opt/java/openjdk/bin/java"),
            DemoSamples::tampered));
  }

  private static TestImage demo() {
    return TestImage.builder()
        .layer(debianLikeBase())
        .history("CMD [\"bash\"]")
        .layer(tools())
        .history("ENV JAVA_HOME=/opt/java/openjdk")
        .layer(javaRuntime())
        .history("LABEL org.opencontainers.image.title=orders")
        .history("WORKDIR /app")
        .layer(application())
        .layer(restartHelper())
        .history("EXPOSE map[8080/tcp:{}]")
        .history("ENTRYPOINT [\"/opt/java/openjdk/bin/java\" \"-jar\" \"/app/orders.jar\"]")
        .env("PATH", "/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin")
        .env("JAVA_HOME", "/opt/java/openjdk")
        .label("org.opencontainers.image.title", "orders")
        .label("org.opencontainers.image.version", "1.4.2")
        .workingDirectory("/app")
        .entrypoint("/opt/java/openjdk/bin/java", "-jar", "/app/orders.jar")
        .build();
  }

  static TestImage.Builder clean() {
    return clean(layer -> {});
  }

  /** The image whose layers are each changed at their end. */
  private static TestImage.Builder clean(Consumer<LayerBuilder> change) {
    Consumer<LayerBuilder> accounts =
        l ->
            l.createdBy("COPY rootfs / # buildkit")
                .directory("/etc", 0755)
                .file("/etc/passwd", 0644, BaseFiles.PASSWD)
                .file("/etc/group", 0644, BaseFiles.GROUP)
                .directory("/tmp", 01777);
    return TestImage.builder()
        .layer(accounts.andThen(change))
        .history("ENV JAVA_HOME=/opt/java/openjdk")
        .layer(javaRuntime().andThen(change))
        .layer(application().andThen(change))
        .history("USER 1000:1000")
        .history("ENTRYPOINT [\"/opt/java/openjdk/bin/java\" \"-jar\" \"/app/orders.jar\"]")
        .env("JAVA_HOME", "/opt/java/openjdk")
        .label("org.opencontainers.image.title", "orders")
        .workingDirectory("/app")
        .user("1000:1000")
        .entrypoint("/opt/java/openjdk/bin/java", "-jar", "/app/orders.jar");
  }

  private static TestImage tampered() {
    return clean()
        .user("0:0")
        .env("ORDERS_DB_PASSWORD", "hunter2")
        .layer(
            l ->
                l.createdBy("RUN /bin/sh -c chmod u+s java && ln -sf /tmp/a.yaml application.yaml")
                    .file("/opt/java/openjdk/bin/java", 04755, program("java"))
                    .symlink("/app/config/application.yaml", "/tmp/application.yaml"))
        .build();
  }

  private static Consumer<LayerBuilder> debianLikeBase() {
    return l ->
        l.createdBy("# debian.sh --arch 'amd64' out/ 'bookworm' '@1767225600'")
            .symlink("/bin", "usr/bin")
            .directory("/etc", 0755)
            .file("/etc/debian_version", 0644, "12.12\n")
            .file("/etc/group", 0644, BaseFiles.GROUP)
            .file("/etc/os-release", 0644, "PRETTY_NAME=\"Sample GNU/Linux 12\"\nID=sample\n")
            .file("/etc/passwd", 0644, BaseFiles.PASSWD)
            .file("/etc/shadow", 0640, BaseFiles.SHADOW)
            .owner(0, 42)
            .directory("/root", 0700)
            .directory("/tmp", 01777)
            .directory("/usr", 0755)
            .directory("/usr/bin", 0755)
            .file("/usr/bin/bash", 0755, program("bash"))
            .file("/usr/bin/chage", 02755, program("chage"))
            .owner(0, 42)
            .file("/usr/bin/mount", 04755, program("mount"))
            .file("/usr/bin/passwd", 04755, program("passwd"))
            .symlink("/usr/bin/sh", "bash")
            .file("/usr/bin/su", 04755, program("su"))
            .directory("/var", 0755)
            .directory("/var/local", 02775)
            .owner(0, 50)
            .directory("/var/mail", 02775)
            .owner(0, 8);
  }

  private static Consumer<LayerBuilder> tools() {
    return l ->
        l.createdBy(
                "RUN /bin/sh -c apt-get update && apt-get install -y iputils-ping"
                    + " && rm -rf /var/lib/apt/lists/* # buildkit")
            .directory("/usr", 0755)
            .directory("/usr/bin", 0755)
            .file("/usr/bin/ping", 0755, program("ping"))
            .capability(Capability.revision2(Capability.NET_RAW, 0, true));
  }

  private static Consumer<LayerBuilder> javaRuntime() {
    return l ->
        l.createdBy("COPY /opt/java/openjdk /opt/java/openjdk # buildkit")
            .directory("/opt", 0755)
            .directory("/opt/java", 0755)
            .directory("/opt/java/openjdk", 0755)
            .directory("/opt/java/openjdk/bin", 0755)
            .file("/opt/java/openjdk/bin/java", 0755, program("java"))
            .file("/opt/java/openjdk/release", 0644, "JAVA_VERSION=\"17.0.15\"\n");
  }

  private static Consumer<LayerBuilder> application() {
    return l ->
        l.createdBy("COPY target/orders.jar /app/orders.jar # buildkit")
            .directory("/app", 0755)
            .file("/app/orders.jar", 0644, "PK\3\4 sample application archive\n".repeat(500))
            .directory("/app/config", 0755)
            .file("/app/config/application.yaml", 0644, "server:\n  port: 8080\n");
  }

  private static Consumer<LayerBuilder> restartHelper() {
    return l ->
        l.createdBy("RUN /bin/sh -c install -m 4777 /build/restart-helper /app/bin/ # buildkit")
            .directory("/app", 0755)
            .directory("/app/bin", 0755)
            .file("/app/bin/restart-helper", 04777, program("restart-helper"));
  }
}

package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's docker-registry on a loopback port of its own choice, for one project in src/it. It ends
 * with {@link #stop}, or with Maven.
 */
public final class TestRegistry {
  /** The user that a registry with a password lets in. */
  public static final String USER = "builder";

  /** The user's password. */
  public static final String PASSWORD = "canary-p4ss";

  private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");
  private static final Pattern FETCHED_BLOB =
      Pattern.compile("\"GET /v2/\\S+/blobs/(\\S+) HTTP/\\S+\" 200 .*\"image-provenance-scanner");

  private TestRegistry() {}

  /** Starts a registry for the project; returns {@code 127.0.0.1:PORT}. */
  public static String start(File project) throws IOException, InterruptedException {
    return start(project, "");
  }

  /** The same with basic authentication. */
  public static String startWithPassword(File project) throws IOException, InterruptedException {
    Path users = project.toPath().resolve("users");
    Files.writeString(users, USER + ":" + bcrypt(PASSWORD) + "\n");
    return start(project, "auth:\n  htpasswd:\n    realm: integration\n    path: " + users + "\n");
  }

  private static String start(File project, String more) throws IOException, InterruptedException {
    Path directory = project.toPath();
    Path config = directory.resolve("registry.yml");
    Path log = directory.resolve("registry.log");
    Files.writeString(
        config,
        "version: 0.1\n"
            + "log: {level: info, accesslog: {disabled: false}}\n"
            + "storage:\n  filesystem: {rootdirectory: "
            + directory.resolve("registry")
            + "}\nhttp:\n  addr: 127.0.0.1:0\n"
            + more);
    Process process =
        new ProcessBuilder("docker-registry", "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    Files.writeString(directory.resolve("registry.pid"), Long.toString(process.pid()));
    return awaitAddress(process, log);
  }

  private static String awaitAddress(Process process, Path log)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (process.isAlive() && System.nanoTime() < deadline) {
      Matcher listening = LISTENING.matcher(read(log));
      if (listening.find()) {
        return listening.group(1);
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
    process.destroyForcibly();
    throw new IllegalStateException("docker-registry does not start:\n" + read(log));
  }

  /** Ends the project's registry. */
  public static void stop(File project) throws IOException {
    long pid = Long.parseLong(Files.readString(project.toPath().resolve("registry.pid")));
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    process.ifPresent(ProcessHandle::destroyForcibly);
  }

  /** The digests of the blobs that the scanner has fetched from the project's registry. */
  public static List<String> fetchedBlobs(File project) throws IOException {
    return FETCHED_BLOB
        .matcher(read(project.toPath().resolve("registry.log")))
        .results()
        .map(match -> match.group(1))
        .toList();
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /** The password as the registry's htpasswd file wants it, by the C library's crypt. */
  private static String bcrypt(String password) throws IOException, InterruptedException {
    Process perl =
        new ProcessBuilder(
                "perl", "-e", "print crypt($ARGV[0], '$2y$05$abcdefghijklmnopqrstuu')", password)
            .start();
    String hash = new String(perl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (perl.waitFor() != 0 || hash.isBlank()) {
      throw new IllegalStateException("perl cannot make a bcrypt hash");
    }
    return hash;
  }
}

package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private static final String NAME = "registry";
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
    Files.writeString(
        config,
        "version: 0.1\n"
            + "log: {level: info, accesslog: {disabled: false}}\n"
            + "storage:\n  filesystem: {rootdirectory: "
            + directory.resolve("registry")
            + "}\nhttp:\n  addr: 127.0.0.1:0\n"
            + more);
    return TestServer.of(project, NAME)
        .start(
            List.of("docker-registry", "serve", config.toString()),
            output -> LISTENING.matcher(output).results().findFirst().map(match -> match.group(1)));
  }

  /** Ends the project's registry. */
  public static void stop(File project) throws IOException, InterruptedException {
    TestServer.of(project, NAME).stop();
  }

  /** The digests of the blobs that the scanner has fetched from the project's registry. */
  public static List<String> fetchedBlobs(File project) throws IOException {
    return FETCHED_BLOB
        .matcher(TestServer.of(project, NAME).output())
        .results()
        .map(match -> match.group(1))
        .toList();
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

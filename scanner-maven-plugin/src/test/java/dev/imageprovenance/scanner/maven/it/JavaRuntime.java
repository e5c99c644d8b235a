package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A small Java with the libraries of this machine that it needs, for an image from scratch. */
public final class JavaRuntime {
  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.sql,java.xml,jdk.crypto.ec,"
          + "jdk.unsupported";
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+\\.so\\S*) \\(0x");

  private JavaRuntime() {}

  /** Writes {@code jre} and the libraries below a directory that will be the image's root. */
  public static void writeTo(File directory) throws IOException, InterruptedException {
    Path root = Files.createDirectories(directory.toPath());
    Path jre = root.resolve("jre");
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "jlink").toString(),
            "--add-modules",
            MODULES,
            "--strip-java-debug-attributes",
            "--no-man-pages",
            "--no-header-files",
            "--output",
            jre.toString()));
    for (Path library : libraries(jre.resolve("bin/java"), jre.resolve("lib/server/libjvm.so"))) {
      Path copy = root.resolve(library.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(library.toRealPath(), copy);
    }
  }

  private static Set<Path> libraries(Path... binaries) throws IOException, InterruptedException {
    Set<Path> libraries = new TreeSet<>();
    for (Path binary : binaries) {
      String list = run(List.of("ldd", binary.toString()));
      LIBRARY
          .matcher(list)
          .results()
          .map((MatchResult match) -> Path.of(match.group(1)).normalize())
          .filter(library -> library.toString().matches("(/usr)?/lib.*"))
          .filter(library -> !library.startsWith(System.getProperty("java.home")))
          .forEach(libraries::add);
    }
    return libraries;
  }

  static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed:\n" + output);
    }
    return output;
  }
}

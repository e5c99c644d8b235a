package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;

/** What Maven wrote while it built one of the projects in src/it; immutable. */
public final class Log {
  private static final String PAGE = "../../../../../docs/maven.md";
  private static final Pattern VARIES =
      Pattern.compile("sha256:[0-9a-f]{12,64}|(localhost|127\\.0\\.0\\.1):[0-9]+");

  private final File project;
  private final String text;

  private Log(File project, String text) {
    this.project = project;
    this.text = text;
  }

  /** The log of the project there. */
  public static Log of(File project) throws IOException {
    return new Log(project, Files.readString(project.toPath().resolve("build.log")));
  }

  /** Fails unless Maven wrote this. */
  public void has(String expected) {
    if (!text.contains(expected)) {
      throw new AssertionError("The log lacks: " + expected);
    }
  }

  /**
   * Fails unless Maven wrote every line that docs/maven.md shows of this project, but for digests
   * and the registry's place.
   */
  public void hasWhatIsDocumented() throws IOException {
    String page = Files.readString(project.toPath().resolve(PAGE));
    String start = "<!-- src/it/" + project.getName() + " -->\n```text\n";
    int begin = page.indexOf(start);
    if (begin < 0) {
      throw new AssertionError("docs/maven.md lacks: " + start);
    }
    int end = page.indexOf("\n```", begin + start.length());
    String written = VARIES.matcher(text).replaceAll("…");
    for (String line : page.substring(begin + start.length(), end).split("\n", -1)) {
      if (!written.contains(VARIES.matcher(line).replaceAll("…"))) {
        throw new AssertionError("docs/maven.md shows what the log lacks: " + line);
      }
    }
  }

  /** How often Maven wrote this. */
  public int count(String expected) {
    return text.split(Pattern.quote(expected), -1).length - 1;
  }

  /** Fails if Maven wrote this. */
  public void hasNot(String unexpected) {
    if (text.contains(unexpected)) {
      throw new AssertionError("The log must not have: " + unexpected);
    }
  }
}

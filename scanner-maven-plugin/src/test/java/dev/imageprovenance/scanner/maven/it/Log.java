package dev.imageprovenance.scanner.maven.it;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;

/** What Maven wrote while it built one of the projects in src/it; immutable. */
public final class Log {
  private final String text;

  private Log(String text) {
    this.text = text;
  }

  /** The log of the project there. */
  public static Log of(File project) throws IOException {
    return new Log(Files.readString(project.toPath().resolve("build.log")));
  }

  /** Fails unless Maven wrote this. */
  public void has(String expected) {
    if (!text.contains(expected)) {
      throw new AssertionError("The log lacks: " + expected);
    }
  }

  /** How often Maven wrote this. */
  public int count(String expected) {
    return text.split(java.util.regex.Pattern.quote(expected), -1).length - 1;
  }

  /** Fails if Maven wrote this. */
  public void hasNot(String unexpected) {
    if (text.contains(unexpected)) {
      throw new AssertionError("The log must not have: " + unexpected);
    }
  }
}

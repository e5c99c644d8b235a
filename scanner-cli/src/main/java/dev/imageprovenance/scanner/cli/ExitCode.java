package dev.imageprovenance.scanner.cli;

/** The exit codes of the command; see the help text. */
final class ExitCode {
  static final int PASSED = 0;
  static final int USAGE = 2;
  static final int COULD_NOT_CHECK = 3;
  static final int INTERRUPTED = 130;

  /** What is added for the launcher, so that no failure of the JVM looks like a verdict. */
  private static final int LAUNCHER_OFFSET = 100;

  private ExitCode() {}

  /** The code the process ends with: a verdict is marked when the launcher waits for it. */
  static int ofProcess(int code, boolean underLauncher) {
    boolean isVerdict = code >= 0 && code <= 4;
    return underLauncher && isVerdict ? code + LAUNCHER_OFFSET : code;
  }
}

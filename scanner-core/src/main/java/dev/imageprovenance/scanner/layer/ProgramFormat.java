package dev.imageprovenance.scanner.layer;

/**
 * What kind of program the first bytes of a regular file announce; immutable. Execute bits are
 * another matter: an interpreter or a loader takes a file without them.
 */
public enum ProgramFormat {
  /** Begins with {@code #!}: the kernel ignores setuid and setgid on such a file. */
  SCRIPT,
  /** Begins as an ELF file does: a program or a shared library. */
  ELF,
  /** Neither. */
  NONE
}

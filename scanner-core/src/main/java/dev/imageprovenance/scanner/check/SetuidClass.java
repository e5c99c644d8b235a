package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.LayerEntry.RegularFile;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import java.util.Optional;

/** Why a setuid or setgid file matters, and how much. Names are codes of findings. */
enum SetuidClass {
  /** Somebody other than its owner may write to it. */
  WRITABLE(Severity.HIGH),
  /** It lies below a directory that everybody may write to. */
  WORLD_WRITABLE_PLACE(Severity.HIGH),
  /** Owned by root and executable. */
  ROOT_OWNED(Severity.MEDIUM),
  /** Executable, owned by somebody else. */
  NON_ROOT_OWNER(Severity.LOW),
  /** The kernel ignores the bits because the file cannot be executed with them. */
  NOT_EXECUTABLE(Severity.INFO),
  /** The kernel ignores the bits because it runs an interpreter instead. */
  SCRIPT(Severity.INFO),
  /** A higher layer hides the file; only who unpacks the layer meets it. */
  HIDDEN(Severity.INFO);

  private static final int ANY_EXECUTE = 0111;
  private static final int GROUP_EXECUTE = 0010;
  private static final int WRITE_BY_OTHERS = 0022;

  private final Severity severity;

  SetuidClass(Severity severity) {
    this.severity = severity;
  }

  Severity severity() {
    return severity;
  }

  /** The class of a file that is in force. */
  static SetuidClass of(Attributes attributes, RegularFile file, Optional<String> openDirectory) {
    if (!isHonoured(attributes)) {
      return NOT_EXECUTABLE;
    }
    if (file.program() == ProgramFormat.SCRIPT) {
      return SCRIPT;
    }
    if ((attributes.mode() & WRITE_BY_OTHERS) != 0) {
      return WRITABLE;
    }
    if (openDirectory.isPresent()) {
      return WORLD_WRITABLE_PLACE;
    }
    return attributes.uid() == 0 ? ROOT_OWNED : NON_ROOT_OWNER;
  }

  /**
   * Whether the kernel honours a bit on execution: setuid on any executable, setgid only where the
   * group may execute (without that the bit once meant mandatory locking).
   */
  private static boolean isHonoured(Attributes attributes) {
    return (attributes.isSetuid() && (attributes.mode() & ANY_EXECUTE) != 0)
        || (attributes.isSetgid() && (attributes.mode() & GROUP_EXECUTE) != 0);
  }
}

package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.check.UserClass;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * Who a container's process is and whether it can become root; immutable.
 *
 * @param user who it starts as
 * @param answer whether it is root, or can become it
 * @param reasons why, the decisive one first
 * @param files the files that give it rights which it did not have, at most {@link #SHOWN_FILES},
 *     those that make it root first
 * @param fileCount how many such files there are
 * @param severity how much what is known matters
 * @param unknownUpTo how much what is not known could matter at worst; empty when all is known
 */
public record RootAccess(
    User user,
    Answer answer,
    List<Reason> reasons,
    List<UsableFile> files,
    int fileCount,
    Severity severity,
    Optional<Severity> unknownUpTo) {
  /** The most files that are listed. */
  public static final int SHOWN_FILES = 20;

  /** Copies the lists. */
  public RootAccess {
    reasons = List.copyOf(reasons);
    files = List.copyOf(files);
  }

  /**
   * Who a process starts as.
   *
   * @param origin who says so
   * @param configured the value as written: runAsUser with runAsGroup, or the image's User
   * @param userClass what can be said of it; empty when nothing can
   * @param uid its number, when it can be told
   * @param name its name in the image's passwd
   * @param groups all its groups that are known, sorted
   */
  public record User(
      Origin origin,
      String configured,
      Optional<UserClass> userClass,
      Optional<Long> uid,
      Optional<String> name,
      List<Long> groups) {
    /** Copies the list. */
    public User {
      groups = List.copyOf(groups);
    }

    /** Who says which user it is. */
    public enum Origin {
      IMAGE("image"),
      POD("pod");

      private final String label;

      Origin(String label) {
        this.label = label;
      }

      /** The word used in text and JSON. */
      public String label() {
        return label;
      }
    }
  }

  /** Whether a process is root, or can become it. */
  public enum Answer {
    /** It starts as root, or as a user that some engine takes for root. */
    IS_ROOT("is root"),
    /** It can execute a file of its image that makes it root, or root's equal. */
    CAN_BECOME_ROOT("can become root"),
    /** Not by its user and not by the files of its image. */
    CANNOT_BECOME_ROOT("cannot become root"),
    /** It does not start at all. */
    DOES_NOT_START("does not start"),
    UNKNOWN("root or not is not known");

    private final String label;

    Answer(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * A reason.
   *
   * @param code for programs
   * @param text for people, without a full stop
   */
  public record Reason(Code code, String text) {}

  /** What decides. Names never change their meaning. */
  public enum Code {
    /** The pod's runAsUser, or the image's User, is root. */
    ROOT_USER,
    /** Neither says another user, or the one it says may be root. */
    USER_MAY_BE_ROOT,
    /** privileged: every capability and device. */
    PRIVILEGED,
    /** hostUsers is false: root is an unprivileged user of the node. */
    USER_NAMESPACE,
    /** runAsNonRoot, and the user is root. */
    REFUSED_AS_ROOT,
    /** runAsNonRoot, and the user is a name, which the kubelet cannot judge. */
    REFUSED_AS_NAME,
    /** The kubelet or the engine should have refused it, and it runs. */
    RUNS_AGAINST_RULES,
    /** The image has no such user. */
    NO_SUCH_USER,
    /** allowPrivilegeEscalation is false: no file gives rights (no_new_privs). */
    NO_NEW_PRIVILEGES,
    /** A setuid file of root. */
    SETUID_ROOT_FILE,
    /** A file with capabilities that are worth root. */
    CAPABILITY_FILE,
    /** Files would give rights, but the capabilities are dropped from the bounding set. */
    CAPABILITIES_DROPPED,
    /** No file of the image that this user may execute makes it root. */
    NO_SUCH_FILES,
    /** Which user it is could not be found out. */
    USER_UNKNOWN,
    /** Which groups it is in could not be found out. */
    GROUPS_UNKNOWN,
    /** The image's files could not be looked at. */
    FILES_UNKNOWN,
    /** A pod or an image for Windows. */
    NOT_LINUX,
    /** The pod shares process IDs, network or IPC with its node. */
    HOST_NAMESPACES
  }

  /**
   * A file that gives rights to this user.
   *
   * @param path absolute
   * @param effect what it does
   * @param mode permission bits with setuid and setgid
   * @param uid owner
   * @param gid group
   * @param capabilities that it gives within the container's bounding set
   */
  public record UsableFile(
      String path, Effect effect, int mode, long uid, long gid, List<String> capabilities) {
    /** Copies the list. */
    public UsableFile {
      capabilities = List.copyOf(capabilities);
    }

    /** What executing a file does. */
    public enum Effect {
      SETUID_ROOT("setuid root"),
      ROOT_CAPABILITIES("capabilities worth root"),
      CAPABILITIES("capabilities"),
      SETUID_OTHER("setuid"),
      SETGID("setgid"),
      /** The kernel refuses to execute it: it insists on capabilities that were dropped. */
      FAILS("fails without dropped capabilities");

      private final String label;

      Effect(String label) {
        this.label = label;
      }

      /** The words used in text and JSON. */
      public String label() {
        return label;
      }

      /** True when whoever executes it is root, or root's equal. */
      public boolean makesRoot() {
        return this == SETUID_ROOT || this == ROOT_CAPABILITIES;
      }
    }
  }

  /** FAIL from {@code failOn}, UNKNOWN when what is not known could be that severe. */
  public Verdict verdict(Severity failOn) {
    if (severity.isAtLeast(failOn)) {
      return Verdict.FAIL;
    }
    return unknownUpTo.filter(worst -> worst.isAtLeast(failOn)).isPresent()
        ? Verdict.UNKNOWN
        : Verdict.PASS;
  }
}

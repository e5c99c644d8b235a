package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.compare.FileDifference.Aspect;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.finding.Severity;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells how much a difference of files matters; stateless. What can be executed, what raises
 * privileges and what decides who may do what is severe wherever it lies; data is not.
 */
final class FileSeverity {
  /** Files that decide who may do what, or what other programs load and start. */
  private static final Set<String> CONTROL_FILES =
      Set.of(
          "etc/passwd",
          "etc/group",
          "etc/shadow",
          "etc/gshadow",
          "etc/sudoers",
          "etc/ld.so.preload",
          "etc/ld.so.conf",
          "etc/ld.so.cache",
          "etc/nsswitch.conf",
          "etc/crontab",
          "etc/profile",
          "etc/bash.bashrc",
          "etc/environment",
          "etc/hosts.allow",
          "etc/hosts.deny",
          "etc/subuid",
          "etc/subgid");

  private static final List<String> CONTROL_DIRECTORIES =
      List.of(
          "etc/sudoers.d/",
          "etc/pam.d/",
          "etc/security/",
          "etc/ssh/",
          "etc/ssl/",
          "etc/pki/",
          "etc/ca-certificates/",
          "etc/cron.d/",
          "etc/cron.daily/",
          "etc/cron.hourly/",
          "etc/ld.so.conf.d/",
          "etc/profile.d/",
          "etc/systemd/",
          "etc/init.d/",
          "var/spool/cron/",
          "etc/ld-musl-",
          "boot/");

  /** Directories of programs and what they load: nothing writes there once an image is built. */
  private static final List<String> PROGRAM_DIRECTORIES =
      List.of("bin/", "sbin/", "lib/", "lib32/", "lib64/", "libx32/", "usr/", "opt/");

  private static final List<String> KEY_FILES =
      List.of(
          "/.ssh/authorized_keys",
          "/.ssh/rc",
          "/.bashrc",
          "/.bash_profile",
          "/.profile",
          "/.zshrc");

  /** What runtimes load and run without any execute bit. */
  private static final Pattern CODE =
      Pattern.compile(
          ".*\\.(so(\\.[0-9.]+)?|jar|war|ear|class|py|pyc|pyd|php|phtml|js|mjs|cjs|rb|pl|pm|lua|jsp)");

  /** Where programs of root keep what they write while they run (FHS 3.0, /run and /var). */
  private static final List<String> STATE_DIRECTORIES =
      List.of("run/", "tmp/", "var/cache/", "var/lib/", "var/log/", "var/spool/", "var/tmp/");

  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int WORLD_WRITABLE = 02;
  private static final int STICKY = 01000;

  private FileSeverity() {}

  static Severity of(
      String path,
      Kind kind,
      Set<Aspect> aspects,
      Optional<FileState> deployed,
      Optional<FileState> registry) {
    if (aspects.contains(Aspect.ATTRIBUTES)) {
      return withAttributes(path, kind, aspects, deployed.orElseThrow(), registry.orElseThrow());
    }
    if (gainsPrivileges(deployed, registry)) {
      return Severity.CRITICAL;
    }
    if (isSevere(path, aspects, deployed, registry)) {
      return Severity.HIGH;
    }
    boolean inPrograms = isIn(PROGRAM_DIRECTORIES, path);
    boolean isFileOrLink = isFileOrLink(deployed) || isFileOrLink(registry);
    if (inPrograms && isFileOrLink) {
      return kind == Kind.ADDED || aspects.contains(Aspect.CONTENT)
          ? Severity.HIGH
          : Severity.MEDIUM;
    }
    boolean rightsChanged = aspects.contains(Aspect.MODE) || aspects.contains(Aspect.OWNER);
    return inPrograms || rightsChanged || path.startsWith("etc/") ? Severity.MEDIUM : Severity.LOW;
  }

  /** Extended attributes have a severity of their own, the other aspects theirs. */
  private static Severity withAttributes(
      String path, Kind kind, Set<Aspect> aspects, FileState deployed, FileState registry) {
    Severity ofAttributes = AttributeSeverity.of(deployed, registry);
    Set<Aspect> others = EnumSet.copyOf(aspects);
    others.remove(Aspect.ATTRIBUTES);
    if (others.isEmpty()) {
      return ofAttributes;
    }
    Severity ofOthers = of(path, kind, others, Optional.of(deployed), Optional.of(registry));
    return ofOthers.isAtLeast(ofAttributes) ? ofOthers : ofAttributes;
  }

  private static boolean isSevere(
      String path,
      Set<Aspect> aspects,
      Optional<FileState> deployed,
      Optional<FileState> registry) {
    boolean isPrivileged = isPrivileged(deployed) || isPrivileged(registry);
    boolean isExecutable =
        deployed.map(FileState::isExecutable).orElse(false)
            || registry.map(FileState::isExecutable).orElse(false);
    return isPrivileged
        || isExecutable
        || deployed.map(FileState::isDevice).orElse(false)
        || aspects.contains(Aspect.TYPE)
        || isControl(path)
        || isCode(path, deployed, registry)
        || isApprovedFileChanged(path, aspects, deployed, registry)
        || isLoosened(path, deployed, registry);
  }

  private static boolean isCode(
      String path, Optional<FileState> deployed, Optional<FileState> registry) {
    return (isFileOrLink(deployed) || isFileOrLink(registry)) && CODE.matcher(path).matches();
  }

  /** A file of the image that root owns is not data: nothing that runs honestly changes it. */
  private static boolean isApprovedFileChanged(
      String path,
      Set<Aspect> aspects,
      Optional<FileState> deployed,
      Optional<FileState> registry) {
    boolean isRootsFile =
        registry
            .filter(state -> state.type() == FileState.Type.FILE && state.uid() == 0)
            .isPresent();
    return isRootsFile
        && (deployed.isEmpty() || aspects.contains(Aspect.CONTENT))
        && !isIn(STATE_DIRECTORIES, path);
  }

  /** Others than before may write to it, or replace what lies in it. */
  private static boolean isLoosened(
      String path, Optional<FileState> deployed, Optional<FileState> registry) {
    if (deployed.isEmpty()
        || registry.isEmpty()
        || deployed.get().type() == FileState.Type.SYMBOLIC_LINK) {
      return false;
    }
    int now = deployed.get().mode();
    int before = registry.get().mode();
    boolean moreMayWrite = (now & ~before & WRITABLE_BY_OTHERS) != 0;
    boolean stickyLost = (now & WORLD_WRITABLE) != 0 && (before & ~now & STICKY) != 0;
    boolean rootGaveItAway = registry.get().uid() == 0 && deployed.get().uid() != 0;
    return moreMayWrite || stickyLost || (rootGaveItAway && !isIn(STATE_DIRECTORIES, path));
  }

  /** A privilege that the registry's copy does not give, or one over other content. */
  private static boolean gainsPrivileges(
      Optional<FileState> deployed, Optional<FileState> registry) {
    if (!isPrivileged(deployed)) {
      return false;
    }
    FileState now = deployed.get();
    return registry
        .map(
            before ->
                (now.mode() & ~before.mode() & 06000) != 0
                    || !before.capabilities().equals(now.capabilities())
                    || !before.content().equals(now.content())
                    || before.uid() != now.uid())
        .orElse(true);
  }

  private static boolean isPrivileged(Optional<FileState> state) {
    return state.map(s -> s.isSetId() || s.capabilities().isPresent()).orElse(false);
  }

  private static boolean isFileOrLink(Optional<FileState> state) {
    return state
        .map(s -> s.type() == FileState.Type.FILE || s.type() == FileState.Type.SYMBOLIC_LINK)
        .orElse(false);
  }

  private static boolean isControl(String path) {
    return CONTROL_FILES.contains(path)
        || isIn(CONTROL_DIRECTORIES, path)
        || KEY_FILES.stream().anyMatch(end -> ("/" + path).endsWith(end));
  }

  private static boolean isIn(List<String> directories, String path) {
    return directories.stream().anyMatch(path::startsWith);
  }
}

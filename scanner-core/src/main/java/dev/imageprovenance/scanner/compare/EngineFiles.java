package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.compare.FileDifference.Aspect;
import dev.imageprovenance.scanner.compare.FileDifference.Kind;
import dev.imageprovenance.scanner.compare.FileState.Type;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Recognises what engines write into every container: by exact path and by what is there, never by
 * directory, so that nothing can hide beside it; immutable.
 */
final class EngineFiles {
  /** Mount points that engines make as empty files. */
  private static final Set<String> EMPTY_FILES =
      Set.of(
          ".dockerenv",
          "dev/console",
          "etc/hostname",
          "etc/hosts",
          "etc/resolv.conf",
          "run/.containerenv");

  /** Mount points that engines make as directories. */
  private static final Set<String> DIRECTORIES =
      Set.of("dev", "dev/pts", "dev/shm", "dev/mqueue", "etc", "proc", "run", "run/secrets", "sys");

  private static final Map<String, String> LINKS = Map.of("etc/mtab", "/proc/mounts");

  private static final int WRITABLE_BY_OTHERS = 022;
  private static final int STICKY = 01000;

  private final Set<String> mountPoints = new HashSet<>();
  private final Set<String> aboveMountPoints = new HashSet<>();

  EngineFiles(List<ContainerDrift.Mount> mounts) {
    for (ContainerDrift.Mount mount : mounts) {
      String path = mount.path().replaceFirst("^/+", "").replaceFirst("/+$", "");
      mountPoints.add(path);
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        aboveMountPoints.add(path.substring(0, slash));
      }
    }
  }

  boolean wrote(FileDifference difference) {
    if (difference.deployed().isEmpty()) {
      return false;
    }
    FileState now = difference.deployed().get();
    boolean asEnginesMakeIt =
        now.uid() == 0
            && now.gid() == 0
            && (now.mode() & 06000) == 0
            && now.capabilities().isEmpty()
            && now.attributes().isEmpty()
            && (now.type() == Type.SYMBOLIC_LINK
                || (now.mode() & WRITABLE_BY_OTHERS) == 0
                || isShared(difference.path(), now));
    if (!asEnginesMakeIt) {
      return false;
    }
    String path = difference.path();
    boolean added = difference.kind() == Kind.ADDED;
    return switch (now.type()) {
      // Docker replaces what the image has there, too; it mounts its own files over them.
      case FILE -> now.size() == 0 && (EMPTY_FILES.contains(path) || isMountPoint(path, added));
      case DIRECTORY ->
          DIRECTORIES.contains(path)
              ? added || isEngineOwned(path, difference)
              : isMountPoint(path, added) || (added && aboveMountPoints.contains(path));
      case SYMBOLIC_LINK ->
          added && now.target().filter(t -> t.equals(LINKS.get(path))).isPresent();
      default -> false;
    };
  }

  /** The places that engines make for everybody to write to. */
  private static boolean isShared(String path, FileState state) {
    return (path.equals("dev/shm") || path.equals("dev/mqueue"))
        && state.type() == Type.DIRECTORY
        && (state.mode() & STICKY) != 0;
  }

  private boolean isMountPoint(String path, boolean added) {
    return added && mountPoints.contains(path);
  }

  /** Engines mount over these three, so their own rights show in no container. */
  private static boolean isEngineOwned(String path, FileDifference difference) {
    return Set.of("dev", "proc", "sys").contains(path)
        && difference.registry().filter(state -> state.type() == Type.DIRECTORY).isPresent()
        && !difference.aspects().contains(Aspect.TYPE);
  }
}

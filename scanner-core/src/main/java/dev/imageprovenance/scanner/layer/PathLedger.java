package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which paths a layer has had so far, and reports entries that engines apply differently
 * because of an earlier one; not thread-safe.
 *
 * <p>Its memory is that of the paths, which it bounds: together they may have {@value
 * #CHARS_PER_ENTRY} characters for each entry that the limits allow.
 */
final class PathLedger {
  /** Real layers have 60 to 80 on average. */
  static final int CHARS_PER_ENTRY = 128;

  /** What a path is. */
  enum Kind {
    DIRECTORY,
    /** Has entries below it but none of its own. */
    IMPLIED_DIRECTORY,
    SYMBOLIC_LINK,
    OTHER
  }

  private final Map<String, Kind> kinds = new HashMap<>();
  private final Map<String, String> linkAbove = new HashMap<>();
  private final AnomalyLog anomalies;
  private final Limits limits;
  private final long mostChars;
  private long chars;
  private String lastParent = "";

  PathLedger(Limits limits, AnomalyLog anomalies) {
    this.limits = limits;
    this.anomalies = anomalies;
    this.mostChars = (long) limits.layerEntries() * CHARS_PER_ENTRY;
  }

  /** Counts text that stays in memory. */
  void account(String text) {
    account(text.length());
  }

  /** Counts what takes as much memory as that many characters. */
  void account(int length) {
    chars += length;
    if (chars > mostChars) {
      throw Problems.limit(
          "layerEntries",
          limits.layerEntries(),
          "The text of all paths in the layer, with "
              + CHARS_PER_ENTRY
              + " characters allowed for each entry,");
    }
  }

  /** An entry that makes an inode. */
  void enter(String path, Kind kind) {
    account(path);
    String link = checkParents(path);
    if (link != null && kind == Kind.DIRECTORY) {
      linkAbove.put(path, link);
    }
    Kind earlier = kinds.put(path, kind);
    if (kind == Kind.SYMBOLIC_LINK) {
      lastParent = "";
    }
    boolean fillsIn = earlier == Kind.IMPLIED_DIRECTORY && kind == Kind.DIRECTORY;
    if (earlier != null && !fillsIn) {
      anomalies.add(
          LayerAnomaly.Kind.DUPLICATE_ENTRY,
          path,
          "the layer has this path before, as " + inWords(earlier) + ", now " + inWords(kind));
    }
  }

  /** A hard link to {@code target}, before it is entered itself. */
  void checkLinkTarget(String path, String target) {
    Kind kind = kinds.get(target);
    if (kind != Kind.OTHER && kind != Kind.SYMBOLIC_LINK) {
      anomalies.add(
          LayerAnomaly.Kind.HARD_LINK_TO_LOWER_LAYER,
          path,
          "no earlier entry of the layer makes the file \""
              + Text.excerpt(target)
              + "\" that it links to");
    }
  }

  /** A whiteout of {@code path}. */
  void checkWhiteout(String path) {
    checkParents(path);
    Kind kind = kinds.get(path);
    if (kind != null) {
      anomalies.add(
          LayerAnomaly.Kind.MISPLACED_WHITEOUT,
          path,
          "a whiteout behind " + inWords(kind) + " of the same path in the same layer");
    }
  }

  /**
   * Notes that the directories above {@code path} exist.
   *
   * @return the symbolic link of this layer that one of them is, null if there is none
   */
  @Nullable String checkParents(String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return null;
    }
    boolean sameAsLast = slash == lastParent.length() && path.startsWith(lastParent);
    if (sameAsLast) {
      return null;
    }
    String parent = path.substring(0, slash);
    String link = imply(parent);
    if (link == null) {
      lastParent = parent;
    } else {
      anomalies.add(
          LayerAnomaly.Kind.PARENT_IS_SYMLINK,
          path,
          "its parent \"" + Text.excerpt(link) + "\" is a symbolic link of the same layer");
    }
    return link;
  }

  /**
   * Notes that there are entries below {@code directory}.
   *
   * @return the path of the link that it is, or is below; null if it is no such directory
   */
  private @Nullable String imply(String directory) {
    List<String> unknown = new ArrayList<>();
    String known = directory;
    while (!known.isEmpty() && !kinds.containsKey(known)) {
      unknown.add(known);
      known = PathName.parent(known);
    }
    String link = kinds.get(known) == Kind.SYMBOLIC_LINK ? known : linkAbove.get(known);
    if (kinds.get(known) == Kind.OTHER) {
      anomalies.add(
          LayerAnomaly.Kind.DUPLICATE_ENTRY,
          known,
          "the layer has this path as a file before, now as a directory");
    }
    for (String path : unknown) {
      account(path);
      kinds.put(path, Kind.IMPLIED_DIRECTORY);
      if (link != null) {
        linkAbove.put(path, link);
      }
    }
    return link;
  }

  private static String inWords(Kind kind) {
    return switch (kind) {
      case DIRECTORY -> "a directory";
      case IMPLIED_DIRECTORY -> "the directory of other entries";
      case SYMBOLIC_LINK -> "a symbolic link";
      case OTHER -> "a file";
    };
  }
}

package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Compares a table of contents with the entries of its tar, one by one; not thread-safe. A table in
 * the tar's own order, which is what writers make, needs no memory of its own.
 */
final class TocComparison {
  private static final String EMPTY_CONTENT =
      "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final List<LayerEntry> entries;
  private final int count;
  private final AnomalyLog anomalies;
  private final BitSet matched = new BitSet();
  private int next;
  private @Nullable Map<String, Integer> byName;
  private @Nullable String fileInParts;

  /** Compares with those of {@code entries} that are there by now. */
  TocComparison(List<LayerEntry> entries, AnomalyLog anomalies) {
    this.entries = entries;
    this.count = entries.size();
    this.anomalies = anomalies;
  }

  /** How many entries of the tar the table should list. */
  int count() {
    return count;
  }

  /** Compares one entry of the table. */
  void see(TocEntry entry) {
    String path = PathName.normalise(entry.name());
    if (entry.isChunk()) {
      if (!path.equals(fileInParts)) {
        report(path, "the table has a further part of it, but no file in parts before");
      }
      return;
    }
    fileInParts = entry.isInParts() ? path : null;
    int index = find(path);
    if (index >= 0) {
      matched.set(index);
      compare(path, entry, entries.get(index));
    } else if (!TocNames.isAufs(path)) {
      report(path, "the table lists it (" + describe(entry) + "), the tar does not");
    }
  }

  /** Reports what the table lacks. */
  void finish() {
    for (int i = matched.nextClearBit(0); i < count; i = matched.nextClearBit(i + 1)) {
      report(TocNames.of(entries.get(i)), "the tar has it, the table does not list it");
    }
  }

  private int find(String path) {
    if (next < count && !matched.get(next) && TocNames.of(entries.get(next)).equals(path)) {
      return next++;
    }
    if (byName == null) {
      byName = index();
    }
    Integer index = byName.get(path);
    if (index == null) {
      return -1;
    }
    next = index + 1;
    return index;
  }

  private Map<String, Integer> index() {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < count; i++) {
      index.put(TocNames.of(entries.get(i)), i);
    }
    return index;
  }

  private void compare(String path, TocEntry listed, LayerEntry entry) {
    Differences differences = new Differences();
    differences.compare("type", listed.type(), type(entry));
    if (entry instanceof LayerEntry.Inode inode) {
      compareAttributes(listed, inode.attributes(), differences);
      compareContent(listed, inode, differences);
    } else {
      differences.compare("size", listed.size(), 0);
    }
    if (!differences.isEmpty()) {
      report(path, differences.toString());
    }
  }

  private void compareAttributes(TocEntry listed, Attributes attributes, Differences differences) {
    differences.compare("mode", octal(listed.mode()), octal(attributes.mode()));
    differences.compare("uid", owner(listed.uid()), attributes.uid());
    differences.compare("gid", owner(listed.gid()), attributes.gid());
    differences.compare(
        FileCapabilities.ATTRIBUTE, capabilities(listed), inWords(attributes.capabilities()));
    listed.attributes().keySet().stream()
        .filter(LayerEntries::isOverlayAttribute)
        .forEach(name -> differences.add("the table sets " + Text.excerpt(name)));
  }

  private static void compareContent(
      TocEntry listed, LayerEntry.Inode inode, Differences differences) {
    if (inode instanceof LayerEntry.RegularFile file) {
      compareFile(listed, file, differences);
    } else if (inode instanceof LayerEntry.SymbolicLink link) {
      differences.compare("target", listed.linkName(), TocNames.replaceUnpaired(link.target()));
    } else if (inode instanceof LayerEntry.HardLink link) {
      differences.compare(
          "target", PathName.normalise(listed.linkName()), TocNames.replaceUnpaired(link.target()));
    } else if (inode instanceof LayerEntry.Device device) {
      differences.compare(
          "device",
          listed.devMajor() + ":" + listed.devMinor(),
          device.major() + ":" + device.minor());
    }
  }

  private static void compareFile(
      TocEntry listed, LayerEntry.RegularFile file, Differences differences) {
    String content = file.content().toString();
    differences.compare("size", listed.size(), file.size());
    differences.compare("digest", digest(listed.digest(), listed.size()), content);
    if (!listed.isInParts() && !listed.chunkDigest().isEmpty()) {
      differences.compare("chunkDigest", listed.chunkDigest(), content);
    }
  }

  /** Writers leave the digest of an empty file out. */
  private static String digest(String listed, long size) {
    return listed.isEmpty() && size == 0 ? EMPTY_CONTENT : listed;
  }

  private static String capabilities(TocEntry listed) {
    String value = listed.attributes().get(FileCapabilities.ATTRIBUTE);
    if (value == null) {
      return inWords(Optional.empty());
    }
    try {
      Optional<FileCapabilities> capabilities =
          FileCapabilities.decode(Base64.getDecoder().decode(value));
      return capabilities.isEmpty() ? "malformed" : inWords(capabilities);
    } catch (IllegalArgumentException e) {
      return "malformed";
    }
  }

  private static String inWords(Optional<FileCapabilities> capabilities) {
    return capabilities.map(FileCapabilities::toString).orElse("none");
  }

  private static long owner(long listed) {
    return LayerEntries.appliedOwner(listed);
  }

  private static String octal(long mode) {
    return "0" + Long.toOctalString(mode & 07777);
  }

  private static String type(LayerEntry entry) {
    if (entry instanceof LayerEntry.Directory) {
      return "dir";
    }
    if (entry instanceof LayerEntry.SymbolicLink) {
      return "symlink";
    }
    if (entry instanceof LayerEntry.HardLink) {
      return "hardlink";
    }
    if (entry instanceof LayerEntry.Device device) {
      return device.block() ? "block" : "char";
    }
    return entry instanceof LayerEntry.Fifo ? "fifo" : "reg";
  }

  private static String describe(TocEntry entry) {
    return Text.excerpt(entry.type())
        + " "
        + octal(entry.mode())
        + ", uid "
        + entry.uid()
        + ", gid "
        + entry.gid();
  }

  private void report(String path, String detail) {
    anomalies.add(LayerAnomaly.Kind.TOC_DISAGREES, path, detail);
  }

  /** What differs about one path, in words. */
  private static final class Differences {
    private final List<String> found = new ArrayList<>();

    void compare(String what, Object listed, Object inTar) {
      if (!Objects.equals(listed, inTar)) {
        add(what + " " + word(listed) + " in the table, " + word(inTar) + " in the tar");
      }
    }

    void compare(String what, long listed, long inTar) {
      if (listed != inTar) {
        add(what + " " + listed + " in the table, " + inTar + " in the tar");
      }
    }

    void add(String difference) {
      found.add(difference);
    }

    boolean isEmpty() {
      return found.isEmpty();
    }

    private static String word(Object value) {
      String text = value.toString();
      return text.isEmpty() ? "(none)" : Text.excerpt(text);
    }

    @Override
    public String toString() {
      return String.join("; ", found);
    }
  }
}

package dev.imageprovenance.scanner.integration;

import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.TreeNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A file system as one comparable line for each path: type, mode, owner, group, size, link target;
 * immutable. Hard links are lines like the file they share.
 *
 * @param lines by path, without a slash in front
 */
record FileSystemListing(SortedMap<String, String> lines) {
  /**
   * What engines put into every container, and the file systems they mount: none of it comes from
   * the image.
   */
  private static final List<String> NOT_OF_THE_IMAGE =
      List.of(
          ".dockerenv",
          "etc/hosts",
          "etc/hostname",
          "etc/resolv.conf",
          "etc/mtab",
          "dev",
          "proc",
          "sys");

  /** What the scanner made of an image's layers. */
  static FileSystemListing of(FileTree tree) {
    return new FileSystemListing(
        tree.nodes()
            .filter(node -> isOfTheImage(node.path()))
            .collect(
                Collectors.toMap(
                    TreeNode::path,
                    FileSystemListing::line,
                    FileSystemListing::noDuplicate,
                    TreeMap::new)));
  }

  private static String line(TreeNode node) {
    Attributes attributes = node.attributes();
    LayerEntry.Inode inode = node.inode();
    if (inode instanceof LayerEntry.RegularFile file) {
      return line("file", attributes, file.size(), "");
    }
    if (inode instanceof LayerEntry.SymbolicLink link) {
      return line("symlink", attributes, 0, link.target());
    }
    if (inode instanceof LayerEntry.Device device) {
      return line(
          device.block() ? "block" : "char", attributes, 0, device.major() + ":" + device.minor());
    }
    return line(inode instanceof LayerEntry.Fifo ? "fifo" : "directory", attributes, 0, "");
  }

  private static String line(String type, Attributes attributes, long size, String target) {
    return line(type, attributes.mode(), attributes.uid(), attributes.gid(), size, target);
  }

  private static String line(String type, int mode, long uid, long gid, long size, String target) {
    // A symbolic link's mode means nothing: Linux has none, and tools write 0777 or nothing.
    int shown = type.equals("symlink") ? 0777 : mode;
    return "%s %04o %d:%d %d %s".formatted(type, shown, uid, gid, size, target);
  }

  /** What another tool wrote into a tar, read by commons-compress. */
  static FileSystemListing ofTar(Path tar) {
    SortedMap<String, String> lines = new TreeMap<>();
    Map<String, String> hardLinks = new HashMap<>();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(tar));
        TarArchiveInputStream entries =
            new TarArchiveInputStream(file, StandardCharsets.UTF_8.name())) {
      TarArchiveEntry entry = entries.getNextEntry();
      while (entry != null) {
        String path = normalised(entry.getName());
        if (entry.isLink()) {
          hardLinks.put(path, normalised(entry.getLinkName()));
        } else {
          lines.put(path, line(entry));
        }
        entry = entries.getNextEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hardLinks.forEach((path, target) -> lines.put(path, shared(lines, path, target)));
    lines.keySet().removeIf(path -> !isOfTheImage(path));
    return new FileSystemListing(lines);
  }

  private static String shared(Map<String, String> lines, String path, String target) {
    String line = lines.get(target);
    if (line == null) {
      throw new AssertionError(path + " is a hard link to " + target + ", which is not there");
    }
    return line;
  }

  private static String line(TarArchiveEntry entry) {
    int mode = entry.getMode() & 07777;
    long uid = entry.getLongUserId();
    long gid = entry.getLongGroupId();
    if (entry.isSymbolicLink()) {
      return line("symlink", mode, uid, gid, 0, entry.getLinkName());
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice()) {
      String numbers = entry.getDevMajor() + ":" + entry.getDevMinor();
      return line(entry.isBlockDevice() ? "block" : "char", mode, uid, gid, 0, numbers);
    }
    if (entry.isFIFO()) {
      return line("fifo", mode, uid, gid, 0, "");
    }
    if (entry.isDirectory()) {
      return line("directory", mode, uid, gid, 0, "");
    }
    return line("file", mode, uid, gid, entry.getSize(), "");
  }

  private static String normalised(String name) {
    String path = name.startsWith("./") ? name.substring(2) : name;
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static boolean isOfTheImage(String path) {
    // The root directory itself is in some exports only.
    return !path.isEmpty()
        && !path.equals(".")
        && NOT_OF_THE_IMAGE.stream()
            .noneMatch(other -> path.equals(other) || path.startsWith(other + "/"));
  }

  private static String noDuplicate(String first, String second) {
    throw new AssertionError("one path twice: " + first + " and " + second);
  }

  /** The listing as text, one path a line, so that a failed comparison can be read. */
  String text() {
    return lines.entrySet().stream()
        .map(entry -> entry.getKey() + "\t" + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** What differs from {@code other}, empty when nothing does. */
  List<String> differencesFrom(FileSystemListing other) {
    TreeMap<String, String> all = new TreeMap<>(lines);
    all.putAll(other.lines());
    return all.keySet().stream()
        .filter(path -> !lines.getOrDefault(path, "").equals(other.lines().getOrDefault(path, "")))
        .map(
            path ->
                path
                    + ": "
                    + lines.getOrDefault(path, "absent")
                    + " | "
                    + other.lines().getOrDefault(path, "absent"))
        .toList();
  }
}

package dev.imageprovenance.scanner.layer;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of an inode's attributes when a hard link's header is applied to it; stateless.
 *
 * <p>The runtimes apply mode and owner of the last header, some unpackers ignore it; a header
 * without a capability takes an existing one away on some runtimes and not on others. The more
 * privileged outcome counts.
 */
final class HardLinkHeader {
  private HardLinkHeader() {}

  /** True when the header would change what the inode may do or who owns it. */
  static boolean changes(LayerEntry.Inode inode, Attributes current, Attributes header) {
    boolean sameMode = current.mode() == header.mode() || inode instanceof LayerEntry.SymbolicLink;
    return !sameMode
        || current.uid() != header.uid()
        || current.gid() != header.gid()
        || !current.capabilities().equals(header.capabilities())
        || !current.extended().containsAll(header.extended());
  }

  /** The attributes that count from now on. */
  static Attributes apply(LayerEntry.Inode inode, Attributes current, Attributes header) {
    Optional<FileCapabilities> capabilities =
        morePrivileged(current.capabilities(), header.capabilities());
    Attributes ranked = rank(header) >= rank(current) ? header : current;
    int mode = inode instanceof LayerEntry.SymbolicLink ? current.mode() : ranked.mode();
    List<ExtendedAttribute> extended = merged(current.extended(), header.extended());
    if (mode == ranked.mode()
        && capabilities.equals(ranked.capabilities())
        && extended.equals(ranked.extended())) {
      return ranked;
    }
    return new Attributes(
        mode, ranked.uid(), ranked.gid(), ranked.modifiedSeconds(), capabilities, extended);
  }

  /** A header sets what it names, and takes nothing away. */
  private static List<ExtendedAttribute> merged(
      List<ExtendedAttribute> current, List<ExtendedAttribute> header) {
    if (current.isEmpty() || header.isEmpty()) {
      return header.isEmpty() ? current : header;
    }
    SortedMap<String, ExtendedAttribute> merged = new TreeMap<>();
    current.forEach(attribute -> merged.put(attribute.name(), attribute));
    header.forEach(attribute -> merged.put(attribute.name(), attribute));
    return List.copyOf(merged.values());
  }

  private static int rank(Attributes attributes) {
    if (attributes.isSetuid()) {
      return attributes.uid() == 0 ? 3 : 2;
    }
    return attributes.isSetgid() ? 1 : 0;
  }

  private static Optional<FileCapabilities> morePrivileged(
      Optional<FileCapabilities> current, Optional<FileCapabilities> header) {
    if (current.isEmpty() || header.isEmpty()) {
      return header.or(() -> current);
    }
    return includes(current.get(), header.get()) ? current : header;
  }

  private static boolean includes(FileCapabilities more, FileCapabilities less) {
    return (less.permitted() & ~more.permitted()) == 0
        && (less.inheritable() & ~more.inheritable()) == 0
        && (more.effective() || !less.effective());
  }
}

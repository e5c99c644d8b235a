package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.compare.FileDifference.Aspect;
import dev.imageprovenance.scanner.compare.FileState;
import dev.imageprovenance.scanner.layer.CapabilityNames;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.ExtendedAttribute;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.PosixAcl;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts a difference of two file trees into words; stateless. */
final class FileWording {
  private FileWording() {}

  /** The absolute path, escaped. */
  static String path(String relative) {
    return "/" + Text.escape(relative);
  }

  /**
   * What changed, or what came or went, in parts that belong on one line; digests in full if {@code
   * full}.
   */
  static List<String> words(FileDifference difference, boolean full) {
    Optional<FileState> now = difference.deployed();
    Optional<FileState> before = difference.registry();
    if (now.isPresent() && before.isPresent()) {
      return changes(difference, now.get(), before.get(), full);
    }
    return now.or(() -> before).map(state -> state(state, full)).orElse(List.of());
  }

  private static List<String> changes(
      FileDifference difference, FileState now, FileState before, boolean full) {
    List<String> parts = new ArrayList<>();
    if (difference.aspects().contains(Aspect.TYPE)) {
      parts.addAll(state(before, full));
      parts.add("→");
      parts.addAll(state(now, full));
      return parts;
    }
    int left = difference.aspects().size();
    for (Aspect aspect : difference.aspects()) {
      left--;
      parts.add(aspect.label());
      parts.add(value(aspect, before, full));
      parts.add("→");
      parts.add(
          value(aspect, now, full)
              + (aspect == Aspect.CONTENT ? " (" + sizes(before, now) + ")" : "")
              + (left > 0 ? "," : ""));
    }
    return parts;
  }

  private static String value(Aspect aspect, FileState state, boolean full) {
    return switch (aspect) {
      case TYPE -> state.type().label();
      case CONTENT -> digest(state, full);
      case MODE -> mode(state);
      case OWNER -> owner(state);
      case CAPABILITIES -> state.capabilities().map(FileWording::capabilities).orElse("none");
      case ATTRIBUTES -> attributes(state, full);
      case TARGET -> state.target().map(Text::excerpt).orElse("none");
    };
  }

  private static List<String> state(FileState state, boolean full) {
    List<String> parts = new ArrayList<>();
    boolean isLink = state.type() == FileState.Type.SYMBOLIC_LINK;
    parts.add(state.type().label());
    state.target().ifPresent(target -> parts.add((isLink ? "to " : "") + Text.excerpt(target)));
    if (!isLink) {
      parts.add(mode(state));
    }
    parts.add(owner(state));
    state.capabilities().ifPresent(held -> parts.add(capabilities(held)));
    if (!state.attributes().isEmpty()) {
      parts.add("with " + attributes(state, full));
    }
    if (state.type() == FileState.Type.FILE) {
      parts.add(digest(state, full) + " (" + Wording.bytes(state.size()) + ")");
    }
    return parts;
  }

  /** ACLs as getfacl writes them on one line, other values by their digest. */
  private static String attributes(FileState state, boolean full) {
    List<String> words = new ArrayList<>();
    for (ExtendedAttribute attribute : state.attributes()) {
      String digest = attribute.value().toString();
      words.add(
          Text.excerpt(attribute.name())
              + "="
              + attribute
                  .acl()
                  .map(FileWording::acl)
                  .orElse(full ? digest : Wording.shorten(digest)));
    }
    return words.isEmpty() ? "none" : String.join(" ", words);
  }

  /** For example {@code user::rw-,user:1000:rw-,group::r--,mask::rw-,other::r--}. */
  static String acl(PosixAcl acl) {
    List<String> entries = new ArrayList<>();
    for (PosixAcl.Entry entry : acl.entries()) {
      String who =
          switch (entry.tag()) {
            case OWNER -> "user:";
            case USER -> "user:" + entry.id();
            case OWNING_GROUP -> "group:";
            case GROUP -> "group:" + entry.id();
            case MASK -> "mask:";
            case OTHER -> "other:";
          };
      int held = entry.permissions();
      entries.add(
          who
              + ":"
              + ((held & 4) != 0 ? "r" : "-")
              + ((held & 2) != 0 ? "w" : "-")
              + ((held & 1) != 0 ? "x" : "-"));
    }
    return String.join(",", entries);
  }

  private static String digest(FileState state, boolean full) {
    return state
        .content()
        .map(ContentHash::toString)
        .map(digest -> full ? digest : Wording.shorten(digest))
        .orElse("nothing");
  }

  private static String sizes(FileState before, FileState now) {
    String size = Wording.bytes(now.size());
    return before.size() == now.size() ? size : Wording.bytes(before.size()) + " → " + size;
  }

  /** As chmod takes it: "0755", "4755". */
  static String mode(FileState state) {
    return Wording.octal(state.mode()).substring(1);
  }

  private static String owner(FileState state) {
    return state.uid() + ":" + state.gid();
  }

  /** As getcap writes them: {@code cap_net_raw=ep}. */
  private static String capabilities(FileCapabilities held) {
    Set<String> names = new LinkedHashSet<>(CapabilityNames.in(held.permitted()));
    names.addAll(CapabilityNames.in(held.inheritable()));
    String flags =
        (held.effective() ? "e" : "")
            + (held.inheritable() == 0 ? "" : "i")
            + (held.permitted() == 0 ? "" : "p");
    Optional<String> root = held.rootId().map(id -> " for root id " + id);
    return (names.isEmpty() ? "no capabilities" : String.join(",", names))
        + (flags.isEmpty() ? "" : "=" + flags)
        + root.orElse("");
  }
}

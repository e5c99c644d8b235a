package dev.imageprovenance.scanner.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A decoded POSIX ACL (linux/posix_acl_xattr.h); immutable.
 *
 * @param entries in the order in which they are stored
 */
public record PosixAcl(List<Entry> entries) {
  /** Longer ones are not decoded: nobody writes them by hand, and facts must stay small. */
  static final int MOST_ENTRIES = 64;

  private static final int VERSION = 2;
  private static final int HEADER_BYTES = 4;
  private static final int ENTRY_BYTES = 8;
  private static final int ALL = 07;

  /** Copies the list. */
  public PosixAcl {
    entries = List.copyOf(entries);
  }

  /** Whom an entry is for. */
  public enum Tag {
    OWNER(0x01),
    USER(0x02),
    OWNING_GROUP(0x04),
    GROUP(0x08),
    MASK(0x10),
    OTHER(0x20);

    private final int number;

    Tag(int number) {
      this.number = number;
    }

    static Optional<Tag> of(int number) {
      for (Tag tag : values()) {
        if (tag.number == number) {
          return Optional.of(tag);
        }
      }
      return Optional.empty();
    }

    /** True for an entry of one user or group by its number. */
    public boolean isNamed() {
      return this == USER || this == GROUP;
    }
  }

  /**
   * One entry.
   *
   * @param permissions 4 read, 2 write, 1 execute, as written
   * @param id of the user or group, unsigned 32 bits; 0 where the tag says who
   */
  public record Entry(Tag tag, int permissions, long id) {}

  /**
   * Decodes the raw value of the attribute; empty for what the kernel takes for no ACL, and for
   * more than {@value #MOST_ENTRIES} entries.
   */
  public static Optional<PosixAcl> decode(byte[] value) {
    int count = (value.length - HEADER_BYTES) / ENTRY_BYTES;
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    if (value.length != HEADER_BYTES + count * ENTRY_BYTES
        || count > MOST_ENTRIES
        || bytes.getInt() != VERSION) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Optional<Tag> tag = Tag.of(Short.toUnsignedInt(bytes.getShort()));
      int permissions = Short.toUnsignedInt(bytes.getShort());
      long id = Integer.toUnsignedLong(bytes.getInt());
      if (tag.isEmpty() || (permissions & ~ALL) != 0) {
        return Optional.empty();
      }
      entries.add(new Entry(tag.get(), permissions, tag.get().isNamed() ? id : 0));
    }
    return Optional.of(new PosixAcl(entries));
  }

  /** What {@code entry} really grants: a mask bounds all but the owner and the others. */
  public int effective(Entry entry) {
    boolean masked = entry.tag().isNamed() || entry.tag() == Tag.OWNING_GROUP;
    return masked ? entry.permissions() & mask() : entry.permissions();
  }

  private int mask() {
    for (Entry entry : entries) {
      if (entry.tag() == Tag.MASK) {
        return entry.permissions();
      }
    }
    return ALL;
  }

  /** What the same user or group really gets; empty when the ACL does not name it. */
  public Optional<Integer> effective(Tag tag, long id) {
    for (Entry entry : entries) {
      if (entry.tag() == tag && entry.id() == id) {
        return Optional.of(effective(entry));
      }
    }
    return Optional.empty();
  }
}

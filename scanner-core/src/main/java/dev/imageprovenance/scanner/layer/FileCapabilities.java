package dev.imageprovenance.scanner.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The decoded {@code security.capability} attribute (linux/capability.h, vfs_cap_data); immutable.
 *
 * @param revision 1, 2 or 3
 * @param effective the effective flag
 * @param permitted 64 bits, bit N is capability N
 * @param inheritable likewise
 * @param rootId revision 3's user namespace root, unsigned 32 bits
 */
public record FileCapabilities(
    int revision, boolean effective, long permitted, long inheritable, Optional<Long> rootId) {
  /** The extended attribute that holds them. */
  public static final String ATTRIBUTE = "security.capability";

  private static final int FLAG_EFFECTIVE = 1;
  private static final int REVISION_SHIFT = 24;

  /**
   * Decodes the raw bytes of the attribute; empty if the kernel would take them for no capabilities
   * of any revision (other size, revision or flags).
   */
  public static Optional<FileCapabilities> decode(byte[] value) {
    if (value.length < Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer words = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
    int magic = words.getInt();
    int revision = magic >>> REVISION_SHIFT;
    boolean knownFlags = (magic & ~FLAG_EFFECTIVE) == revision << REVISION_SHIFT;
    if (!knownFlags || revision < 1 || revision > 3 || value.length != size(revision)) {
      return Optional.empty();
    }
    long permitted = nextUnsigned(words);
    long inheritable = nextUnsigned(words);
    if (revision > 1) {
      permitted |= nextUnsigned(words) << Integer.SIZE;
      inheritable |= nextUnsigned(words) << Integer.SIZE;
    }
    Optional<Long> rootId = revision == 3 ? Optional.of(nextUnsigned(words)) : Optional.empty();
    boolean effective = (magic & FLAG_EFFECTIVE) != 0;
    return Optional.of(new FileCapabilities(revision, effective, permitted, inheritable, rootId));
  }

  /** How many bytes a revision's attribute has: revision 1 knows 32 capabilities, the others 64. */
  private static int size(int revision) {
    return switch (revision) {
      case 1 -> 12;
      case 2 -> 20;
      default -> 24;
    };
  }

  private static long nextUnsigned(ByteBuffer words) {
    return Integer.toUnsignedLong(words.getInt());
  }
}

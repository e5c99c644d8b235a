package dev.imageprovenance.testimages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Values of the attribute {@code security.capability} (Linux include/uapi/linux/capability.h);
 * stateless. Sets are bit masks of capability numbers.
 */
public final class Capability {
  public static final String ATTRIBUTE = "security.capability";

  public static final long DAC_OVERRIDE = 1L << 1;
  public static final long FOWNER = 1L << 3;
  public static final long SETUID = 1L << 7;
  public static final long NET_BIND_SERVICE = 1L << 10;
  public static final long NET_RAW = 1L << 13;
  public static final long SYS_PTRACE = 1L << 19;
  public static final long SYS_ADMIN = 1L << 21;
  public static final long SYSLOG = 1L << 34;

  private static final int REVISION_1 = 0x01000000;
  private static final int REVISION_2 = 0x02000000;
  private static final int REVISION_3 = 0x03000000;
  private static final int EFFECTIVE = 1;

  private Capability() {}

  /** Revision 1, which knows 32 capabilities only and which engines refuse today. */
  public static byte[] revision1(long permitted, boolean effective) {
    return buffer(12)
        .putInt(magic(REVISION_1, effective))
        .putInt((int) permitted)
        .putInt(0)
        .array();
  }

  /** Revision 2, what {@code setcap} writes. */
  public static byte[] revision2(long permitted, long inheritable, boolean effective) {
    return sets(buffer(20), magic(REVISION_2, effective), permitted, inheritable).array();
  }

  /** Revision 3, valid only in the user namespace whose root is {@code rootId}. */
  public static byte[] revision3(long permitted, long inheritable, boolean effective, long rootId) {
    return sets(buffer(24), magic(REVISION_3, effective), permitted, inheritable)
        .putInt((int) rootId)
        .array();
  }

  private static ByteBuffer sets(ByteBuffer out, int magic, long permitted, long inheritable) {
    return out.putInt(magic)
        .putInt((int) permitted)
        .putInt((int) inheritable)
        .putInt((int) (permitted >>> 32))
        .putInt((int) (inheritable >>> 32));
  }

  private static int magic(int revision, boolean effective) {
    return revision | (effective ? EFFECTIVE : 0);
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}

package dev.imageprovenance.testimages;

import java.io.ByteArrayOutputStream;

/** A tar stream put together piece by piece; mutable and not thread-safe. */
public final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Appends an entry. */
  public TarBytes entry(TarEntry entry) {
    return raw(entry.toBytes());
  }

  /** Appends bytes as they are, aligned or not. */
  public TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Appends the two zero blocks that end an archive. */
  public TarBytes end() {
    return raw(new byte[2 * TarEntry.BLOCK]);
  }

  /** Everything so far. */
  public byte[] toByteArray() {
    return out.toByteArray();
  }
}

package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * The sha256 of a file's content in 32 bytes of memory (an image may have a million of them);
 * immutable.
 *
 * @param a first eight bytes, big endian
 * @param b next eight
 * @param c next eight
 * @param d last eight
 */
public record ContentHash(long a, long b, long c, long d) {
  /** Of 32 bytes. */
  public static ContentHash of(byte[] sha256) {
    ByteBuffer buffer = ByteBuffer.wrap(sha256);
    return new ContentHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /** Of the content itself. */
  static ContentHash ofContent(byte[] content) {
    return of(DigestAlgorithm.SHA256.newHasher().digest(content));
  }

  /** The digest with its prefix, {@code sha256:…}. */
  @Override
  public String toString() {
    byte[] bytes = ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array();
    return "sha256:" + HexFormat.of().formatHex(bytes);
  }
}

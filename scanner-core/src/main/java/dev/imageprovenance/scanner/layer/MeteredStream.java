package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Hashes and counts what is read through it and ends the reading when the scan is cancelled; not
 * thread-safe. Nothing can be skipped, so that nothing escapes the hash.
 */
final class MeteredStream extends InputStream {
  private final InputStream in;
  private final MessageDigest hasher;
  private final Cancellation cancellation;
  private final IntConsumer afterBlock;
  private final byte[] tail = new byte[TocFooter.MOST_BYTES];
  private long count;

  /**
   * Reads from {@code in}.
   *
   * @param afterBlock hears the size of each block, after it was hashed and counted
   */
  MeteredStream(
      InputStream in, MessageDigest hasher, Cancellation cancellation, IntConsumer afterBlock) {
    this.in = in;
    this.hasher = hasher;
    this.cancellation = cancellation;
    this.afterBlock = afterBlock;
  }

  /** Bytes read so far. */
  long count() {
    return count;
  }

  /** The last {@link TocFooter#MOST_BYTES} bytes read, or all if there are fewer. */
  byte[] tail() {
    int kept = (int) Math.min(count, tail.length);
    return Arrays.copyOfRange(tail, tail.length - kept, tail.length);
  }

  /** The hash of what was read; to be asked for once. */
  byte[] hash() {
    return hasher.digest();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    cancellation.throwIfCancelled();
    int read = readSource(target, offset, length);
    if (read > 0) {
      hasher.update(target, offset, read);
      count += read;
      keepTail(target, offset, read);
      afterBlock.accept(read);
    }
    return read;
  }

  private void keepTail(byte[] bytes, int offset, int length) {
    int kept = Math.min(length, tail.length);
    System.arraycopy(tail, kept, tail, 0, tail.length - kept);
    System.arraycopy(bytes, offset + length - kept, tail, tail.length - kept, kept);
  }

  @Override
  public long skip(long wanted) {
    return 0;
  }

  /** A cancellation closes what is being read; its error would only hide why. */
  private int readSource(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException e) {
      cancellation.throwIfCancelled();
      throw e;
    }
  }
}

package dev.imageprovenance.scanner.layer;

import java.io.IOException;

/** Stored bytes that are not compressed; not thread-safe. */
final class PlainStream extends DecompressedStream {
  private final StoredBytes stored;

  PlainStream(StoredBytes stored) {
    super(Compression.NONE);
    this.stored = stored;
  }

  @Override
  int decode(byte[] target, int offset, int length) throws IOException {
    return stored.read(target, offset, length);
  }
}

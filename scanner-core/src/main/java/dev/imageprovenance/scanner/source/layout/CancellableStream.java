package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.context.Cancellation;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that a cancelled scan closes under its reader; as thread-safe as what it wraps. */
final class CancellableStream extends FilterInputStream {
  private final Closeable resource;
  private final Cancellation cancellation;

  CancellableStream(InputStream in, Closeable resource, Cancellation cancellation) {
    super(in);
    this.resource = resource;
    this.cancellation = cancellation;
    cancellation.register(resource);
  }

  @Override
  public void close() throws IOException {
    cancellation.unregister(resource);
    super.close();
  }
}

package dev.imageprovenance.scanner.layer;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.imageprovenance.scanner.context.Limits;
import java.io.IOException;

/** Decodes all frames of a zstd stream (RFC 8878), skippable ones too; not thread-safe. */
final class ZstdStream extends DecompressedStream {
  private final StoredBytes stored;
  private final Limits limits;
  private final ZstdInputStreamNoFinalizer decoder;

  private ZstdStream(StoredBytes stored, Limits limits, SkippableFrameListener listener)
      throws IOException {
    super(Compression.ZSTD);
    this.stored = stored;
    this.limits = limits;
    this.decoder = new ZstdInputStreamNoFinalizer(new ZstdFrames(stored, listener));
  }

  static ZstdStream open(StoredBytes stored, Limits limits, SkippableFrameListener listener)
      throws IOException {
    ZstdStream stream = new ZstdStream(stored, limits, listener);
    stream.decoder.setLongMax(limits.zstdWindowLog());
    return stream;
  }

  @Override
  int decode(byte[] target, int offset, int length) throws IOException {
    try {
      return decoder.read(target, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void close() {
    try {
      decoder.close();
    } catch (IOException e) {
      throw new AssertionError("Closing reads nothing", e);
    }
  }

  private IOException explained(IOException e) {
    IOException sourceFailure = stored.failure();
    if (sourceFailure != null) {
      return sourceFailure;
    }
    boolean windowTooLarge =
        e instanceof ZstdIOException zstd
            && zstd.getErrorCode() == Zstd.errFrameParameterWindowTooLarge();
    if (windowTooLarge) {
      throw Problems.limit(
          "zstdWindowLog", limits.zstdWindowLog(), "The window of a zstd frame as a power of two");
    }
    throw Problems.malformed("The zstd stream is broken: " + e.getMessage(), e);
  }
}

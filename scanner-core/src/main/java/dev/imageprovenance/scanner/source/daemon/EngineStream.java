package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.source.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;

/**
 * A tar that an engine sends; used by one thread. A read that fails because the engine broke off is
 * told as a {@link dev.imageprovenance.scanner.problem.ScanException} of kind UNREACHABLE, one that
 * was cancelled as CANCELLED.
 */
final class EngineStream extends InputStream {
  private final EngineHttp http;
  private final String about;
  private final HttpReply reply;

  EngineStream(EngineHttp http, String about, HttpReply reply) {
    this.http = http;
    this.about = about;
    this.reply = reply;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    try {
      return reply.body().read(target, offset, count);
    } catch (IOException e) {
      throw http.brokenOff(about, e);
    }
  }

  @Override
  public void close() {
    reply.close();
  }
}

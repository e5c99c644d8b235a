package dev.imageprovenance.scanner.source.http;

import com.google.api.client.http.LowLevelHttpResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A response whose body has not been read yet; not thread-safe. The body must be complete within
 * the call's deadline unless that is lifted. Closing it ends the body, keeping the connection where
 * little is left of it.
 */
public final class HttpReply implements Closeable {
  private final HttpCall call;
  private final URI uri;
  private final LowLevelHttpResponse response;
  private final int status;
  private final InputStream body;

  HttpReply(HttpCall call, URI uri, LowLevelHttpResponse response) throws IOException {
    this.call = call;
    this.uri = uri;
    this.response = response;
    this.status = response.getStatusCode();
    InputStream content = response.getContent();
    this.body = content == null ? InputStream.nullInputStream() : content;
  }

  HttpCall call() {
    return call;
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** Where it came from, after redirects. */
  public URI uri() {
    return uri;
  }

  /** True if it came from the origin that was asked, and not from one that it redirected to. */
  public boolean isFromOriginAsked() {
    return Origin.of(uri).equals(Origin.of(call.uri()));
  }

  /** All values of a header field, in order. */
  public List<String> headers(String name) {
    try {
      List<String> values = new ArrayList<>();
      for (int i = 0; i < response.getHeaderCount(); i++) {
        if (response.getHeaderName(i).equalsIgnoreCase(name)) {
          values.add(response.getHeaderValue(i));
        }
      }
      return values;
    } catch (IOException e) {
      // The header fields are in memory already; the interface merely allows for others.
      throw new IllegalStateException(e);
    }
  }

  /** The first value of a header field. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** The media type in lower case without parameters. */
  public Optional<String> contentType() throws IOException {
    return Optional.ofNullable(response.getContentType())
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter(value -> !value.isEmpty());
  }

  /** The length that was announced for the body. */
  public OptionalLong contentLength() throws IOException {
    long length = response.getContentLength();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** True if the bytes are encoded although that was not asked for. */
  public boolean isEncoded() throws IOException {
    String encoding = response.getContentEncoding();
    return encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
  }

  /** The bytes as they come. */
  public InputStream body() {
    return body;
  }

  /**
   * Reads from the body as {@link InputStream#read(byte[], int, int)} does, within {@code limit},
   * and lifts the call's deadline for what follows.
   *
   * @throws TooSlowException if the read did not end in that time
   */
  public int readWithin(Duration limit, byte[] buffer, int offset, int count) throws IOException {
    if (!(body instanceof MessageBody timed)) {
      return body.read(buffer, offset, count);
    }
    timed.expireIn(limit);
    try {
      return timed.read(buffer, offset, count);
    } finally {
      timed.neverExpire();
    }
  }

  /** Lifts the call's deadline from the body, whose reader watches the time from now on. */
  public void liftDeadline() {
    if (body instanceof MessageBody timed) {
      timed.neverExpire();
    }
  }

  /** At most {@code limit} bytes of the body; one more tells that there are more. */
  public byte[] readAtMost(int limit) throws IOException {
    return body.readNBytes(limit + 1);
  }

  /** Text that came with this reply, without the secrets that were sent. */
  public String redact(String text) {
    return call.redact(text);
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // Nobody wants the rest.
    }
  }
}

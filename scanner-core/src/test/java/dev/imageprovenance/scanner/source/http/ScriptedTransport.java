package dev.imageprovenance.scanner.source.http;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.testing.http.MockLowLevelHttpRequest;
import com.google.api.client.testing.http.MockLowLevelHttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A transport without sockets that answers by a function of the request; thread-safe. */
public final class ScriptedTransport implements RequestOpener {
  private final Function<Sent, Answer> script;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();

  public ScriptedTransport(Function<Sent, Answer> script) {
    this.script = script;
  }

  /** Answers with {@code answers} in order. */
  public static ScriptedTransport of(Answer... answers) {
    List<Answer> left = new ArrayList<>(List.of(answers));
    return new ScriptedTransport(
        request -> {
          synchronized (left) {
            return left.remove(0);
          }
        });
  }

  /** A request that was sent. */
  public record Sent(String method, String url, MockLowLevelHttpRequest request, String body) {
    /** The first value of a header field, or an empty string. */
    public String header(String name) {
      String value = request.getFirstHeaderValue(name);
      return value == null ? "" : value;
    }
  }

  /** What to answer. */
  public interface Answer {
    LowLevelHttpResponse give() throws IOException;
  }

  public List<Sent> sent() {
    return sent;
  }

  /** A status with header fields in pairs and a body. */
  public static Answer answer(int status, String body, String... headers) {
    return stream(status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), headers);
  }

  /** The same with a stream for a body. */
  public static Answer stream(int status, InputStream body, String... headers) {
    return () -> {
      MockLowLevelHttpResponse response =
          new MockLowLevelHttpResponse().setStatusCode(status).setContent(body);
      for (int i = 0; i < headers.length; i += 2) {
        response.addHeader(headers[i], headers[i + 1]);
        if (headers[i].equalsIgnoreCase("Content-Type")) {
          response.setContentType(headers[i + 1]);
        } else if (headers[i].equalsIgnoreCase("Content-Length")) {
          response.setContentLength(Long.parseLong(headers[i + 1]));
        } else if (headers[i].equalsIgnoreCase("Content-Encoding")) {
          response.setContentEncoding(headers[i + 1]);
        }
      }
      return response;
    };
  }

  /** A connection that fails. */
  public static Answer failure(IOException failure) {
    return () -> {
      throw failure;
    };
  }

  /** {@code bytes} and then a broken connection. */
  public static InputStream breakingAfter(byte[] bytes) {
    InputStream start = new ByteArrayInputStream(bytes);
    return new InputStream() {
      @Override
      public int read() throws IOException {
        int b = start.read();
        if (b < 0) {
          throw new java.net.SocketException("Connection reset");
        }
        return b;
      }

      @Override
      public int read(byte[] buffer, int offset, int count) throws IOException {
        int n = start.read(buffer, offset, count);
        if (n < 0) {
          throw new java.net.SocketException("Connection reset");
        }
        return n;
      }
    };
  }

  @Override
  public LowLevelHttpRequest open(String method, String url) {
    return new MockLowLevelHttpRequest(url) {
      @Override
      public LowLevelHttpResponse execute() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (getStreamingContent() != null) {
          getStreamingContent().writeTo(body);
        }
        Sent one = new Sent(method, url, this, body.toString(StandardCharsets.UTF_8));
        sent.add(one);
        return script.apply(one).give();
      }
    };
  }
}

package dev.imageprovenance.scanner.source.http;

import com.google.api.client.http.LowLevelHttpRequest;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Sends requests, follows their redirects and repeats them when that may help; thread-safe.
 *
 * <p>Authorization goes to the origin it was meant for, and no more once a redirect has left it.
 * GET and HEAD are repeated on 429, 500, 502, 503, 504 and on broken connections, at most {@value
 * #MAX_TRIES} times and within the call's deadline. http is spoken to loopback hosts only, unless
 * it was allowed.
 */
public final class HttpSender {
  static final int MAX_TRIES = 8;
  private static final int MAX_READS = 3;
  private static final Set<Integer> TRANSIENT = Set.of(429, 500, 502, 503, 504);

  private final RequestOpener opener;
  private final Settings settings;
  private final ScanContext context;
  private final Timing timing;
  private final Set<Origin> answered = ConcurrentHashMap.newKeySet();
  private final Set<String> warnings = ConcurrentHashMap.newKeySet();

  /**
   * How to send; immutable.
   *
   * @param plainHttp allows http to hosts that are not loopback
   * @param connectTimeout for a connection
   * @param readTimeout between two bytes
   */
  public record Settings(
      boolean plainHttp, String userAgent, Duration connectTimeout, Duration readTimeout) {}

  /** Sends through {@code opener}. */
  public HttpSender(RequestOpener opener, Settings settings, ScanContext context, Timing timing) {
    this.opener = opener;
    this.settings = settings;
    this.context = context;
    this.timing = timing;
  }

  /** What time it is here. */
  public Timing timing() {
    return timing;
  }

  /**
   * The response, of whatever status, with redirects followed. The caller closes it.
   *
   * @throws ScanException UNREACHABLE if no response worth showing came in time, CONFIGURATION if
   *     plain http would be needed and is not allowed, CANCELLED
   */
  public HttpReply open(HttpCall call) {
    long start = timing.nanos();
    for (int tries = 1; ; tries++) {
      Duration left = call.deadline().minusNanos(timing.nanos() - start);
      Attempt attempt = attempt(call, shorter(settings.readTimeout(), left), left);
      if (attempt.reply.isPresent()) {
        return attempt.reply.get();
      }
      left = call.deadline().minusNanos(timing.nanos() - start);
      Duration wait =
          attempt.advised.isPresent()
              ? attempt.advised.get()
              : BackOff.after(tries, timing.chance());
      boolean another =
          attempt.mayPass && call.isSafe() && tries < MAX_TRIES && wait.compareTo(left) < 0;
      if (!another) {
        throw attempt.problem(call, tries, wait, left);
      }
      context
          .progress()
          .note(Origin.of(call.uri()) + ": " + attempt.what + "; trying again in " + seconds(wait));
      timing.sleep(wait, context.cancellation());
    }
  }

  /** Reads what is wanted of a response. */
  @FunctionalInterface
  public interface Reader<T> {
    /** Reads {@code reply}, which is closed afterwards. */
    T read(HttpReply reply) throws IOException;
  }

  /**
   * Reads a short response to its end, asking for it again when it breaks off.
   *
   * @param opener asks; it is called up to three times
   * @throws ScanException UNREACHABLE if it breaks off each time
   */
  public <T> T read(Supplier<HttpReply> opener, Reader<T> reader) {
    for (int tries = 1; ; tries++) {
      HttpReply reply = opener.get();
      try (reply) {
        return reader.read(reply);
      } catch (IOException e) {
        context.cancellation().throwIfCancelled();
        if (e instanceof TooSlowException) {
          throw TransportProblems.unreachable(reply.call(), e, "");
        }
        if (tries == MAX_READS) {
          throw TransportProblems.unreachable(reply.call(), e, " after " + tries + " tries");
        }
        timing.sleep(BackOff.after(tries, timing.chance()), context.cancellation());
      }
    }
  }

  /**
   * One try without repetition, for finding out how a server wants to be spoken to.
   *
   * @throws IOException if the connection fails or what answers is not HTTP
   * @throws ScanException UNREACHABLE if the answer only trickles
   */
  public HttpReply once(HttpCall call, Duration readTimeout) throws IOException {
    return once(call, readTimeout, call.deadline());
  }

  private HttpReply once(HttpCall call, Duration readTimeout, Duration left) throws IOException {
    context.cancellation().throwIfCancelled();
    try {
      return followRedirects(call, readTimeout, left);
    } catch (TooSlowException e) {
      context.cancellation().throwIfCancelled();
      throw TransportProblems.unreachable(call, e, "");
    } catch (IOException e) {
      context.cancellation().throwIfCancelled();
      throw e;
    }
  }

  /** What became of one try; immutable. */
  private record Attempt(
      Optional<HttpReply> reply,
      Optional<IOException> failure,
      String what,
      boolean mayPass,
      Optional<Duration> advised) {

    ScanException problem(HttpCall call, int tries, Duration wait, Duration left) {
      String times = tries == 1 ? "" : " after " + tries + " tries";
      if (failure.isPresent()) {
        return TransportProblems.unreachable(call, failure.get(), times);
      }
      boolean tooLong = advised.isPresent() && wait.compareTo(left) >= 0;
      return new ScanException(
          ProblemKind.UNREACHABLE,
          call
              + " failed"
              + times
              + ": "
              + what
              + (tooLong ? ", and asks to wait " + seconds(wait) : ""),
          "Try again later.",
          null);
    }
  }

  private Attempt attempt(HttpCall call, Duration readTimeout, Duration left) {
    try {
      HttpReply reply = once(call, readTimeout, left);
      if (!TRANSIENT.contains(reply.status())) {
        return new Attempt(Optional.of(reply), Optional.empty(), "", false, Optional.empty());
      }
      Optional<Duration> wait =
          reply.header("Retry-After").flatMap(value -> RetryAfter.parse(value, context.clock()));
      int status = reply.status();
      String what = "it answered " + status + ErrorBody.readFrom(reply).inBrackets();
      return new Attempt(Optional.empty(), Optional.empty(), what, true, wait);
    } catch (IOException e) {
      boolean mayPass = TransportProblems.mayPass(e, answered.contains(Origin.of(call.uri())));
      return new Attempt(
          Optional.empty(),
          Optional.of(e),
          TransportProblems.describe(e),
          mayPass,
          Optional.empty());
    }
  }

  private HttpReply followRedirects(HttpCall call, Duration readTimeout, Duration left)
      throws IOException {
    long start = timing.nanos();
    Origin home = Origin.of(call.uri());
    URI uri = call.uri();
    boolean atHome = true;
    for (int hops = 0; hops <= Redirects.MAX; hops++) {
      atHome &= Origin.of(uri).equals(home);
      HttpReply reply =
          exchange(call, uri, atHome, readTimeout, left.minusNanos(timing.nanos() - start));
      Optional<URI> next = call.isSafe() ? target(reply) : Optional.empty();
      if (next.isEmpty()) {
        return reply;
      }
      reply.close();
      uri = next.get();
    }
    throw new ProtocolException("more than " + Redirects.MAX + " redirects");
  }

  private static Optional<URI> target(HttpReply reply) throws IOException {
    try {
      return Redirects.target(reply);
    } catch (IOException e) {
      reply.close();
      throw e;
    }
  }

  private HttpReply exchange(
      HttpCall call, URI uri, boolean atHome, Duration readTimeout, Duration left)
      throws IOException {
    requireAllowedScheme(Origin.of(uri));
    LowLevelHttpRequest request = opener.open(call.method(), uri.toString());
    request.setTimeout(millis(settings.connectTimeout()), millis(readTimeout));
    if (request instanceof DeadlineBound bound) {
      bound.completeWithin(left);
    }
    request.addHeader("User-Agent", settings.userAgent());
    request.addHeader("Accept-Encoding", "identity");
    for (var header : call.headers().entrySet()) {
      request.addHeader(header.getKey(), header.getValue());
    }
    if (atHome && call.authorization().isPresent()) {
      request.addHeader("Authorization", call.authorization().get());
    }
    if (call.form().isPresent()) {
      byte[] form = call.form().get().getBytes(StandardCharsets.UTF_8);
      request.setContentType("application/x-www-form-urlencoded");
      request.setContentLength(form.length);
      request.setStreamingContent(out -> out.write(form));
    }
    HttpReply reply = new HttpReply(call, uri, request.execute());
    answered.add(Origin.of(uri));
    noteWarnings(reply);
    return reply;
  }

  private void requireAllowedScheme(Origin origin) {
    if (!origin.isSecure() && !origin.isLoopback() && !settings.plainHttp()) {
      throw new ScanException(
          ProblemKind.CONFIGURATION,
          "Plain http to " + Text.excerpt(origin.hostAndPort()) + " is not allowed",
          "If that is what you want, allow it with --plain-http.",
          null);
    }
  }

  /**
   * Shows what the distribution-spec calls warnings once, unless credentials were sent; nothing
   * acts on them.
   */
  private void noteWarnings(HttpReply reply) {
    if (reply.call().carriesSecrets()) {
      return;
    }
    for (String value : reply.headers("Warning")) {
      if (value.startsWith("299 ") && warnings.size() < 16 && warnings.add(value)) {
        context
            .progress()
            .note(
                Origin.of(reply.uri()).hostAndPort()
                    + " warns: "
                    + Text.excerpt(reply.redact(value.substring(4))));
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}

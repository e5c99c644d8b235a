package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.ErrorBody;
import dev.imageprovenance.scanner.source.http.HttpCall;
import dev.imageprovenance.scanner.source.http.HttpReply;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.ProxyRules;
import dev.imageprovenance.scanner.source.http.SocketTransport;
import dev.imageprovenance.scanner.source.http.Timing;
import dev.imageprovenance.scanner.source.http.TlsTrust;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Asks one engine and puts what goes wrong into words; thread-safe. Cancelling the scan closes its
 * connections, so that whoever waits for one ends at once.
 */
final class EngineHttp implements Closeable {
  /** Nothing is expected to be longer, not even the changes of a busy container. */
  static final int ANSWER_BYTES = 16 << 20;

  /**
   * How long an engine may be silent while it prepares a stream: Docker and podman write a saved
   * image to a temporary place before they send its first byte.
   */
  static final Duration PREPARATION = Duration.ofMinutes(15);

  /** How long an engine may be silent within a stream. */
  static final Duration STREAM_SILENCE = Duration.ofMinutes(2);

  /** How long a stream may take in all. */
  static final Duration STREAM_TIME = Duration.ofHours(6);

  private static final String USER_AGENT = "container-image-provenance-scanner";

  private final Engine engine;
  private final EngineLocation location;
  private final ScanContext context;
  private final Duration readTimeout;
  private final Duration deadline;
  private final SocketTransport answers;
  private final SocketTransport streams;
  private final HttpSender answerSender;
  private final HttpSender streamSender;
  private final String base;

  EngineHttp(Engine engine, EngineLocation location, RegistryOptions options, ScanContext context) {
    this.engine = engine;
    this.location = location;
    this.context = context;
    this.readTimeout = options.readTimeout();
    this.deadline = options.deadline();
    this.answers = transport(location, options.readTimeout());
    this.streams = transport(location, STREAM_SILENCE);
    this.answerSender = sender(answers, options);
    this.streamSender = sender(streams, options);
    this.base =
        location instanceof EngineLocation.Tcp tcp ? tcp.origin().toString() : "http://localhost";
    context.cancellation().register(this);
  }

  private static SocketTransport transport(EngineLocation location, Duration silence) {
    if (location instanceof EngineLocation.UnixSocket socket) {
      return SocketTransport.overUnixSocket(socket.path(), silence);
    }
    EngineLocation.Tcp tcp = (EngineLocation.Tcp) location;
    Optional<EngineLocation.TlsFiles> tls = tcp.tls();
    TlsTrust trust =
        new TlsTrust(
            tls.map(EngineLocation.TlsFiles::authorities),
            tls.map(EngineLocation.TlsFiles::certificate),
            tls.map(EngineLocation.TlsFiles::key),
            tcp.origin().host());
    return new SocketTransport(trust, new ProxyRules(Map.of()), false, silence);
  }

  private HttpSender sender(SocketTransport transport, RegistryOptions options) {
    return new HttpSender(
        transport::buildRequest,
        new HttpSender.Settings(false, USER_AGENT, options.connectTimeout(), readTimeout),
        context,
        Timing.SYSTEM);
  }

  /** The engine and where it listens, for messages and reports. */
  String name() {
    return engine.displayName() + " at " + Text.escape(location.url());
  }

  /** A question: the path and what it is about. */
  record Question(String path, String about, Optional<String> ifMissing) {
    /** About something that is always there. */
    static Question of(String path, String about) {
      return new Question(path, about, Optional.empty());
    }

    /**
     * About something that may be missing.
     *
     * @param remedy what to try then
     */
    static Question of(String path, String about, String remedy) {
      return new Question(path, about, Optional.of(remedy));
    }
  }

  /**
   * A short answer, whole.
   *
   * @throws ScanException NOT_FOUND, UNREACHABLE, UNAUTHORIZED, LIMIT or CANCELLED
   */
  RawDocument answer(Question question) {
    return answer(question, answerSender, readTimeout, deadline);
  }

  /** A short answer for which the engine may have to work long. */
  RawDocument slowAnswer(Question question) {
    return answer(question, streamSender, PREPARATION, PREPARATION);
  }

  private RawDocument answer(
      Question question, HttpSender sender, Duration silence, Duration within) {
    try (HttpReply reply = open(question, sender, silence, within)) {
      byte[] bytes = reply.readAtMost(ANSWER_BYTES);
      if (bytes.length > ANSWER_BYTES) {
        throw new ScanException(
            ProblemKind.LIMIT,
            name()
                + " answers a question about "
                + question.about()
                + " with more than the limit of "
                + ANSWER_BYTES
                + " bytes");
      }
      return RawDocument.of(bytes);
    } catch (IOException e) {
      throw brokenOff(question.about(), e);
    }
  }

  /** The API version and the header fields of the engine's answer to a ping. */
  Map<String, String> ping() {
    try (HttpReply reply =
        open(Question.of("/_ping", "itself"), answerSender, readTimeout, deadline)) {
      return Map.of(
          "Server", reply.header("Server").orElse(""),
          "Api-Version", reply.header("Api-Version").orElse(""),
          "Libpod-Api-Version", reply.header("Libpod-Api-Version").orElse(""));
    }
  }

  /**
   * A field of the header of what a question leads to; empty text if there is no such field, and
   * nothing if the engine has nothing there.
   */
  Optional<String> header(Question question, String field) {
    HttpCall call = HttpCall.get(URI.create(base + question.path()), deadline).head();
    try (HttpReply reply = send(call, answerSender, readTimeout)) {
      if (reply.status() == 404) {
        return Optional.empty();
      }
      if (reply.status() != 200) {
        throw refused(question, reply);
      }
      return Optional.of(reply.header(field).orElse(""));
    }
  }

  /** A long answer, to be read in one go and closed by the caller. */
  EngineStream stream(Question question) {
    return new EngineStream(
        this, question.about(), open(question, streamSender, PREPARATION, STREAM_TIME));
  }

  private HttpReply open(Question question, HttpSender sender, Duration silence, Duration within) {
    HttpCall call = HttpCall.get(URI.create(base + question.path()), within);
    HttpReply reply = send(call, sender, silence);
    if (reply.status() == 200) {
      return reply;
    }
    throw refused(question, reply);
  }

  private HttpReply send(HttpCall call, HttpSender sender, Duration silence) {
    try {
      return sender.once(call, silence);
    } catch (IOException e) {
      throw unreachable(e);
    } catch (ScanException e) {
      throw e.kind() == ProblemKind.UNREACHABLE ? e.in(name()) : e;
    }
  }

  private ScanException refused(Question question, HttpReply reply) {
    int status = reply.status();
    String text = ErrorBody.readFrom(reply).inBrackets();
    if (status == 404 && question.ifMissing().isPresent()) {
      return new ScanException(
          ProblemKind.NOT_FOUND,
          name() + " has no " + question.about() + text,
          question.ifMissing().get(),
          null);
    }
    if (status == 401 || status == 403) {
      return new ScanException(
          ProblemKind.UNAUTHORIZED,
          name() + " refuses to tell about " + question.about() + ": it answered " + status + text,
          "Ask for access, or look at the engine's authorization plugins.",
          null);
    }
    if (status == 400) {
      return new ScanException(
          ProblemKind.USAGE,
          name() + " does not accept the name of " + question.about() + text,
          "Give the whole ID if a short one is ambiguous.",
          null);
    }
    return new ScanException(
        ProblemKind.UNREACHABLE,
        name() + " failed when asked about " + question.about() + ": it answered " + status + text,
        "Look at the engine's own log, for example journalctl -u docker, and try again.",
        null);
  }

  /** The answer about {@code about} ended before it was complete. */
  ScanException brokenOff(String about, IOException failure) {
    context.cancellation().throwIfCancelled();
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "The answer of "
            + name()
            + " about "
            + about
            + " broke off: "
            + Text.excerpt(String.valueOf(failure.getMessage())),
        "Look whether the engine was stopped or ran out of disk space, and try again.",
        failure);
  }

  private ScanException unreachable(IOException failure) {
    context.cancellation().throwIfCancelled();
    if (location instanceof EngineLocation.UnixSocket socket) {
      return unreachableSocket(socket.path(), failure);
    }
    return new ScanException(
        ProblemKind.UNREACHABLE,
        "Cannot reach " + name() + ": " + reason(failure),
        "Check that the engine listens there.",
        failure);
  }

  private ScanException unreachableSocket(Path socket, IOException failure) {
    return SocketState.of(socket).problem(engine, name(), reason(failure), failure);
  }

  private static String reason(IOException failure) {
    String message = failure.getMessage();
    return Text.excerpt(message == null ? failure.getClass().getSimpleName() : message);
  }

  @Override
  public void close() {
    context.cancellation().unregister(this);
    answers.close();
    streams.close();
  }
}

package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.auth.RegistryAuthorizer;
import dev.imageprovenance.scanner.source.http.ErrorBody;
import dev.imageprovenance.scanner.source.http.HttpCall;
import dev.imageprovenance.scanner.source.http.HttpReply;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.Origin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Speaks to one registry about one repository: finds its scheme, answers its challenges;
 * thread-safe.
 *
 * <p>The scheme is https, or http where plain http was allowed. A loopback registry is asked over
 * http first, for two seconds at most; if what answers is no HTTP, or status 400, and TLS is
 * answered with TLS, then it is https from then on. Trying http first costs nothing and cannot
 * hang, while plain servers exist that never answer a TLS greeting.
 */
final class RegistryClient {
  private static final String HUB = "docker.io";
  private static final String HUB_ENDPOINT = "registry-1.docker.io";
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

  private final HttpSender sender;
  private final RegistryAuthorizer authorizer;
  private final Predicate<Origin> speaksTls;
  private final Duration deadline;
  private final Origin firstGuess;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Origin settled;

  /**
   * Asks nothing yet.
   *
   * @param speaksTls whether TLS is answered with TLS there
   */
  RegistryClient(
      Reference reference,
      boolean plainHttp,
      Duration deadline,
      HttpSender sender,
      RegistryAuthorizer authorizer,
      Predicate<Origin> speaksTls) {
    this.sender = sender;
    this.authorizer = authorizer;
    this.speaksTls = speaksTls;
    this.deadline = deadline;
    Origin secure = secureOrigin(reference);
    boolean plain = plainHttp || secure.isLoopback();
    this.firstGuess = plain ? plainOrigin(reference) : secure;
    this.settled = plain && !plainHttp ? null : firstGuess;
  }

  /** Where a reference's registry listens when it speaks https. */
  static Origin secureOrigin(Reference reference) {
    return origin("https", reference);
  }

  private static Origin plainOrigin(Reference reference) {
    return origin("http", reference);
  }

  private static Origin origin(String scheme, Reference reference) {
    String host = reference.registry().equals(HUB) ? HUB_ENDPOINT : reference.registry();
    return Origin.of(URI.create(scheme + "://" + host));
  }

  /**
   * What to ask; immutable.
   *
   * @param method GET or HEAD
   * @param path with query, from the registry's root
   */
  record Request(String method, String path, Map<String, String> headers) {
    static Request get(String path, Map<String, String> headers) {
      return new Request("GET", path, headers);
    }
  }

  /** The origin that was found to answer, or else the one that is asked first. */
  Origin origin() {
    Origin known = settled;
    return known == null ? firstGuess : known;
  }

  /**
   * The response, of whatever status but 401 and 403. The caller closes it.
   *
   * @throws ScanException UNAUTHORIZED, UNREACHABLE, CONFIGURATION or CANCELLED
   */
  HttpReply open(Request request) {
    Optional<String> authorization = authorizer.header();
    HttpReply reply = send(request, authorization);
    if (reply.status() == 401 && reply.isFromOriginAsked()) {
      List<String> challenges = reply.headers("WWW-Authenticate");
      String serverSays = ErrorBody.readFrom(reply).inBrackets();
      String answer = authorizer.answer(origin(), challenges, authorization, serverSays);
      reply = send(request, Optional.of(answer));
    }
    if (reply.status() == 401 || reply.status() == 403) {
      throw refused(reply);
    }
    return reply;
  }

  /** Reads a short response to its end, asking again when it breaks off. */
  <T> T read(Request request, HttpSender.Reader<T> reader) {
    return sender.read(() -> open(request), reader);
  }

  private ScanException refused(HttpReply reply) {
    String serverSays = ": status " + reply.status() + ErrorBody.readFrom(reply).inBrackets();
    if (reply.isFromOriginAsked()) {
      return authorizer.refusedFor(origin(), serverSays);
    }
    return new ScanException(
        ProblemKind.UNAUTHORIZED,
        origin().hostAndPort()
            + " redirects to "
            + Text.excerpt(Origin.of(reply.uri()).toString())
            + ", which refused"
            + serverSays,
        "That is for the registry's operator: no credentials are sent to other hosts.",
        null);
  }

  private HttpReply send(Request request, Optional<String> authorization) {
    if (settled == null) {
      Optional<HttpReply> first = settle(request);
      if (first.isPresent()) {
        return first.get();
      }
    }
    return sender.open(call(origin(), request).authorization(authorization));
  }

  private HttpCall call(Origin origin, Request request) {
    HttpCall get =
        HttpCall.get(URI.create(origin + request.path), deadline).headers(request.headers);
    return request.method.equals("HEAD") ? get.head() : get;
  }

  /** Finds out http or https with the first request; the response, if it can be used. */
  private Optional<HttpReply> settle(Request request) {
    lock.lock();
    try {
      return settled == null ? tryPlain(request) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private Optional<HttpReply> tryPlain(Request request) {
    HttpReply reply;
    try {
      reply = sender.once(call(firstGuess, request), FIRST_ANSWER);
    } catch (ConnectException e) {
      // Nobody listens: nothing is learnt, and the real request will say so.
      return Optional.empty();
    } catch (IOException e) {
      settleByGreeting();
      return Optional.empty();
    }
    Origin answered = Origin.of(reply.uri());
    if (reply.status() == 400) {
      reply.close();
      settleByGreeting();
      return Optional.empty();
    }
    if (answered.isSecure() && answered.host().equals(firstGuess.host())) {
      reply.close();
      settled = answered;
      return Optional.empty();
    }
    settled = firstGuess;
    if (reply.status() == 429 || reply.status() >= 500) {
      reply.close();
      return Optional.empty();
    }
    return Optional.of(reply);
  }

  private void settleByGreeting() {
    Origin secure = new Origin("https", firstGuess.host(), firstGuess.port());
    settled = speaksTls.test(secure) ? secure : firstGuess;
  }
}

package dev.imageprovenance.scanner.source.auth;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Access tokens by what they were asked for; thread-safe. However many threads want a token, one
 * request is made for it, and all of them see its failure.
 */
final class TokenCache {
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private final ConcurrentMap<Key, CompletableFuture<Token>> tokens = new ConcurrentHashMap<>();
  private final LongSupplier nanos;

  /** Tells time by {@code nanos}. */
  TokenCache(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** What a token is asked for with. */
  record Key(String realm, String service, String scope) {}

  /**
   * A token.
   *
   * @param value never shown
   * @param usableUntil in the cache's nanoseconds, a little before it expires
   */
  record Token(String value, long usableUntil) {
    /** A token that was asked for at {@code asked} and holds for {@code lifetime}. */
    static Token lasting(String value, long asked, Duration lifetime) {
      Duration quarter = lifetime.dividedBy(4);
      Duration margin = quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN;
      return new Token(value, asked + lifetime.minus(margin).toNanos());
    }

    @Override
    public String toString() {
      return "Token[****]";
    }
  }

  /** The token for {@code key}, from {@code request} unless a usable one is there or on its way. */
  String get(Key key, Function<Key, Token> request) {
    while (true) {
      CompletableFuture<Token> own = new CompletableFuture<>();
      CompletableFuture<Token> other = tokens.putIfAbsent(key, own);
      if (other == null) {
        return fetch(key, request, own);
      }
      boolean wasOnItsWay = !other.isDone();
      Token token = join(other);
      if (wasOnItsWay || token.usableUntil - nanos.getAsLong() > 0) {
        return token.value;
      }
      tokens.remove(key, other);
    }
  }

  private String fetch(Key key, Function<Key, Token> request, CompletableFuture<Token> own) {
    try {
      Token token = request.apply(key);
      own.complete(token);
      return token.value;
    } catch (RuntimeException | Error e) {
      tokens.remove(key, own);
      own.completeExceptionally(e);
      throw e;
    }
  }

  private static Token join(CompletableFuture<Token> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Forgets the token for {@code key} if it is still {@code refused}. */
  void forget(Key key, String refused) {
    CompletableFuture<Token> current = tokens.get(key);
    if (current != null
        && current.isDone()
        && !current.isCompletedExceptionally()
        && current.join().value.equals(refused)) {
      tokens.remove(key, current);
    }
  }
}

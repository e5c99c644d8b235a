package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.http.HttpReply;
import dev.imageprovenance.scanner.source.http.Timing;
import dev.imageprovenance.scanner.source.http.TooSlowException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A blob's bytes from first to last over as many connections as it takes; not thread-safe.
 *
 * <p>When a connection breaks, the rest is asked for, so that whoever hashes the stream never
 * starts again. At most one byte more than the descriptor promises is delivered: enough to be seen,
 * not enough to hurt. A body that ends early in an orderly way ends the stream early.
 */
final class ResumingBlob extends InputStream {
  private static final int MAX_RESUMPTIONS = 100;
  private static final int MAX_RESUMPTIONS_WITHOUT_PROGRESS = 8;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Descriptor descriptor;
  private final Opener opener;
  private final ScanContext context;
  private final Timing timing;
  private final Duration patience;
  private final Pace pace;
  private HttpReply reply;
  private boolean endIsFinal;
  private long position;
  private long lastProgress;
  private int resumptions;
  private int resumptionsWithoutProgress;
  private Duration pause = Duration.ZERO;
  private boolean ended;

  /** Asks for the bytes from a position on. */
  @FunctionalInterface
  interface Opener {
    /**
     * The response to a request for the bytes from {@code position} on.
     *
     * @throws ScanException if there is none
     */
    HttpReply open(long position);
  }

  /** The registry's answer makes going on impossible. */
  private static final class NotResumable extends IOException {
    private static final long serialVersionUID = 1L;

    NotResumable(String message) {
      super(message);
    }
  }

  /**
   * Continues a response that holds the blob from its beginning.
   *
   * @param first its status is 200 and its length fits
   * @param patience how long no byte may come, over all tries
   */
  ResumingBlob(
      Descriptor descriptor,
      HttpReply first,
      Opener opener,
      ScanContext context,
      Timing timing,
      Duration patience) {
    first.liftDeadline();
    this.pace =
        descriptor.mediaType().isImageConfig() ? Pace.within(patience) : Pace.steady(patience);
    this.descriptor = descriptor;
    this.reply = first;
    this.endIsFinal = isDelimitedByItself(first);
    this.opener = opener;
    this.context = context;
    this.timing = timing;
    this.patience = patience;
    this.lastProgress = timing.nanos();
  }

  /** With chunks the end is the server's word; with a length it is known; else it may be a cut. */
  private static boolean isDelimitedByItself(HttpReply reply) {
    return reply.header("Transfer-Encoding").isPresent();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, buffer.length);
    if (count == 0) {
      return 0;
    }
    while (!ended) {
      context.cancellation().throwIfCancelled();
      long left = descriptor.size() + 1 - position;
      int n = left == 0 ? -1 : readOrResume(buffer, offset, (int) Math.min(count, left));
      if (n > 0) {
        position += n;
        lastProgress = timing.nanos();
        pause = Duration.ZERO;
        resumptionsWithoutProgress = 0;
        return n;
      }
      ended = n < 0;
    }
    return -1;
  }

  /** The number of bytes read, -1 at the end, or 0 after a new connection. */
  private int readOrResume(byte[] buffer, int offset, int count) throws IOException {
    try {
      int n = readTimed(buffer, offset, count);
      if (n > 0 || position >= descriptor.size() || (n < 0 && endIsFinal)) {
        return n;
      }
      resume(new EOFException("the connection was closed"));
    } catch (NotResumable e) {
      throw e;
    } catch (TooSlowException e) {
      throw tooSlow(e);
    } catch (IOException e) {
      context.cancellation().throwIfCancelled();
      if (position >= descriptor.size()) {
        // Every promised byte is there; what broke is the end of the message behind them.
        return -1;
      }
      resume(e);
    }
    return 0;
  }

  private int readTimed(byte[] buffer, int offset, int count) throws IOException {
    long start = timing.nanos();
    int n;
    try {
      n = reply.readWithin(pace.left(), buffer, offset, count);
    } catch (TooSlowException e) {
      // Only the pace knows what came before this read, and in how long.
      throw pace.endedAfter(timing.nanos() - start, e);
    }
    pace.add(timing.nanos() - start, n);
    return n;
  }

  private IOException tooSlow(TooSlowException slow) {
    context.cancellation().throwIfCancelled();
    reply.close();
    ended = true;
    return new IOException(where() + ": " + slow.getMessage(), slow);
  }

  private void resume(IOException broken) throws IOException {
    IOException cause = broken;
    while (true) {
      reply.close();
      giveUpIfHopeless(cause);
      context.progress().note(where() + ": the connection broke; asking for the rest");
      if (!pause.isZero()) {
        timing.sleep(pause, context.cancellation());
      }
      pause = nextPause();
      reply = openRest();
      reply.liftDeadline();
      try {
        acceptRest();
        return;
      } catch (NotResumable e) {
        throw e;
      } catch (TooSlowException e) {
        throw tooSlow(e);
      } catch (IOException e) {
        context.cancellation().throwIfCancelled();
        cause = e;
      }
    }
  }

  private void giveUpIfHopeless(IOException cause) throws IOException {
    resumptions++;
    resumptionsWithoutProgress++;
    boolean tooLate = timing.nanos() - lastProgress >= patience.toNanos();
    if (tooLate
        || resumptions > MAX_RESUMPTIONS
        || resumptionsWithoutProgress > MAX_RESUMPTIONS_WITHOUT_PROGRESS) {
      throw new IOException(
          where()
              + ": the connection broke "
              + resumptions
              + " times, at last: "
              + Text.excerpt(String.valueOf(cause.getMessage())),
          cause);
    }
  }

  private Duration nextPause() {
    Duration doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
  }

  private HttpReply openRest() throws IOException {
    try {
      return opener.open(position);
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      throw new IOException(where() + ": " + e.getMessage(), e);
    }
  }

  private void acceptRest() throws IOException {
    if (reply.status() == 206) {
      checkRange();
      endIsFinal = false;
    } else if (reply.status() == 200) {
      skipWhatIsKnown();
      endIsFinal = isDelimitedByItself(reply);
    } else {
      throw new NotResumable(
          where() + ": the registry answered " + reply.status() + " when asked for the rest");
    }
  }

  private void checkRange() throws IOException {
    Optional<String> header = reply.header("Content-Range");
    Optional<ContentRange> range = header.flatMap(ContentRange::parse);
    if (range.filter(given -> given.continues(position, descriptor.size())).isEmpty()) {
      throw new NotResumable(
          where()
              + ": asked for bytes from "
              + position
              + " on, the registry sent "
              + header.map(Text::excerpt).orElse("a part without Content-Range"));
    }
    long length = range.get().last() - range.get().first() + 1;
    OptionalLong announced = reply.contentLength();
    if (announced.isPresent() && announced.getAsLong() != length) {
      throw new NotResumable(
          where()
              + ": the part is of "
              + length
              + " bytes by its Content-Range and of "
              + announced.getAsLong()
              + " by its Content-Length");
    }
  }

  private void skipWhatIsKnown() throws IOException {
    OptionalLong announced = reply.contentLength();
    if (announced.isPresent() && announced.getAsLong() != descriptor.size()) {
      throw new NotResumable(
          where() + ": the registry now says it has " + announced.getAsLong() + " bytes");
    }
    byte[] skipped = new byte[32 << 10];
    for (long left = position; left > 0; ) {
      context.cancellation().throwIfCancelled();
      int n = readTimed(skipped, 0, (int) Math.min(skipped.length, left));
      if (n < 0) {
        throw new EOFException("the connection was closed");
      }
      left -= n;
      lastProgress = timing.nanos();
    }
  }

  private String where() {
    return "Blob "
        + descriptor.digest()
        + " after "
        + position
        + " of "
        + descriptor.size()
        + " bytes";
  }

  @Override
  public void close() {
    ended = true;
    reply.close();
  }
}

package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends a list of pods that is too long; not thread-safe. */
final class BoundedList extends FilterInputStream {
  private final long limit;
  private final String name;
  private long count;

  BoundedList(InputStream in, long limit, String name) {
    super(in);
    this.limit = limit;
    this.name = name;
  }

  @Override
  public int read() throws IOException {
    int value = in.read();
    if (value >= 0) {
      add(1);
    }
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    if (read > 0) {
      add(read);
    }
    return read;
  }

  /** Not by skipping unread: what is skipped counts too. */
  @Override
  public long skip(long wanted) throws IOException {
    long skipped = in.skip(wanted);
    add(skipped);
    return skipped;
  }

  private void add(long read) {
    count += read;
    if (count > limit) {
      throw new ScanException(
          ProblemKind.LIMIT,
          Text.escape(name) + " has more bytes than the limit podListBytes of " + limit,
          "Take the list by namespace: kubectl get pods -n NAMESPACE -o json.",
          null);
    }
  }
}

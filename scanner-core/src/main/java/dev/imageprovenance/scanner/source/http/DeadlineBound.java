package dev.imageprovenance.scanner.source.http;

import java.time.Duration;

/** A request of a transport that can end an exchange which merely trickles. */
interface DeadlineBound {
  /** Sets how long connecting, the response's head and its body may take together. */
  void completeWithin(Duration limit);
}

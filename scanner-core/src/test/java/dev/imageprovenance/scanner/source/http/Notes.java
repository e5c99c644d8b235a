package dev.imageprovenance.scanner.source.http;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.Progress;
import dev.imageprovenance.scanner.context.ScanContext;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Collects a scan's notes; thread-safe. */
public final class Notes implements Progress {
  private final List<String> notes = new CopyOnWriteArrayList<>();

  @Override
  public void note(String message) {
    notes.add(message);
  }

  public List<String> all() {
    return notes;
  }

  /** A context at a fixed moment whose notes are collected here. */
  public ScanContext context() {
    Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    return new ScanContext(clock, Limits.defaults(), this, new Cancellation());
  }
}

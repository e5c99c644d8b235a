package dev.imageprovenance.scanner.report;

import java.io.IOException;

/**
 * Admits the items of one list to a page until the list or the page is full, and tells how many
 * were left out; not thread-safe.
 */
final class HtmlQuota {
  private final HtmlPage page;
  private final int items;
  private final int most;
  private int admitted;

  /** For a list of {@code items}, of which at most {@code most} are shown. */
  HtmlQuota(HtmlPage page, int items, int most) {
    this.page = page;
    this.items = items;
    this.most = most;
  }

  /** Whether the next item is shown. */
  boolean admits() {
    if (admitted == items || admitted == most || page.isFull()) {
      return false;
    }
    admitted++;
    return true;
  }

  /** How many were not shown. */
  int leftOut() {
    return items - admitted;
  }

  /** Says how many were left out, if any were. */
  void tellLeftOut(String singular, String plural) throws IOException {
    if (leftOut() > 0) {
      page.leftOut(Wording.count(leftOut(), singular + " more is", plural + " more are"));
    }
  }
}

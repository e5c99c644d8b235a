package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.Optional;

/** Shows two values beside one another and marks the part that differs; not thread-safe. */
final class HtmlContrast {
  /** Of what both have in common no more is shown before and behind what differs. */
  private static final int CONTEXT = 40;

  /** Of two short values all is marked. */
  private static final int SHORT = 24;

  /** Longer parts that differ are cut. */
  private static final int MOST_DIFFERING = 2_000;

  private final HtmlWriter html;

  HtmlContrast(HtmlWriter html) {
    this.html = html;
  }

  /** Two cells of a table. */
  void cells(Optional<String> before, Optional<String> now) throws IOException {
    boolean isChange =
        before.filter(value -> value.length() > SHORT).isPresent()
            && now.filter(value -> value.length() > SHORT).isPresent();
    int start = isChange ? commonStart(before.get(), now.get()) : 0;
    int end = isChange ? commonEnd(before.get(), now.get(), start) : 0;
    cell(before, start, end);
    cell(now, start, end);
  }

  private void cell(Optional<String> value, int start, int end) throws IOException {
    if (value.isEmpty()) {
      html.leaf("td", "(not set)", "class", "aside");
      return;
    }
    String text = value.get();
    String common = text.substring(0, start);
    String differing = text.substring(start, text.length() - end);
    String rest = text.substring(text.length() - end);
    html.open("td").open("code", "class", "value");
    html.text(Text.escape(lastOf(common)));
    html.leaf("mark", Text.escape(firstOf(differing, MOST_DIFFERING)));
    html.text(Text.escape(firstOf(rest, CONTEXT))).close("code").close("td");
  }

  private static String lastOf(String text) {
    return text.length() <= CONTEXT ? text : "…" + text.substring(text.length() - CONTEXT);
  }

  private static String firstOf(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  private static int commonStart(String one, String other) {
    int most = Math.min(one.length(), other.length());
    int same = 0;
    while (same < most && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    boolean splitsPair = same > 0 && Character.isHighSurrogate(one.charAt(same - 1));
    return splitsPair ? same - 1 : same;
  }

  private static int commonEnd(String one, String other, int start) {
    int most = Math.min(one.length(), other.length()) - start;
    int same = 0;
    while (same < most
        && one.charAt(one.length() - 1 - same) == other.charAt(other.length() - 1 - same)) {
      same++;
    }
    boolean splitsPair = same > 0 && Character.isLowSurrogate(one.charAt(one.length() - same));
    return splitsPair ? same - 1 : same;
  }
}

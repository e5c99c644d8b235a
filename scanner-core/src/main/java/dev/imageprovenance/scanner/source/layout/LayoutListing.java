package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Text;
import java.util.List;
import java.util.stream.Collectors;

/** Lists entries of index.json in a message; stateless. */
final class LayoutListing {
  private static final int MOST_LISTED = 20;

  private LayoutListing() {}

  static String of(List<Descriptor> entries) {
    String listed =
        entries.stream()
            .limit(MOST_LISTED)
            .map(LayoutListing::entry)
            .collect(Collectors.joining(", "));
    return listed + (entries.size() > MOST_LISTED ? ", …" : "");
  }

  private static String entry(Descriptor entry) {
    String names =
        RefName.of(entry).stream()
            .distinct()
            .map(Text::excerpt)
            .collect(Collectors.joining(" or "));
    String platform =
        entry.platform().map(Platform::toString).map(text -> " " + Text.excerpt(text)).orElse("");
    return names.isEmpty()
        ? "@" + entry.digest() + platform
        : names + " (@" + entry.digest() + platform + ")";
  }
}

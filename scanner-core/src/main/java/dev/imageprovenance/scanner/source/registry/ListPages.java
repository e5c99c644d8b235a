package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.http.Origin;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Follows the pages of a list by their Link header fields, to an end that is certain; immutable.
 *
 * @param what names the list in messages, such as "list of tags"
 * @param maxEntries most entries on all pages together
 */
record ListPages(String what, int maxEntries) {
  private static final int MAX_PAGES = 1_000;

  /**
   * One page; immutable.
   *
   * @param next the target of the link to the next page, as written
   */
  record Page<T>(List<T> entries, Optional<String> next, URI uri) {}

  /**
   * All entries in order.
   *
   * @param firstPath the first page's path with query, from the registry's root
   * @param fetch gets the page at such a path
   * @throws ScanException MALFORMED if the pages lead in a circle or to another host, LIMIT if
   *     there are too many
   */
  <T> List<T> readAll(String firstPath, Function<String, Page<T>> fetch) {
    List<T> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Optional<String> path = Optional.of(firstPath);
    while (path.isPresent()) {
      if (!seen.add(path.get())) {
        throw new ScanException(
            ProblemKind.MALFORMED,
            "The registry's "
                + what
                + " leads back to a page that was already read: "
                + Text.excerpt(path.get()));
      }
      Page<T> page = fetch.apply(path.get());
      entries.addAll(page.entries);
      if (seen.size() >= MAX_PAGES || entries.size() > maxEntries) {
        throw new ScanException(
            ProblemKind.LIMIT,
            "The registry's "
                + what
                + " has more than "
                + MAX_PAGES
                + " pages or "
                + maxEntries
                + " entries");
      }
      path = page.next.map(target -> onTheSameHost(page.uri, target));
    }
    return List.copyOf(entries);
  }

  private String onTheSameHost(URI page, String target) {
    try {
      URI next = page.resolve(target);
      // Behind a proxy a registry may take its own scheme or port for another one's.
      if (next.getHost() != null && Origin.of(next).host().equals(Origin.of(page).host())) {
        String query = next.getRawQuery();
        return next.getRawPath() + (query == null ? "" : "?" + query);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ScanException(
        ProblemKind.MALFORMED,
        "The registry's " + what + " continues on another host: " + Text.excerpt(target));
  }
}

package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Secrets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Something that a statement speaks of or was made with (in-toto ResourceDescriptor); immutable.
 *
 * @param name what it is called; empty when it has no name
 * @param uri where it is; empty when that is not said
 * @param digests hexadecimal digests by algorithm, as written
 */
public record Resource(String name, String uri, Map<String, String> digests) {
  /** Copies the map, and withholds secrets. */
  public Resource {
    name = Secrets.withhold(name);
    uri = Secrets.withhold(uri);
    digests = Map.copyOf(digests);
  }

  /** Its digests as {@code algorithm:hex}, always in the same order; empty when it has none. */
  public String digestsInWords() {
    return new TreeMap<>(digests)
        .entrySet().stream()
            .map(digest -> digest.getKey() + ":" + digest.getValue())
            .collect(Collectors.joining(", "));
  }

  /** True if {@code digest} is one of its digests. */
  public boolean is(Digest digest) {
    return digest.encoded().equals(digests.get(digest.algorithm()));
  }
}

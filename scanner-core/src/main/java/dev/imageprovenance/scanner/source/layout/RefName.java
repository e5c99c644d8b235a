package dev.imageprovenance.scanner.source.layout;

import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.source.ImageNames;
import java.util.List;
import java.util.stream.Stream;

/** The names that an entry of index.json goes by; stateless. */
final class RefName {
  private static final String OCI = "org.opencontainers.image.ref.name";
  private static final String CONTAINERD = "io.containerd.image.name";

  private RefName() {}

  /** Its ref name and the full name that containerd and docker write; either, both or none. */
  static List<String> of(Descriptor entry) {
    return Stream.of(OCI, CONTAINERD)
        .flatMap(key -> Stream.ofNullable(entry.annotations().get(key)))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** The entries of that very name, or else of one that means the same image. */
  static List<Descriptor> entriesNamed(List<Descriptor> entries, String wanted) {
    List<Descriptor> exact = entries.stream().filter(entry -> of(entry).contains(wanted)).toList();
    return exact.isEmpty()
        ? entries.stream()
            .filter(entry -> of(entry).stream().anyMatch(name -> ImageNames.same(name, wanted)))
            .toList()
        : exact;
  }
}

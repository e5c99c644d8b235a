package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.source.daemon.Engine;
import java.nio.file.Path;
import java.util.Optional;

/** Where an image is, as a person writes it; all kinds are immutable. */
public sealed interface ImageAddress {
  /** The address as it was written. */
  String text();

  /** In a registry: a bare reference or {@code docker://NAME}. */
  record InRegistry(String text, Reference reference) implements ImageAddress {}

  /**
   * In an OCI layout directory ({@code oci:DIR[:TAG]}), a tar of one ({@code
   * oci-archive:FILE[:TAG]}), a docker-archive ({@code docker-archive:FILE[:TAG]}), or a path whose
   * content is looked at.
   *
   * @param path the directory or file
   * @param name the tag, ref name, or {@code @index}/digest that selects one of several images
   */
  record InFile(String text, Path path, Optional<String> name) implements ImageAddress {
    /** The image in that file or directory, which has no other. */
    public static InFile of(Path path) {
      return new InFile(bare(path), path, Optional.empty());
    }

    /** The same image behind another path to the same file or directory. */
    public InFile at(Path other) {
      String prefix = ImageAddressParser.filePrefix(text);
      // Behind a prefix the path ends at its first colon.
      boolean needsNoPrefix = other.toString().indexOf(':') >= 0;
      String path = prefix.isEmpty() || needsNoPrefix ? bare(other) : prefix + other;
      boolean isDigest = name.filter(each -> each.matches("@.+:.+")).isPresent();
      String suffix = name.map(each -> isDigest ? each : ":" + each).orElse("");
      return new InFile(path + suffix, other, name);
    }

    private static String bare(Path path) {
      String text = path.toString();
      return path.isAbsolute() || text.startsWith(".") ? text : "./" + text;
    }
  }

  /**
   * In a container engine: {@code docker-daemon:NAME|ID} or {@code podman:NAME|ID}.
   *
   * @param name a reference, whose tag is latest when there is neither tag nor digest, or an image
   *     ID, short or whole, with {@code sha256:} or without
   */
  record InEngine(String text, Engine engine, String name) implements ImageAddress {}

  /**
   * The image that a container was made from: {@code container:[docker/|podman/]NAME|ID}.
   *
   * @param engine whose container it is; without one docker is asked, then podman
   * @param name the container's name or its ID, short or whole
   */
  record InContainer(String text, Optional<Engine> engine, String name) implements ImageAddress {}
}

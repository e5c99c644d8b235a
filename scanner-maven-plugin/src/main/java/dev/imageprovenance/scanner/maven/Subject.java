package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.util.Optional;

/**
 * An image that a goal looks at; immutable.
 *
 * @param address where it is
 * @param platforms which of its platforms
 * @param built what jib tells about it, when jib has built it
 */
record Subject(String address, PlatformSelection platforms, Optional<BuiltImage> built) {
  /** Where the image is if it is not at the address. */
  Optional<String> otherAddress() {
    return built.orElse(null) instanceof BuiltImage.InDocker docker
        ? docker.addressByName()
        : Optional.empty();
  }

  /** The name that jib gives the image, if it does. */
  Optional<String> name() {
    return built.flatMap(BuiltImage::name);
  }

  /** The name that jib gives the image, or else the address, safe to print. */
  String title() {
    return Text.escape(name().orElse(address));
  }

  /** The address, and the name that jib gives the image, safe to print. */
  String describe() {
    String name =
        name()
            .filter(text -> !text.equals(address))
            .map(text -> " (" + Text.escape(text) + ")")
            .orElse("");
    return Text.escape(address) + name;
  }
}

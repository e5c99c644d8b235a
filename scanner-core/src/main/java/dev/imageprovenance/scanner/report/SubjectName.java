package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import java.util.Optional;
import java.util.Set;

/**
 * How formats of CI systems call what was looked at; immutable.
 *
 * @param address as it was asked for
 * @param other what it was compared with
 * @param sign stands between the two: "=", "≈", "≠" or "?"
 * @param platform what the image runs on
 */
record SubjectName(String address, Optional<String> other, String sign, Optional<String> platform) {
  private static final Set<String> TRANSPORTS =
      Set.of(
          "docker", "oci", "oci-archive", "docker-archive", "docker-daemon", "podman", "container");

  /** Of an image, for one platform where that is known. */
  static SubjectName ofImage(String address, Optional<String> platform) {
    return new SubjectName(address, Optional.empty(), "", platform);
  }

  /** Of two sides. */
  static SubjectName ofComparison(String address, String sign, Optional<String> other) {
    return new SubjectName(address, other, sign, Optional.empty());
  }

  /** All of it on one line, escaped. */
  @Override
  public String toString() {
    return Text.escape(address)
        + other.map(side -> " " + sign + " " + Text.escape(side)).orElse("")
        + platform.map(name -> " " + Text.escape(name)).orElse("");
  }

  /** The same without tags and digests, so that the next build has the same; escaped. */
  String stable() {
    return Text.escape(stable(address))
        + other.map(side -> "/" + Text.escape(stable(side))).orElse("")
        + platform.map(name -> "/" + Text.escape(name)).orElse("");
  }

  private static String stable(String address) {
    int colon = address.indexOf(':');
    boolean hasTransport = colon > 0 && TRANSPORTS.contains(address.substring(0, colon));
    String transport = hasTransport ? address.substring(0, colon + 1) : "";
    String name = address.substring(transport.length());
    if (transport.equals("docker:")) {
      transport = "";
      name = name.startsWith("//") ? name.substring(2) : name;
    }
    int at = name.indexOf('@');
    name = at > 0 ? name.substring(0, at) : name;
    int tag = name.indexOf(':', name.lastIndexOf('/') + 1);
    return transport + (tag > 0 ? name.substring(0, tag) : name);
  }
}

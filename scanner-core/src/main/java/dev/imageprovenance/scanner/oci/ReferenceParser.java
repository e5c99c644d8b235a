package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one reference from left to right and says what is wrong with it; not thread-safe. */
final class ReferenceParser {
  private static final String DOCKER_HUB = "docker.io";
  private static final String OFFICIAL_NAMESPACE = "library/";
  private static final int MAX_TEXT = 2_048;
  private static final int MAX_REPOSITORY = 255;
  private static final int MAX_HOST = 253;
  private static final int MAX_TAG = 128;

  private static final Pattern HOST_NAME =
      Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9-]*+(?<!-))?(\\.[a-zA-Z0-9]([a-zA-Z0-9-]*+(?<!-))?)*");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]{2,45}]");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]++((?:\\.|_|__|-++)[a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*+");
  private static final Pattern IMAGE_ID = Pattern.compile("[a-f0-9]{64}");

  private final String text;

  ReferenceParser(String text) {
    this.text = text;
  }

  Reference parse() {
    refuseWhatIsNoReference();
    int at = text.indexOf('@');
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(parseDigest(text.substring(at + 1)));
    String nameAndTag = at < 0 ? text : text.substring(0, at);
    int colon = nameAndTag.indexOf(':', nameAndTag.lastIndexOf('/') + 1);
    boolean colonIsInAddress = nameAndTag.startsWith("[") && nameAndTag.indexOf('/') < 0;
    Optional<String> tag =
        colon < 0 || colonIsInAddress
            ? Optional.empty()
            : Optional.of(checkedTag(nameAndTag.substring(colon + 1)));
    String name = tag.isPresent() ? nameAndTag.substring(0, colon) : nameAndTag;
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of("latest");
    }
    return withName(name, tag, digest);
  }

  private void refuseWhatIsNoReference() {
    if (text.isEmpty()) {
      throw wrong("it is empty", "Give a name such as debian:12 or registry.example/team/app:1.");
    }
    if (text.length() > MAX_TEXT) {
      throw wrong("it has " + text.length() + " characters", null);
    }
    int scheme = text.indexOf("://");
    if (scheme >= 0) {
      throw wrong(
          "a reference has no \"" + Text.excerpt(text.substring(0, scheme + 3)) + "\"",
          "Leave the scheme out; plain http is asked for with --plain-http.");
    }
  }

  private Reference withName(String name, Optional<String> tag, Optional<Digest> digest) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? name : name.substring(0, slash);
    if (slash < 0 || !isHost(first)) {
      if (first.startsWith("[") || (slash < 0 && first.contains(":"))) {
        throw wrong("there is no repository behind the host", "Add one: HOST[:PORT]/REPOSITORY.");
      }
      if (IMAGE_ID.matcher(name).matches()) {
        throw wrong(
            "64 hexadecimal digits are an image ID, which registries do not know",
            "Use the name under which the image was pushed, or NAME@sha256:DIGEST.");
      }
      return reference(DOCKER_HUB, name, tag, digest);
    }
    return reference(checkedHost(first), name.substring(slash + 1), tag, digest);
  }

  private Reference reference(
      String registry, String name, Optional<String> tag, Optional<Digest> digest) {
    String repository =
        registry.equals(DOCKER_HUB) && name.indexOf('/') < 0 && !name.isEmpty()
            ? OFFICIAL_NAMESPACE + name
            : name;
    checkRepository(repository);
    return new Reference(registry, repository, tag, digest);
  }

  private static boolean isHost(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.toLowerCase(Locale.ROOT).equals("localhost");
  }

  private String checkedHost(String hostAndPort) {
    int colon = hostAndPort.indexOf(':', hostAndPort.lastIndexOf(']') + 1);
    String host = colon < 0 ? hostAndPort : hostAndPort.substring(0, colon);
    boolean valid =
        host.startsWith("[")
            ? isIpv6(host)
            : host.length() <= MAX_HOST && HOST_NAME.matcher(host).matches();
    if (!valid) {
      throw wrong("\"" + Text.excerpt(host) + "\" is not a host name", null);
    }
    if (colon >= 0) {
      checkPort(hostAndPort.substring(colon + 1));
    }
    String lower = hostAndPort.toLowerCase(Locale.ROOT);
    return lower.equals("index.docker.io") ? DOCKER_HUB : lower;
  }

  private static boolean isIpv6(String bracketed) {
    if (!IPV6.matcher(bracketed).matches()) {
      return false;
    }
    try {
      // A literal in brackets is never looked up in the DNS.
      InetAddress.getByName(bracketed);
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private void checkPort(String port) {
    if (!PORT.matcher(port).matches()
        || Integer.parseInt(port) == 0
        || Integer.parseInt(port) > 65_535) {
      throw wrong("\"" + Text.excerpt(port) + "\" is not a port (1 to 65535)", null);
    }
  }

  private void checkRepository(String repository) {
    if (repository.length() > MAX_REPOSITORY) {
      throw wrong(
          "the repository has "
              + repository.length()
              + " characters; at most "
              + MAX_REPOSITORY
              + " are allowed",
          null);
    }
    String lower = repository.toLowerCase(Locale.ROOT);
    if (!lower.equals(repository)) {
      throw wrong(
          "repository names are in lower case",
          "Did you mean \"" + Text.excerpt(lower) + "\"? Only tags may have upper-case letters.");
    }
    for (String component : repository.split("/", -1)) {
      if (!COMPONENT.matcher(component).matches()) {
        throw wrong(
            "\"" + Text.excerpt(component) + "\" is not a part of a repository name",
            "Parts hold letters a-z and digits, with single dots, one or two underscores, or"
                + " dashes between them.");
      }
    }
  }

  private String checkedTag(String tag) {
    if (tag.length() > MAX_TAG) {
      throw wrong(
          "the tag has " + tag.length() + " characters; at most " + MAX_TAG + " are allowed", null);
    }
    if (!TAG.matcher(tag).matches()) {
      throw wrong(
          "\"" + Text.excerpt(tag) + "\" is not a tag",
          "A tag holds letters, digits, underscores, dots and dashes, and begins with none of the"
              + " last two.");
    }
    return tag;
  }

  private Digest parseDigest(String digest) {
    try {
      return Digest.parse(digest);
    } catch (ScanException e) {
      throw wrong(
          "\"" + Text.excerpt(digest) + "\" is not a digest",
          "Digests look like sha256: and 64, or sha512: and 128 hexadecimal digits in lower case.");
    }
  }

  private ScanException wrong(String why, @Nullable String remedy) {
    return new ScanException(
        ProblemKind.USAGE,
        "\"" + Text.excerpt(text) + "\" is not an image reference: " + why,
        remedy,
        null);
  }
}

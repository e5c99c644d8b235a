package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.Engine;
import dev.imageprovenance.scanner.source.daemon.EngineName;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Parses image addresses as skopeo's users type them; stateless.
 *
 * <p>{@code NAME} or {@code docker://NAME} is in a registry. {@code oci:DIR}, {@code
 * oci-archive:FILE} and {@code docker-archive:FILE} are files, as is everything that begins with
 * {@code .} or {@code /}. Behind a path may stand what selects one of several images: {@code :TAG},
 * {@code :@INDEX} counted from 0, or {@code @sha256:DIGEST}. The path ends at the first colon, so a
 * path with a colon can only be written without prefix, and only when it exists.
 */
public final class ImageAddressParser {
  private static final String REGISTRY_PREFIX = "docker://";
  private static final List<String> FILE_PREFIXES =
      List.of("oci:", "oci-archive:", "docker-archive:");
  private static final Map<String, Engine> ENGINE_PREFIXES =
      Map.of("docker-daemon:", Engine.DOCKER, "podman:", Engine.PODMAN);
  private static final String CONTAINER_PREFIX = "container:";
  private static final Set<String> OTHERS = Set.of("containers-storage", "dir", "ostree", "sif");
  private static final Pattern PREFIX = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");
  private static final Pattern DIGEST_SUFFIX =
      Pattern.compile("(.+)(@[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]{32,})");
  private static final String WHAT_THERE_IS =
      "Write a name such as registry.example/app:1, docker://NAME, oci:DIR[:TAG],"
          + " oci-archive:FILE[:TAG], docker-archive:FILE[:TAG], a path that begins with ./ or /,"
          + " docker-daemon:NAME, podman:NAME or container:NAME.";

  private ImageAddressParser() {}

  /**
   * Parses {@code text} in the process' own working directory.
   *
   * @throws ScanException of kind USAGE that says what is wrong and what can be written
   */
  public static ImageAddress parse(String text) {
    return parse(text, Path.of(""));
  }

  /**
   * Parses {@code text}; files are only looked for where a path without prefix could end at several
   * colons, and where a bare name could mean one.
   *
   * @param directory where relative paths begin; the address keeps them as they are written
   * @throws ScanException of kind USAGE that says what is wrong and what can be written
   */
  public static ImageAddress parse(String text, Path directory) {
    if (text.isBlank()) {
      throw new ScanException(ProblemKind.USAGE, "The image address is empty", WHAT_THERE_IS, null);
    }
    String prefix = filePrefix(text);
    if (!prefix.isEmpty()) {
      return prefixedFile(text, text.substring(prefix.length()));
    }
    for (Map.Entry<String, Engine> engine : ENGINE_PREFIXES.entrySet()) {
      if (text.startsWith(engine.getKey())) {
        return inEngine(text, engine.getValue(), text.substring(engine.getKey().length()));
      }
    }
    if (text.startsWith(CONTAINER_PREFIX)) {
      return inContainer(text, text.substring(CONTAINER_PREFIX.length()));
    }
    if (text.startsWith(".") || text.startsWith("/")) {
      return bareFile(text, directory);
    }
    if (text.startsWith(REGISTRY_PREFIX)) {
      return new ImageAddress.InRegistry(
          text, Reference.parse(text.substring(REGISTRY_PREFIX.length())));
    }
    refuseOtherPrefixes(text);
    refuseLocalPath(text, directory);
    return new ImageAddress.InRegistry(text, Reference.parse(text));
  }

  /** The prefix that says that a file follows; empty without one. */
  static String filePrefix(String text) {
    return FILE_PREFIXES.stream().filter(text::startsWith).findFirst().orElse("");
  }

  private static ImageAddress inEngine(String text, Engine engine, String name) {
    if (name.isEmpty()) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" names no image",
          "Write the image's name or ID behind the colon; "
              + engine.label()
              + " images lists them.",
          null);
    }
    return new ImageAddress.InEngine(text, engine, EngineName.requireImage(name));
  }

  private static ImageAddress inContainer(String text, String rest) {
    int slash = rest.indexOf('/');
    Optional<Engine> engine = Optional.empty();
    if (slash >= 0) {
      engine =
          Stream.of(Engine.values())
              .filter(each -> each.label().equals(rest.substring(0, slash)))
              .findFirst();
      if (engine.isEmpty()) {
        throw new ScanException(
            ProblemKind.USAGE,
            "\"" + Text.excerpt(text) + "\" names no container",
            "Write container:NAME, container:docker/NAME or container:podman/NAME; an image is"
                + " named with docker-daemon: or podman:.",
            null);
      }
    }
    return new ImageAddress.InContainer(
        text, engine, EngineName.requireContainer(rest.substring(slash + 1)));
  }

  private static ImageAddress prefixedFile(String text, String rest) {
    Matcher digest = DIGEST_SUFFIX.matcher(rest);
    if (digest.matches() && digest.group(1).indexOf(':') < 0) {
      return inFile(text, digest.group(1), Optional.of(digest.group(2)));
    }
    int colon = rest.indexOf(':');
    return colon < 0
        ? inFile(text, rest, Optional.empty())
        : inFile(text, rest.substring(0, colon), Optional.of(rest.substring(colon + 1)));
  }

  /** The longest path that exists wins: a colon is legal in a file's name. */
  private static ImageAddress bareFile(String text, Path directory) {
    if (exists(text, directory)) {
      return inFile(text, text, Optional.empty());
    }
    Matcher digest = DIGEST_SUFFIX.matcher(text);
    if (digest.matches() && exists(digest.group(1), directory)) {
      return inFile(text, digest.group(1), Optional.of(digest.group(2)));
    }
    for (int colon = text.lastIndexOf(':'); colon > 0; colon = text.lastIndexOf(':', colon - 1)) {
      if (exists(text.substring(0, colon), directory)) {
        return inFile(text, text.substring(0, colon), Optional.of(text.substring(colon + 1)));
      }
    }
    return inFile(text, text, Optional.empty());
  }

  private static boolean exists(String path, Path directory) {
    try {
      return Files.exists(directory.resolve(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static ImageAddress inFile(String text, String path, Optional<String> name) {
    if (path.isEmpty()) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" names no file or directory",
          WHAT_THERE_IS,
          null);
    }
    if (name.isPresent() && (name.get().isEmpty() || name.get().equals("@"))) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" ends where a tag should follow",
          "Write the tag behind the colon, or leave the colon out.",
          null);
    }
    try {
      return new ImageAddress.InFile(text, Path.of(path), name);
    } catch (InvalidPathException e) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(path) + "\" cannot be a path: " + Text.excerpt(e.getReason()),
          WHAT_THERE_IS,
          e);
    }
  }

  /** The name of a local file must not be told to a registry because two characters are missing. */
  private static void refuseLocalPath(String text, Path directory) {
    if (exists(text, directory)) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\""
              + Text.excerpt(text)
              + "\" could be the file or directory of that name here, or an"
              + " image in a registry",
          "Write ./"
              + Text.excerpt(text)
              + " for the file or directory, or docker://"
              + Text.excerpt(text)
              + " for the registry.",
          null);
    }
  }

  private static void refuseOtherPrefixes(String text) {
    Matcher matcher = PREFIX.matcher(text);
    if (!matcher.matches()) {
      return;
    }
    String prefix = matcher.group(1);
    String rest = matcher.group(2);
    if (rest.startsWith("//") && Set.of("http", "https").contains(prefix)) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\"" + Text.excerpt(text) + "\" is a web address, not an image",
          "Leave out " + prefix + "://, for example registry.example/app:1.",
          null);
    }
    if (rest.isEmpty()) {
      throw new ScanException(
          ProblemKind.USAGE,
          "The tag behind \"" + Text.excerpt(text) + "\" is empty",
          "Write the tag behind the colon, or leave the colon out; in a script, look whether the"
              + " variable that holds the tag is set.",
          null);
    }
    boolean cannotBeTag = rest.startsWith("/") || rest.startsWith(".");
    if (OTHERS.contains(prefix) || cannotBeTag) {
      throw new ScanException(
          ProblemKind.USAGE,
          "\""
              + Text.excerpt(prefix)
              + ":\" is no known kind of image address: \""
              + Text.excerpt(text)
              + "\"",
          WHAT_THERE_IS,
          null);
    }
  }
}

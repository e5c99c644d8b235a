package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.policy.syntax.PolicySyntax;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads policy files with everything that they extend; immutable and thread-safe. */
public final class PolicyLoader {
  /** Longest chain of files that extend one another. */
  private static final int MAX_CHAIN = 8;

  private final Optional<PolicyFetcher> fetcher;
  private final Path directory;

  private PolicyLoader(Optional<PolicyFetcher> fetcher, Path directory) {
    this.fetcher = fetcher;
    this.directory = directory;
  }

  /** Reads files; a policy that extends a URL is an error. */
  public static PolicyLoader ofFiles() {
    return new PolicyLoader(Optional.empty(), Path.of(""));
  }

  /** Reads files, and asks {@code fetcher} for what URLs lead to. */
  public static PolicyLoader fetchingWith(PolicyFetcher fetcher) {
    return new PolicyLoader(Optional.of(fetcher), Path.of(""));
  }

  /**
   * The same, for relative paths that begin in {@code other} and not in the process' own working
   * directory; messages and reports show them as they were written.
   */
  public PolicyLoader in(Path other) {
    return new PolicyLoader(fetcher, other);
  }

  /**
   * The policy of that file.
   *
   * @throws ScanException of kind CONFIGURATION that tells everything that is wrong, each with its
   *     file, line and column; of another kind if a URL cannot be reached
   */
  public Policy load(Path file) {
    String name = file.normalize().toString();
    PolicyDocument document =
        DocumentReader.read(
            name, read(file, name, Optional.empty()), FilesBeside.policy(file, directory));
    List<PolicyDocument> documents = new ArrayList<>();
    collect(document, Optional.of(file), documents, 1);
    return checked(documents);
  }

  /**
   * The policy that {@code content} spells; it can extend URLs only, and name no files.
   *
   * @param name what messages and reports call it
   * @throws ScanException as for a file
   */
  public Policy parse(String name, byte[] content) {
    List<PolicyDocument> documents = new ArrayList<>();
    collect(DocumentReader.read(name, content, FilesBeside.none()), Optional.empty(), documents, 1);
    return checked(documents);
  }

  private static Policy checked(List<PolicyDocument> documents) {
    FloorGuard.requireNoLoosening(documents);
    SignatureGuard.requireConsistent(documents);
    return Policy.of(documents);
  }

  /** What is extended before what extends it. */
  private void collect(
      PolicyDocument document, Optional<Path> file, List<PolicyDocument> documents, int depth) {
    if (document.extension().isPresent()) {
      Extension extension = document.extension().get();
      if (depth >= MAX_CHAIN) {
        throw problem(extension, "extends: the chain of policies is longer than " + MAX_CHAIN);
      }
      if (extension.isUrl()) {
        collect(fetch(extension), Optional.empty(), documents, depth + 1);
      } else {
        Path target = sibling(file, extension);
        collect(readExtended(extension, target), Optional.of(target), documents, depth + 1);
      }
    }
    documents.add(document);
  }

  private static Path sibling(Optional<Path> file, Extension extension) {
    if (file.isEmpty()) {
      throw problem(extension, "extends: only a policy in a file can extend a file");
    }
    try {
      return file.get().resolveSibling(extension.target()).normalize();
    } catch (InvalidPathException e) {
      throw problem(extension, "extends: this is no file name");
    }
  }

  private PolicyDocument readExtended(Extension extension, Path target) {
    String name = target.toString();
    byte[] content = read(target, name, Optional.of(extension));
    requirePinned(extension, content);
    return DocumentReader.read(name, content, FilesBeside.policy(target, directory));
  }

  private PolicyDocument fetch(Extension extension) {
    if (fetcher.isEmpty()) {
      throw problem(extension, "extends: nothing was given that fetches URLs");
    }
    byte[] content = fetcher.get().fetch(url(extension), PolicySyntax.MAX_BYTES);
    requirePinned(extension, content);
    return DocumentReader.read(extension.target(), content, FilesBeside.none());
  }

  private static URI url(Extension extension) {
    try {
      URI url = new URI(extension.target());
      if (url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Told below with what would be right.
    }
    throw problem(
        extension,
        "extends: write a whole URL without user, password or fragment, as in https://…");
  }

  private static void requirePinned(Extension extension, byte[] content) {
    Digest actual = Digest.sha256(content);
    if (extension.sha256().isPresent() && !extension.sha256().get().equals(actual)) {
      throw problem(
          extension,
          "extends: "
              + Text.excerpt(extension.target())
              + " is not what was pinned: expected "
              + extension.sha256().get()
              + ", found "
              + actual);
    }
  }

  private byte[] read(Path written, String name, Optional<Extension> from) {
    Path file = directory.resolve(written);
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(PolicySyntax.MAX_BYTES + 1);
    } catch (IOException e) {
      String reason =
          e instanceof NoSuchFileException
              ? "there is no such file"
              : Files.isDirectory(file) ? "it is a directory" : Text.excerpt(e.toString());
      String message = "The policy " + Text.escape(name) + " cannot be read: " + reason;
      if (from.isPresent()) {
        throw problem(from.get(), "extends: " + message);
      }
      throw new ScanException(
          ProblemKind.CONFIGURATION, message, "Name a policy file that can be read.", e);
    }
  }

  private static ScanException problem(Extension extension, String message) {
    ClauseLocation place = extension.origin().location().orElseThrow();
    return InvalidPolicy.of(place, message);
  }
}

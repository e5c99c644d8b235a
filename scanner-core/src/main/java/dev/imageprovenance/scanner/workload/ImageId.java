package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The imageID of a container's status: what the kubelet recorded of the image that the container
 * runs; all kinds are immutable. Each kind proves something else, and all of it is a claim.
 */
public sealed interface ImageId {
  /** As it was written. */
  String text();

  /** What can be concluded from an ID of this kind, in a few words. */
  String meaning();

  /**
   * {@code [docker-pullable://]REPOSITORY@DIGEST}: the digest of a manifest or an index that the
   * node pulled, and one of the repositories that it knows the image by. With Docker and CRI-O it
   * is what was pulled; containerd names the first of its records, which may be of another
   * repository than the spec's.
   *
   * @param reference the repository with the digest and without a tag
   * @param digest of a manifest, or of an index when the image was pulled for one of several
   *     platforms
   */
  record Pulled(String text, Reference reference, Digest digest) implements ImageId {
    @Override
    public String meaning() {
      return "the digest of a manifest or an index, with a repository that had it";
    }

    /** The repository with its registry. */
    public String repository() {
      return reference.registry() + "/" + reference.repository();
    }

    /** Nodes with other runtimes write the same image in other ways. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Pulled that && reference.equals(that.reference);
    }

    @Override
    public int hashCode() {
      return reference.hashCode();
    }
  }

  /**
   * {@code [docker://]DIGEST} or 64 hexadecimal digits: an image of the node's own store, which has
   * no registry's digest, as after {@code docker load}. As a rule it is the digest of the config;
   * Docker's containerd image store has the digest of a manifest or an index there. It names no
   * repository, so that a registry can only be searched for it.
   */
  record Local(String text, Digest digest) implements ImageId {
    @Override
    public String meaning() {
      return "the ID of an image in the node's store, as a rule the digest of its config";
    }

    /** Nodes with other runtimes write the same image in other ways. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Local that && digest.equals(that.digest);
    }

    @Override
    public int hashCode() {
      return digest.hashCode();
    }
  }

  /** None: the image is not pulled yet, or could not be. */
  record Missing() implements ImageId {
    @Override
    public String text() {
      return "";
    }

    @Override
    public String meaning() {
      return "no image was pulled yet";
    }
  }

  /**
   * Something else.
   *
   * @param reason what is wrong with it, without a full stop
   */
  record Unreadable(String text, String reason) implements ImageId {
    @Override
    public String meaning() {
      return "nothing";
    }
  }

  /** The kind of {@code text}; never fails. */
  static ImageId parse(String text) {
    if (text.isEmpty()) {
      return new Missing();
    }
    String rest = withoutScheme(text);
    try {
      if (rest.indexOf('@') >= 0) {
        return pulled(text, Reference.parse(rest));
      }
      return local(rest)
          .<ImageId>map(digest -> new Local(text, digest))
          .orElseGet(() -> new Unreadable(text, "it has no digest"));
    } catch (ScanException e) {
      return new Unreadable(text, String.valueOf(e.getMessage()));
    }
  }

  private static String withoutScheme(String text) {
    for (String scheme : new String[] {"docker-pullable://", "docker://"}) {
      if (text.startsWith(scheme)) {
        return text.substring(scheme.length());
      }
    }
    return text;
  }

  private static ImageId pulled(String text, Reference reference) {
    Optional<Digest> digest = reference.digest();
    if (digest.isEmpty()) {
      return new Unreadable(text, "it has no digest");
    }
    return new Pulled(
        text,
        new Reference(reference.registry(), reference.repository(), Optional.empty(), digest),
        digest.get());
  }

  private static Optional<Digest> local(String rest) {
    if (Pattern.matches("[a-f0-9]{64}", rest)) {
      return Optional.of(new Digest("sha256", rest));
    }
    return Pattern.matches("[a-z0-9]+([+._-][a-z0-9]+)*:[A-Za-z0-9=_-]{32,}", rest)
        ? Optional.of(Digest.parse(rest))
        : Optional.empty();
  }
}

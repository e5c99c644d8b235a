package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Digest;
import java.util.List;
import java.util.Optional;

/**
 * Where the deployed image stands with its registry, beside how equal it is to the copy there;
 * immutable. Nothing here decides the verdict by itself.
 *
 * @param repository the registry's repository that was asked, for example {@code
 *     registry.example/app}
 * @param recorded the manifest or index digest that the deployed side goes by in that repository
 * @param presence whether the registry still has that digest
 * @param tag where the tag points now, when a tag is known
 * @param otherDigests further digests that the engine recorded for that repository: one image may
 *     be pulled or pushed there under several
 * @param otherRepositories records of the engine that name other repositories; no evidence for this
 *     one
 */
public record Provenance(
    String repository,
    Optional<Digest> recorded,
    Fact<Presence> presence,
    Optional<Fact<TagState>> tag,
    List<OtherDigest> otherDigests,
    List<EngineRecord.RepoDigest> otherRepositories) {
  /** Copies the lists. */
  public Provenance {
    otherDigests = List.copyOf(otherDigests);
    otherRepositories = List.copyOf(otherRepositories);
  }

  /** Of an image with at most one digest in the repository. */
  public Provenance(
      String repository,
      Optional<Digest> recorded,
      Fact<Presence> presence,
      Optional<Fact<TagState>> tag,
      List<EngineRecord.RepoDigest> otherRepositories) {
    this(repository, recorded, presence, tag, List.of(), otherRepositories);
  }

  /**
   * A further digest that the engine recorded.
   *
   * @param presence whether the registry still has it
   */
  public record OtherDigest(Digest digest, Fact<Presence> presence) {}

  /** Whether a registry has a digest. */
  public enum Presence {
    PRESENT("present"),
    /** It answered 404 to that very digest, which an engine recorded when it had it. */
    GONE("gone"),
    /**
     * It answered 404 to that very digest, and nothing records that it ever had it: Docker's
     * containerd store lists a digest for every name, pushed or not.
     */
    ABSENT("absent");

    private final String label;

    Presence(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /**
   * What became of a tag.
   *
   * @param tag its name
   * @param movement whether it still points at the recorded digest
   * @param pointsAt what it points at now; empty when the tag is gone
   * @param age how what it points at now compares with what is deployed, by the configs' own times,
   *     which are claims
   */
  public record TagState(String tag, Movement movement, Optional<Digest> pointsAt, Age age) {}

  /** What a tag did since the image was deployed. */
  public enum Movement {
    UNMOVED("unmoved"),
    MOVED("moved"),
    GONE("gone");

    private final String label;

    Movement(String label) {
      this.label = label;
    }

    /** The word used in text and JSON. */
    public String label() {
      return label;
    }
  }

  /** How two images' creation times compare. */
  public enum Age {
    NEWER("newer"),
    OLDER("older"),
    SAME("of the same time"),
    UNKNOWN("of unknown age");

    private final String label;

    Age(String label) {
      this.label = label;
    }

    /** The words used in text and JSON. */
    public String label() {
      return label;
    }
  }
}

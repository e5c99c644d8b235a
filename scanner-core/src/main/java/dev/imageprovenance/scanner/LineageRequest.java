package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.source.PlatformSelection;
import java.time.Duration;
import java.util.List;

/**
 * Which image's lineage to tell, and what it should be built on; immutable.
 *
 * @param address see {@link dev.imageprovenance.scanner.source.ImageAddress}
 * @param platforms which images of an index
 * @param question what it should be built on
 * @param readLayers whether the image's layers are read; without that its diffIDs are its own word
 */
public record LineageRequest(
    String address, PlatformSelection platforms, BaseQuestion question, boolean readLayers) {
  /**
   * The lineage for this machine's platform, whatever it is: layers are read, claims followed, a
   * thousand tags looked at, and a tag believed for an hour.
   */
  public static LineageRequest of(String address) {
    return new LineageRequest(
        address, PlatformSelection.host(), BaseQuestion.none().followClaims(true), true);
  }

  /** The same request for other platforms. */
  public LineageRequest platforms(PlatformSelection selection) {
    return new LineageRequest(address, selection, question, readLayers);
  }

  /** The same request with another question. */
  public LineageRequest question(BaseQuestion other) {
    return new LineageRequest(address, platforms, other, readLayers);
  }

  /** The same request with other bases. */
  public LineageRequest bases(List<String> addresses) {
    return question(question.bases(addresses));
  }

  /** The same request with one base. */
  public LineageRequest base(String one) {
    return bases(List.of(one));
  }

  /** The same request with another file or repository of bases. */
  public LineageRequest approved(String fileOrRepository) {
    return question(question.approved(fileOrRepository));
  }

  /** The same request with or without reading the image's layers. */
  public LineageRequest readLayers(boolean read) {
    return new LineageRequest(address, platforms, question, read);
  }

  /** The same request with or without asking registries that only the image names. */
  public LineageRequest followClaims(boolean follow) {
    return question(question.followClaims(follow));
  }

  /** The same request with another bound on the tags of a repository. */
  public LineageRequest mostTags(int most) {
    return question(question.mostTags(most));
  }

  /** The same request that believes tags for another time. */
  public LineageRequest tagsMaxAge(Duration age) {
    return question(question.tagsMaxAge(age));
  }
}

package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.oci.Secrets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How and from what an image was built (SLSA provenance v0.2 and v1); immutable.
 *
 * @param version of the format
 * @param builderId who built it; empty when the builder calls itself nothing, as BuildKit may
 * @param buildType a URI that says how to read the parameters
 * @param sources where the build's recipe and code came from
 * @param materials what went into the build, in no meaningful order: images of builders come beside
 *     the base image
 * @param invocationId which run of the builder it was
 * @param startedOn when the build began, as written
 * @param finishedOn when it ended, as written
 */
public record SlsaProvenance(
    Version version,
    String builderId,
    String buildType,
    List<Source> sources,
    List<Resource> materials,
    Optional<String> invocationId,
    Optional<String> startedOn,
    Optional<String> finishedOn)
    implements Predicate {
  /** Copies the lists, and withholds secrets. */
  public SlsaProvenance {
    builderId = Secrets.withhold(builderId);
    buildType = Secrets.withhold(buildType);
    invocationId = invocationId.map(Secrets::withhold);
    sources = List.copyOf(sources);
    materials = List.copyOf(materials);
  }

  /** Of the format. */
  public enum Version {
    V0_2("v0.2"),
    V1("v1");

    private final String label;

    Version(String label) {
      this.label = label;
    }

    /** As the predicate type ends. */
    public String label() {
      return label;
    }
  }

  /**
   * Where something came from.
   *
   * @param uri a repository or a file, as written: {@code https://git.example/team/app#refs/tags/1}
   * @param revision a commit, or empty
   * @param field which member of the predicate says so
   * @param isClear whether everybody who clones it goes to the same place, and all of the place is
   *     shown: see {@link SourceUri}
   */
  public record Source(String uri, String revision, String field, boolean isClear) {
    private static final String GIT = "git+";

    /** Whoever logs in gets the same repository. */
    private static final Pattern LOGIN = Pattern.compile("://[^/@]*@");

    /** A commit, or a reference in full, behind a repository. */
    private static final Pattern REVISION = Pattern.compile("@(refs/.+|[0-9a-f]{40,64})$");

    /** Withholds secrets: builders are known to write down the token that they clone with. */
    public Source {
      uri = Secrets.withhold(uri);
    }

    /** A source by its URI as it was written, before anything is withheld. */
    public Source(String uri, String revision, String field) {
      this(uri, revision, field, SourceUri.isClear(uri));
    }

    /**
     * The URI without what names a login, a revision or the kind of repository: {@code
     * git+https://git.example/team/app.git@refs/tags/1} is {@code https://git.example/team/app}.
     */
    public String repository() {
      String rest = uri.startsWith(GIT) ? uri.substring(GIT.length()) : uri;
      int fragment = rest.indexOf('#');
      rest = fragment < 0 ? rest : rest.substring(0, fragment);
      rest = REVISION.matcher(rest).replaceFirst("");
      rest = LOGIN.matcher(rest).replaceFirst("://");
      return rest.endsWith(".git") ? rest.substring(0, rest.length() - ".git".length()) : rest;
    }
  }
}

package dev.imageprovenance.scanner.finding;

import java.util.List;
import java.util.Optional;

/** The facts a finding rests on, typed so that a machine can use them; all kinds are immutable. */
public sealed interface Evidence {

  /**
   * A file of the effective file system (or of a hidden lower layer).
   *
   * @param path absolute path inside the image
   * @param type file, directory, symlink, hardlink, char, block or fifo
   * @param mode permission bits with setuid, setgid and sticky (07777)
   * @param uid owner's number as the engine applies it, unsigned 32 bits
   * @param owner owner's name from the image's passwd
   * @param gid group's number, unsigned 32 bits
   * @param group group's name from the image's group file
   * @param size bytes of content
   * @param contentDigest sha256 of the content, with prefix; absent for what has no content
   * @param otherPaths further hard links to the same inode
   * @param hidden true when a higher layer hides this file
   */
  record FileEvidence(
      String path,
      String type,
      int mode,
      long uid,
      Optional<String> owner,
      long gid,
      Optional<String> group,
      long size,
      Optional<String> contentDigest,
      List<String> otherPaths,
      boolean hidden)
      implements Evidence {
    /** Copies the list. */
    public FileEvidence {
      otherPaths = List.copyOf(otherPaths);
    }
  }

  /**
   * Decoded file capabilities.
   *
   * @param revision 1, 2 or 3
   * @param effective whether the effective flag is set
   * @param permitted lower-case names ({@code cap_net_raw}), unknown bits as {@code cap_41}
   * @param inheritable likewise
   * @param rootId the user namespace's root of revision 3
   */
  record CapabilityEvidence(
      int revision,
      boolean effective,
      List<String> permitted,
      List<String> inheritable,
      Optional<Long> rootId)
      implements Evidence {
    /** Copies the lists. */
    public CapabilityEvidence {
      permitted = List.copyOf(permitted);
      inheritable = List.copyOf(inheritable);
    }
  }

  /**
   * The default user as configured and as resolved.
   *
   * @param configured the raw value of the config's User, empty when absent
   * @param userClass ROOT, ROOT_POSSIBLE, NON_ROOT_VERIFIABLE, NON_ROOT_UNVERIFIABLE, UNRESOLVABLE
   * @param uid the number engines run as, when it can be told
   * @param gid the primary group
   * @param supplementaryGroups numbers from the image's group file
   */
  record UserEvidence(
      String configured,
      String userClass,
      Optional<Long> uid,
      Optional<Long> gid,
      List<Long> supplementaryGroups)
      implements Evidence {
    /** Copies the list. */
    public UserEvidence {
      supplementaryGroups = List.copyOf(supplementaryGroups);
    }
  }

  /**
   * An account or group line.
   *
   * @param file absolute path of the account file
   * @param line 1-based line number
   * @param name the account's name
   * @param id its uid or gid as engines read it
   */
  record AccountEvidence(String file, int line, String name, Optional<Long> id)
      implements Evidence {}

  /**
   * A digest or size that was compared.
   *
   * @param kind index, manifest, config, layer, diffID or chainID
   * @param expected what was promised
   * @param expectedFrom who promised it
   * @param actual what was found
   */
  record DigestEvidence(String kind, String expected, String expectedFrom, Optional<String> actual)
      implements Evidence {}

  /**
   * A clause of the policy.
   *
   * @param clause in a few words, as a person can find it
   * @param location where it stands; empty when it stands in no file
   */
  record ClauseEvidence(String clause, Optional<ClauseLocation> location) implements Evidence {}

  /**
   * Whose layer brought what was found, and what that did to its severity.
   *
   * @param origin base or own
   * @param base the name of the proven base; of what is the image's own, the base below it
   * @param severity what it was before
   * @param why one sentence without a full stop
   */
  record OriginEvidence(Origin origin, String base, Severity severity, String why)
      implements Evidence {
    /** Who brought something. */
    public enum Origin {
      /** A base whose layers are proven to be the image's lowest. */
      BASE("base"),
      /** A layer above every base that was found, or the image's own settings. */
      OWN("own");

      private final String label;

      Origin(String label) {
        this.label = label;
      }

      /** The word used in text and JSON. */
      public String label() {
        return label;
      }
    }
  }

  /**
   * Anything else, as a name and a value.
   *
   * @param name a lowerCamelCase name
   * @param value text as it was found; renderers escape it
   */
  record NamedValue(String name, String value) implements Evidence {}
}

package dev.imageprovenance.scanner.layer;

import java.util.List;
import java.util.Optional;

/**
 * What a tar header says about an inode beside its content; immutable.
 *
 * @param mode permission bits with setuid, setgid and sticky (07777)
 * @param uid owner as engines apply it, unsigned 32 bits (a header's 4294967296, 4294967295 or -1
 *     is 0 on every engine)
 * @param gid group, likewise
 * @param modifiedSeconds modification time, seconds since the epoch
 * @param capabilities file capabilities
 * @param extended other extended attributes, by name; those that overlays obey are anomalies of the
 *     layer instead
 */
public record Attributes(
    int mode,
    long uid,
    long gid,
    long modifiedSeconds,
    Optional<FileCapabilities> capabilities,
    List<ExtendedAttribute> extended) {
  /** The setuid bit. */
  public static final int SETUID = 04000;

  /** The setgid bit. */
  public static final int SETGID = 02000;

  /** Copies the list. */
  public Attributes {
    extended = List.copyOf(extended);
  }

  /** Without extended attributes but capabilities, as nearly all are. */
  public Attributes(
      int mode, long uid, long gid, long modifiedSeconds, Optional<FileCapabilities> capabilities) {
    this(mode, uid, gid, modifiedSeconds, capabilities, List.of());
  }

  /** True with the setuid bit. */
  public boolean isSetuid() {
    return (mode & SETUID) != 0;
  }

  /** True with the setgid bit. */
  public boolean isSetgid() {
    return (mode & SETGID) != 0;
  }
}

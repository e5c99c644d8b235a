package dev.imageprovenance.scanner.layer;

import java.util.Optional;

/**
 * An extended attribute of an inode, other than file capabilities and what overlays obey;
 * immutable. Its value is known by its hash, so that a layer's facts stay small.
 *
 * @param name with its namespace, for example {@code user.mime_type}
 * @param value sha256 of the raw value
 * @param acl what the value grants, for a POSIX ACL that could be decoded
 */
public record ExtendedAttribute(String name, ContentHash value, Optional<PosixAcl> acl) {
  /** The ACL that decides about access to the inode itself. */
  public static final String ACCESS_ACL = "system.posix_acl_access";

  /** The ACL that new files in a directory get. */
  public static final String DEFAULT_ACL = "system.posix_acl_default";

  /** An attribute with that value. */
  static ExtendedAttribute of(String name, byte[] value) {
    return new ExtendedAttribute(
        name,
        ContentHash.ofContent(value),
        isAcl(name) ? PosixAcl.decode(value) : Optional.empty());
  }

  /** True for a name under which Linux keeps a POSIX ACL. */
  public static boolean isAcl(String name) {
    return name.equals(ACCESS_ACL) || name.equals(DEFAULT_ACL);
  }
}

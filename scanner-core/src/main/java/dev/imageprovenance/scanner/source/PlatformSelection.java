package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Platform;

/** Which children of an index are wanted; all kinds are immutable. */
public sealed interface PlatformSelection {
  /**
   * One platform.
   *
   * @param explicit true when a person asked for it, false when it is this machine's
   */
  record One(Platform platform, boolean explicit) implements PlatformSelection {}

  /** Every image of the index. */
  record All() implements PlatformSelection {}

  /** Linux on this machine's processor. */
  static PlatformSelection host() {
    return new One(Platform.host(), false);
  }
}

package dev.imageprovenance.scanner.policy;

import dev.imageprovenance.scanner.check.ProvenBase;

/**
 * Whether an image is built on a base that its policy, or else the request, asks for; all kinds are
 * immutable.
 */
public sealed interface BaseStanding {
  /** It is: the layers of {@code base}, which were read, are its lowest. */
  record Accepted(ProvenBase base, String why) implements BaseStanding {}

  /** It is not. */
  record Refused(String why) implements BaseStanding {}

  /** What would tell could not be looked at. */
  record Unknown(String why) implements BaseStanding {}

  /** What it rests on, one sentence without a full stop. */
  String why();
}

package dev.imageprovenance.scanner;

/** What a comparison does about signatures and attestations. */
public enum SignatureWish {
  /** Nothing: they are not looked for, which saves some requests. */
  SKIP,
  /** It tells what one side has and the other lacks. */
  TELL,
  /** It tells that, and fails when the deployed side lacks something signed. */
  REQUIRE
}

package dev.imageprovenance.scanner.oci;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A document's bytes exactly as received, over which its digest is taken; immutable. */
public final class RawDocument {
  private final byte[] bytes;

  private RawDocument(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Copies {@code bytes}. */
  public static RawDocument of(byte[] bytes) {
    return new RawDocument(bytes.clone());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** The number of bytes. */
  public int size() {
    return bytes.length;
  }

  /** The digest of the bytes. */
  public Digest digest(DigestAlgorithm algorithm) {
    return Digest.compute(algorithm, bytes);
  }

  /** The bytes as UTF-8 text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawDocument document && Arrays.equals(bytes, document.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "RawDocument[" + bytes.length + " bytes]";
  }
}

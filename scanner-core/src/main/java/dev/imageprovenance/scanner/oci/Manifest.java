package dev.imageprovenance.scanner.oci;

import java.util.Map;
import java.util.Optional;

/** A manifest or an index with the bytes it was read from; all kinds are immutable. */
public sealed interface Manifest permits ImageManifest, ImageIndex {
  /** The bytes as received. */
  RawDocument raw();

  /** The digest of {@link #raw()}, computed here. */
  Digest digest();

  /** The type of this document. */
  MediaType mediaType();

  /** Claims made by the document. */
  Map<String, String> annotations();

  /** The content this document refers to, as a signature or attestation does. */
  Optional<Descriptor> subject();

  /** The type of an artifact. */
  Optional<String> artifactType();
}

package dev.imageprovenance.testimages;

import java.util.List;
import java.util.SortedMap;

/** What an index.json or a tag can point to: an image, an index or anything else; immutable. */
public sealed interface TestContent permits TestImage, TestIndex, TestDocument {

  /** The descriptor that points to it, true or false. */
  Descriptor descriptor();

  /** The bytes served for each digest: its own document and everything below it. */
  SortedMap<String, byte[]> blobs();

  /** The manifests and indexes among the blobs, children before their parents, itself last. */
  List<Descriptor> documents();
}

package dev.imageprovenance.testimages;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A document of any kind and the blobs that come with it; immutable.
 *
 * @param descriptor points to the document, truly or not
 * @param blobs the bytes served for each digest
 */
public record TestDocument(Descriptor descriptor, SortedMap<String, byte[]> blobs)
    implements TestContent {
  /** Copies the map. */
  public TestDocument {
    blobs = Collections.unmodifiableSortedMap(new TreeMap<>(blobs));
  }

  @Override
  public List<Descriptor> documents() {
    return List.of(descriptor);
  }

  /** A document with a true descriptor. */
  public static TestDocument of(String mediaType, byte[] bytes, Map<String, byte[]> others) {
    Descriptor descriptor = Descriptor.of(mediaType, "sha256", bytes);
    SortedMap<String, byte[]> blobs = new TreeMap<>(others);
    blobs.put(descriptor.digest(), bytes);
    return new TestDocument(descriptor, blobs);
  }
}

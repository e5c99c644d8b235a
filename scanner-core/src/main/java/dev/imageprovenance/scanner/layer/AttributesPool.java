package dev.imageprovenance.scanner.layer;

import org.jspecify.annotations.Nullable;

/**
 * Shares equal attributes, of which a layer has few; not thread-safe. It forgets rather than grow:
 * what is forgotten is merely not shared.
 */
final class AttributesPool {
  private static final int SLOTS = 1 << 14;

  private final @Nullable Attributes[] slots = new Attributes[SLOTS];

  Attributes share(Attributes attributes) {
    int hash = attributes.hashCode();
    int slot = (hash ^ hash >>> 14) & (SLOTS - 1);
    Attributes shared = slots[slot];
    if (shared != null && shared.equals(attributes)) {
      return shared;
    }
    slots[slot] = attributes;
    return attributes;
  }
}

package dev.imageprovenance.scanner.layer;

import java.util.AbstractList;

/** The entries of a layer of which a snapshot keeps the number alone; immutable. */
final class UnkeptEntries extends AbstractList<LayerEntry> {
  private final int size;

  UnkeptEntries(int size) {
    this.size = size;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public LayerEntry get(int index) {
    throw new NotInSnapshotException("the entries of a layer");
  }
}

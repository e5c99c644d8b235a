package dev.imageprovenance.scanner.layer;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;

/** The account files of a layer, of which a snapshot keeps none; immutable. */
final class UnkeptAccountFiles extends AbstractMap<String, LayerFacts.AccountFile> {
  @Override
  public Set<Map.Entry<String, LayerFacts.AccountFile>> entrySet() {
    throw new NotInSnapshotException("the account files of a layer");
  }
}

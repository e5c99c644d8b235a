package dev.imageprovenance.scanner.layer;

/** Names as tables of contents have them: JSON, which cannot hold every byte; stateless. */
final class TocNames {
  /** The entry that is an eStargz layer's table. */
  static final String ESTARGZ_TABLE = "stargz.index.json";

  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String AUFS = ".wh..wh.";

  private TocNames() {}

  /** The name in the tar of an entry, as a table lists it. */
  static String of(LayerEntry entry) {
    if (entry instanceof LayerEntry.Whiteout whiteout) {
      return replaceUnpaired(
          child(PathName.parent(whiteout.path()), WHITEOUT + PathName.baseName(whiteout.path())));
    }
    if (entry instanceof LayerEntry.OpaqueWhiteout opaque) {
      return replaceUnpaired(child(opaque.path(), OPAQUE));
    }
    return replaceUnpaired(entry.path());
  }

  /** True for bookkeeping of AUFS, which is no entry of a layer. */
  static boolean isAufs(String path) {
    String name = PathName.baseName(path);
    return name.startsWith(AUFS) && !name.equals(OPAQUE);
  }

  /** The text as Go's encoding/json writes and reads it: what is no character is U+FFFD. */
  static String replaceUnpaired(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
        .forEach(replaced::appendCodePoint);
    return replaced.toString();
  }

  private static String child(String directory, String name) {
    return directory.isEmpty() ? name : directory + "/" + name;
  }
}

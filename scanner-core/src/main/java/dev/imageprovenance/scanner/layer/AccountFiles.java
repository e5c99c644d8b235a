package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.context.Limits;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the content of a layer's account files, password hashes taken out; not thread-safe.
 *
 * <p>Files that were asked for and those in /etc itself are kept whenever they are within {@link
 * Limits#accountFileBytes}; those in an etc directory elsewhere share {@value #ELSEWHERE_SHARE}
 * times that much.
 */
final class AccountFiles {
  private static final List<String> NAMES = List.of("etc/passwd", "etc/group", "etc/shadow");
  private static final int ELSEWHERE_SHARE = 16;

  private final Set<String> asked;
  private final long mostBytes;
  private final Map<String, LayerFacts.AccountFile> kept = new HashMap<>();
  private long elsewhereLeft;

  AccountFiles(Set<String> asked, Limits limits) {
    this.asked = asked;
    this.mostBytes = limits.accountFileBytes();
    this.elsewhereLeft = ELSEWHERE_SHARE * mostBytes;
  }

  /** Whether the content of a file is to be kept. */
  boolean wants(String path, long size) {
    if (size > mostBytes) {
      return false;
    }
    return asked.contains(path)
        || NAMES.contains(path)
        || (isElsewhere(path) && size <= elsewhereLeft);
  }

  /** Keeps what {@link #wants} wanted. */
  void keep(String path, ContentHash hash, byte[] content) {
    if (!asked.contains(path) && !NAMES.contains(path)) {
      elsewhereLeft -= content.length + (long) path.length();
    }
    String text = new String(content, StandardCharsets.ISO_8859_1);
    kept.put(path, new LayerFacts.AccountFile(hash, PasswordHashes.redact(text)));
  }

  /** The path gets another inode, so what was kept of it is no longer there. */
  void forget(String path) {
    kept.remove(path);
  }

  Map<String, LayerFacts.AccountFile> toMap() {
    return kept;
  }

  private static boolean isElsewhere(String path) {
    for (String name : NAMES) {
      if (path.endsWith(name)
          && path.length() > name.length()
          && path.charAt(path.length() - name.length() - 1) == '/') {
        return true;
      }
    }
    return false;
  }
}

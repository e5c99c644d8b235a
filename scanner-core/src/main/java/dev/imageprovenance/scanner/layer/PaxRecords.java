package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The records of one PAX extended header (POSIX pax, "pax Extended Header") that change what an
 * entry is; immutable once parsed.
 *
 * <p>Records are split by their declared length and values are bytes, since an attribute may hold
 * any byte. A key that comes again replaces the earlier one, as in the engines. An empty value
 * leaves the header's own.
 */
final class PaxRecords {
  static final PaxRecords NONE = new PaxRecords();

  private static final int MOST_REPEATED_KEYS = 16;
  private static final String SCHILY = "SCHILY.xattr.";
  private static final String OVERLAY = SCHILY + "trusted.overlay.";
  private static final String LIBARCHIVE = "LIBARCHIVE.xattr.";
  private static final String SPARSE_OFFSET = "GNU.sparse.offset";
  private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";
  private static final Set<String> KNOWN =
      Set.of(
          "path",
          "linkpath",
          "size",
          "uid",
          "gid",
          "mtime",
          "GNU.sparse.major",
          "GNU.sparse.minor",
          "GNU.sparse.name",
          "GNU.sparse.size",
          "GNU.sparse.realsize",
          "GNU.sparse.map");
  private static final Set<String> TEXT_ONLY = Set.of("path", "linkpath", "uname", "gname");

  private final Map<String, byte[]> values = new HashMap<>();
  private final List<byte[]> sparseNumbers = new ArrayList<>();
  private final Set<String> repeated = new LinkedHashSet<>();

  private PaxRecords() {}

  /**
   * Parses the content of an extended header.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED
   */
  static PaxRecords parse(byte[] content, long offset) {
    PaxRecords records = new PaxRecords();
    int position = 0;
    while (position < content.length) {
      int end = recordEnd(content, position, offset);
      records.addRecord(content, indexOf(content, ' ', position, end) + 1, end - 1, offset);
      position = end;
    }
    return records;
  }

  /** True when nothing in it changes an entry. */
  boolean isEmpty() {
    return values.isEmpty() && sparseNumbers.isEmpty();
  }

  /** Keys of which there was more than one; enough of them to show. */
  Set<String> repeatedKeys() {
    return repeated;
  }

  /** The names of what is in it, for a message. */
  Set<String> keys() {
    return values.keySet();
  }

  byte @Nullable [] bytes(String key) {
    byte[] value = values.get(key);
    return value == null || value.length == 0 ? null : value;
  }

  /** The value as one char for each byte, empty if there is none. */
  String ascii(String key) {
    byte[] value = bytes(key);
    return value == null ? "" : new String(value, StandardCharsets.ISO_8859_1);
  }

  /** A whole decimal number. */
  OptionalLong number(String key, long offset) {
    String value = ascii(key);
    return value.isEmpty() ? OptionalLong.empty() : OptionalLong.of(decimal(key, value, offset));
  }

  /** A time in seconds with an optional fraction, rounded down. */
  OptionalLong seconds(String key, long offset) {
    String value = ascii(key);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    int point = value.indexOf('.');
    if (point < 0) {
      return OptionalLong.of(decimal(key, value, offset));
    }
    String fraction = value.substring(point + 1);
    if (!fraction.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw malformed(offset, "the PAX record " + key + " is no time");
    }
    long whole = decimal(key, value.substring(0, point), offset);
    boolean below = value.startsWith("-") && fraction.chars().anyMatch(c -> c != '0');
    return OptionalLong.of(below && whole > Long.MIN_VALUE ? whole - 1 : whole);
  }

  /** Offsets and lengths in turn of a sparse file in form 0.0, or those of the map in form 0.1. */
  List<byte[]> sparseNumbers() {
    byte[] map = bytes("GNU.sparse.map");
    if (!sparseNumbers.isEmpty() || map == null) {
      return sparseNumbers;
    }
    List<byte[]> numbers = new ArrayList<>();
    int start = 0;
    while (start <= map.length) {
      int comma = indexOf(map, ',', start, map.length);
      int end = comma < 0 ? map.length : comma;
      numbers.add(Arrays.copyOfRange(map, start, end));
      start = end + 1;
    }
    return numbers;
  }

  /**
   * Extended attributes by name. An empty value means no attribute, as it does to engines, but for
   * the overlay's own, whose mere presence some of them store and the kernel obeys. SCHILY's
   * record, the only one that engines obey, wins over libarchive's.
   *
   * @param conflicts gets the names whose records disagree or cannot be decoded
   */
  Map<String, byte[]> attributes(Set<String> conflicts) {
    Map<String, byte[]> attributes = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(SCHILY) && (value.length > 0 || key.startsWith(OVERLAY))) {
            attributes.put(key.substring(SCHILY.length()), value);
          }
        });
    values.forEach(
        (key, value) -> {
          if (key.startsWith(LIBARCHIVE) && value.length > 0) {
            addLibarchive(
                attributes, percentDecoded(key.substring(LIBARCHIVE.length())), value, conflicts);
          }
        });
    return attributes;
  }

  private static void addLibarchive(
      Map<String, byte[]> attributes, String name, byte[] base64, Set<String> conflicts) {
    try {
      byte[] value = Base64.getDecoder().decode(base64);
      byte[] other = attributes.putIfAbsent(name, value);
      if (other != null && !Arrays.equals(other, value)) {
        conflicts.add(name);
      }
    } catch (IllegalArgumentException e) {
      conflicts.add(name);
    }
  }

  private static String percentDecoded(String name) {
    StringBuilder decoded = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      int high = i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
      int low = i + 2 < name.length() ? Character.digit(name.charAt(i + 2), 16) : -1;
      if (name.charAt(i) == '%' && high >= 0 && low >= 0) {
        decoded.append((char) (high << 4 | low));
        i += 2;
      } else {
        decoded.append(name.charAt(i));
      }
    }
    return decoded.toString();
  }

  /** The end of the record at {@code start}, its newline included. */
  private static int recordEnd(byte[] content, int start, long offset) {
    int space = indexOf(content, ' ', start, Math.min(content.length, start + 20));
    if (space <= start) {
      throw malformed(offset, "a PAX record has no length");
    }
    long length = 0;
    for (int i = start; i < space; i++) {
      int digit = content[i] - '0';
      if (digit < 0 || digit > 9) {
        throw malformed(offset, "the length of a PAX record is no number");
      }
      length = Math.min(length * 10 + digit, Integer.MAX_VALUE);
    }
    if (length > content.length - start || length <= space + 1L - start) {
      throw malformed(
          offset,
          "a PAX record of "
              + length
              + " bytes does not fit into the "
              + (content.length - start)
              + " bytes of its header that are left");
    }
    int end = start + (int) length;
    if (content[end - 1] != '\n') {
      throw malformed(offset, "a PAX record does not end with a newline");
    }
    return end;
  }

  private void addRecord(byte[] content, int start, int end, long offset) {
    int equals = indexOf(content, '=', start, end);
    if (equals <= start || indexOf(content, 0, start, equals) >= 0) {
      throw malformed(offset, "a PAX record has no key");
    }
    String key = PathName.decode(content, start, equals - start);
    byte[] value = Arrays.copyOfRange(content, equals + 1, end);
    if (TEXT_ONLY.contains(key) && indexOf(value, 0, 0, value.length) >= 0) {
      throw malformed(offset, "the PAX record " + key + " has a NUL in it");
    }
    if (key.equals(SPARSE_OFFSET) || key.equals(SPARSE_LENGTH)) {
      addSparseNumber(key, value, offset);
    } else if (KNOWN.contains(key) || key.startsWith(SCHILY) || key.startsWith(LIBARCHIVE)) {
      boolean isRepeated = values.put(key, value) != null;
      if (isRepeated && repeated.size() < MOST_REPEATED_KEYS) {
        repeated.add(key);
      }
    }
  }

  private void addSparseNumber(String key, byte[] value, long offset) {
    String expected = sparseNumbers.size() % 2 == 0 ? SPARSE_OFFSET : SPARSE_LENGTH;
    if (!key.equals(expected)) {
      throw malformed(offset, "the PAX record " + key + " comes where " + expected + " must");
    }
    sparseNumbers.add(value);
  }

  private static long decimal(String key, String value, long offset) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw malformed(
          offset, "the PAX record " + key + " is no whole number: \"" + Text.excerpt(value) + "\"");
    }
  }

  private static RuntimeException malformed(long offset, String message) {
    return Problems.malformedEntry(offset, "", message);
  }

  private static int indexOf(byte[] bytes, int wanted, int start, int end) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }
}

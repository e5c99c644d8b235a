package dev.imageprovenance.scanner.layer;

import dev.imageprovenance.scanner.oci.Text;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The extended headers in front of one tar entry; the last of each kind counts. */
final class Extensions {
  private PaxRecords records = PaxRecords.NONE;
  private byte @Nullable [] longName;
  private byte @Nullable [] longLink;
  private final Set<String> ambiguities = new LinkedHashSet<>();

  void setRecords(PaxRecords next) {
    if (records != PaxRecords.NONE) {
      note("more than one PAX header in front of the entry");
    }
    if (!next.repeatedKeys().isEmpty()) {
      note(
          "PAX records that come more than once: "
              + Text.excerpt(String.join(", ", next.repeatedKeys())));
    }
    records = next;
  }

  void setLongName(byte[] content) {
    if (longName != null) {
      note("more than one GNU long name in front of the entry");
    }
    longName = upToNul(content);
  }

  void setLongLink(byte[] content) {
    if (longLink != null) {
      note("more than one GNU long link name in front of the entry");
    }
    longLink = upToNul(content);
  }

  boolean isEmpty() {
    return records == PaxRecords.NONE && longName == null && longLink == null;
  }

  PaxRecords records() {
    return records;
  }

  /** GNU's long name, null if there is none or it is empty. */
  byte @Nullable [] longName() {
    return longName == null || longName.length == 0 ? null : longName;
  }

  /** GNU's long link name, null if there is none or it is empty. */
  byte @Nullable [] longLink() {
    return longLink == null || longLink.length == 0 ? null : longLink;
  }

  /** What readers could take differently, in words. */
  Set<String> ambiguities() {
    noteContradiction("path", longName());
    noteContradiction("linkpath", longLink());
    return ambiguities;
  }

  private void noteContradiction(String key, byte @Nullable [] gnu) {
    byte[] pax = records.bytes(key);
    if (gnu != null && pax != null && !Arrays.equals(gnu, pax)) {
      note("GNU's long name and the PAX record " + key + " differ");
    }
  }

  private void note(String what) {
    ambiguities.add(what);
  }

  private static byte[] upToNul(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return Arrays.copyOf(content, end);
  }
}

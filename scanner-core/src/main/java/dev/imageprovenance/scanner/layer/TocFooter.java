package dev.imageprovenance.scanner.layer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the last stored bytes of a layer say that its table of contents is; immutable.
 *
 * @param kind of the table
 * @param storedOffset where the table's stored form begins; empty when it is kept elsewhere or the
 *     number cannot be read
 * @param storedSize bytes of the stored form; empty where the footer does not say it
 */
record TocFooter(
    TableOfContents.Kind kind, Optional<Long> storedOffset, Optional<Long> storedSize) {
  /** So many last bytes of a layer are needed to find any footer. */
  static final int MOST_BYTES = 64;

  private static final int GZIP_FIXED = 12;
  private static final int GZIP_REST = 13;
  private static final int FLAG_EXTRA = 4;
  private static final String SUBFIELD = "SG";
  private static final String MARK = "STARGZ";
  private static final String ELSEWHERE = "STARGZEXTERNALTOC";
  private static final int HEX_DIGITS = 16;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{16}");
  private static final byte[] CONTAINERS_MARK = ascii("GNUlInUx");
  private static final byte[] STARGZ_ZSTD_MARK = ascii("GnUlInUx");
  private static final int CONTAINERS_BYTES = 64;
  private static final int STARGZ_ZSTD_BYTES = 40;

  /**
   * The footer in the last bytes of a layer.
   *
   * @param tail the last {@link #MOST_BYTES} stored bytes, or all if there are fewer
   */
  static Optional<TocFooter> find(byte[] tail) {
    return gzip(tail, SUBFIELD + "\026\0", MARK)
        .or(() -> gzip(tail, "", MARK))
        .or(() -> elsewhere(tail))
        .or(() -> zstd(tail, CONTAINERS_BYTES, CONTAINERS_MARK))
        .or(() -> zstd(tail, STARGZ_ZSTD_BYTES, STARGZ_ZSTD_MARK));
  }

  /** The header of an empty gzip member whose extra field holds the offset in hexadecimal. */
  private static Optional<TocFooter> gzip(byte[] tail, String prefix, String mark) {
    int extra = prefix.length() + HEX_DIGITS + mark.length();
    return extraField(tail, extra)
        .filter(field -> field.startsWith(prefix) && field.endsWith(mark))
        .map(field -> field.substring(prefix.length(), prefix.length() + HEX_DIGITS))
        .map(
            digits ->
                new TocFooter(TableOfContents.Kind.ESTARGZ, offset(digits), Optional.empty()));
  }

  private static Optional<TocFooter> elsewhere(byte[] tail) {
    String field = SUBFIELD + (char) ELSEWHERE.length() + "\0" + ELSEWHERE;
    return extraField(tail, field.length())
        .filter(field::equals)
        .map(
            found ->
                new TocFooter(TableOfContents.Kind.ESTARGZ, Optional.empty(), Optional.empty()));
  }

  private static Optional<String> extraField(byte[] tail, int length) {
    int start = tail.length - GZIP_FIXED - length - GZIP_REST;
    if (start < 0) {
      return Optional.empty();
    }
    boolean isHeader =
        tail[start] == 0x1F
            && tail[start + 1] == (byte) 0x8B
            && tail[start + 2] == 8
            && (tail[start + 3] & FLAG_EXTRA) != 0
            && tail[start + 10] == length
            && tail[start + 11] == 0;
    return isHeader
        ? Optional.of(new String(tail, start + GZIP_FIXED, length, StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  private static Optional<Long> offset(String digits) {
    return HEX.matcher(digits).matches()
        ? Optional.of(Long.parseUnsignedLong(digits, 16))
        : Optional.empty();
  }

  private static Optional<TocFooter> zstd(byte[] tail, int length, byte[] mark) {
    int start = tail.length - length;
    int markStart = tail.length - mark.length;
    if (start < 0 || !Arrays.equals(tail, markStart, tail.length, mark, 0, mark.length)) {
      return Optional.empty();
    }
    ByteBuffer numbers = ByteBuffer.wrap(tail, start, length).order(ByteOrder.LITTLE_ENDIAN);
    return Optional.of(
        new TocFooter(
            TableOfContents.Kind.ZSTD_CHUNKED,
            Optional.of(numbers.getLong()),
            Optional.of(numbers.getLong())));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}

package dev.imageprovenance.scanner.source.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Status line and header fields of a response, read strictly and within bounds (RFC 9112 sections 4
 * and 5); immutable.
 */
record ResponseHead(String statusLine, int minorVersion, int status, List<Field> fields) {
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_FIELDS = 256;
  private static final int MAX_INTERIM = 8;

  /** One header field. */
  record Field(String name, String value) {}

  /** Reads the final head, skipping interim ones (1xx). */
  static ResponseHead read(InputStream in) throws IOException {
    for (int interim = 0; interim <= MAX_INTERIM; interim++) {
      ResponseHead head = readOne(in);
      if (head.status >= 200) {
        head.requireOneFraming();
        return head;
      }
      if (head.status == 101) {
        throw new ProtocolException("the server switched protocols without being asked");
      }
    }
    throw new ProtocolException("more than " + MAX_INTERIM + " interim responses");
  }

  /** Two lengths are two opinions of where the next response begins (RFC 9112 section 6.3). */
  private void requireOneFraming() throws ProtocolException {
    if (!all("Transfer-Encoding").isEmpty() && !all("Content-Length").isEmpty()) {
      throw new ProtocolException("both Transfer-Encoding and Content-Length are given");
    }
  }

  private static ResponseHead readOne(InputStream in) throws IOException {
    LineReader lines = new LineReader(in, MAX_BYTES);
    String statusLine = lines.next();
    if (!statusLine.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
      throw new ProtocolException("the answer is not HTTP/1.1");
    }
    List<Field> fields = new ArrayList<>();
    for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
      if (fields.size() == MAX_FIELDS) {
        throw new ProtocolException("more than " + MAX_FIELDS + " header fields");
      }
      fields.add(parseField(line));
    }
    return new ResponseHead(
        statusLine,
        statusLine.charAt(7) - '0',
        Integer.parseInt(statusLine.substring(9, 12)),
        List.copyOf(fields));
  }

  private static Field parseField(String line) throws ProtocolException {
    int colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.substring(0, colon))) {
      throw new ProtocolException("a header field is malformed");
    }
    return new Field(line.substring(0, colon), line.substring(colon + 1).strip());
  }

  static boolean isToken(String text) {
    if (text.isEmpty()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  List<String> all(String name) {
    return fields.stream()
        .filter(field -> field.name.equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  boolean isChunked() throws ProtocolException {
    List<String> codings = all("Transfer-Encoding");
    if (codings.isEmpty()) {
      return false;
    }
    if (codings.size() != 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
      throw new ProtocolException("the transfer coding is not \"chunked\"");
    }
    return true;
  }

  /** The Content-Length, if one is given; several that differ, or no number, are an error. */
  OptionalLong contentLength() throws ProtocolException {
    List<String> lengths = all("Content-Length").stream().distinct().toList();
    if (lengths.isEmpty()) {
      return OptionalLong.empty();
    }
    if (lengths.size() != 1 || !lengths.get(0).matches("\\d{1,18}")) {
      throw new ProtocolException("the Content-Length is not one number");
    }
    return OptionalLong.of(Long.parseLong(lengths.get(0)));
  }

  boolean keepsAlive() {
    String connection = String.join(",", all("Connection")).toLowerCase(Locale.ROOT);
    return minorVersion == 1 ? !connection.contains("close") : connection.contains("keep-alive");
  }

  /** Reads lines of ISO 8859-1 up to a number of bytes in all. */
  static final class LineReader {
    private final InputStream in;
    private final int limit;
    private int read;

    LineReader(InputStream in, int limit) {
      this.in = in;
      this.limit = limit;
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder(80);
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException(
              read == 0 ? "the connection was closed without an answer" : "the answer was cut off");
        }
        if (++read > limit) {
          throw new ProtocolException("more than " + limit + " bytes of header fields");
        }
        line.append((char) b);
      }
      int end = line.length();
      if (end > 0 && line.charAt(end - 1) == '\r') {
        line.setLength(end - 1);
      }
      return line.toString();
    }
  }
}

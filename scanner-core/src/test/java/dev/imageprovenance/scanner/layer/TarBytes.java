package dev.imageprovenance.scanner.layer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes tar streams byte by byte, so that tests can also write what no tool would. */
final class TarBytes {
  static final int BLOCK = 512;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** A ustar header block to be changed before it is sealed with its checksum. */
  static final class Header {
    private final byte[] block = new byte[BLOCK];

    Header(String name, char type, long size) {
      text(0, name);
      octal(100, 8, 0644);
      octal(108, 8, 0);
      octal(116, 8, 0);
      octal(124, 12, size);
      octal(136, 12, 0);
      block[156] = (byte) type;
      text(257, "ustar\00000");
    }

    Header mode(int mode) {
      return octal(100, 8, mode);
    }

    Header owner(long uid, long gid) {
      return octal(108, 8, uid).octal(116, 8, gid);
    }

    Header link(String target) {
      return text(157, target);
    }

    Header device(long major, long minor) {
      return octal(329, 8, major).octal(337, 8, minor);
    }

    Header gnu() {
      return text(257, "ustar  \0");
    }

    Header v7() {
      Arrays.fill(block, 257, BLOCK, (byte) 0);
      return this;
    }

    Header text(int offset, String text) {
      return bytes(offset, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Header bytes(int offset, byte... bytes) {
      System.arraycopy(bytes, 0, block, offset, bytes.length);
      return this;
    }

    Header octal(int offset, int length, long value) {
      return text(offset, String.format("%0" + (length - 1) + "o\0", value));
    }

    byte[] sealed() {
      Arrays.fill(block, 148, 156, (byte) ' ');
      long sum = 0;
      for (byte b : block) {
        sum += b & 0xFF;
      }
      return text(148, String.format("%06o\0 ", sum)).block;
    }
  }

  TarBytes add(Header header) {
    out.writeBytes(header.sealed());
    return this;
  }

  TarBytes add(Header header, byte[] content) {
    return add(header).raw(content).pad();
  }

  TarBytes file(String name, String content) {
    byte[] bytes = latin1(content);
    return add(new Header(name, '0', bytes.length), bytes);
  }

  TarBytes entry(String name, char type) {
    return add(new Header(name, type, 0));
  }

  TarBytes link(String name, char type, String target) {
    return add(new Header(name, type, 0).link(target));
  }

  /** A PAX header of {@code key=value} records, whose chars are bytes. */
  TarBytes pax(String... records) {
    return extension('x', latin1(paxRecords(records)));
  }

  TarBytes extension(char type, byte[] content) {
    return add(new Header("extension", type, content.length), content);
  }

  TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  TarBytes pad() {
    out.writeBytes(new byte[-out.size() & (BLOCK - 1)]);
    return this;
  }

  /** The stream with its two zero blocks. */
  byte[] end() {
    return raw(new byte[2 * BLOCK]).unfinished();
  }

  /** The stream as it is. */
  byte[] unfinished() {
    return out.toByteArray();
  }

  static String paxRecords(String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      int length = record.length() + 3;
      while (String.valueOf(length).length() + record.length() + 2 != length) {
        length++;
      }
      text.append(length).append(' ').append(record).append('\n');
    }
    return text.toString();
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

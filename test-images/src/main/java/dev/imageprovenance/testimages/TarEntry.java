package dev.imageprovenance.testimages;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * One tar entry with every byte under control: header fields, PAX records, GNU long names, content;
 * mutable and not thread-safe. What does not fit a ustar header goes into PAX records by itself
 * unless {@link #gnu()} was asked for.
 */
public final class TarEntry {
  /** The size of a tar block, in bytes. */
  public static final int BLOCK = 512;

  /** Seconds since the epoch of 2026-01-01T00:00:00Z, every entry's time unless it is set. */
  public static final long EPOCH = 1_767_225_600L;

  private static final long LARGEST_SHORT_NUMBER = 07777777;
  private static final long LARGEST_LONG_NUMBER = 077777777777L;
  private static final byte[] NOTHING = {};

  private final char type;
  private byte[] name;
  private byte[] linkName = NOTHING;
  private byte[] prefix = NOTHING;
  private byte[] content = NOTHING;
  private String magic = "ustar\00000";
  private int mode;
  private long uid;
  private long gid;
  private String userName = "";
  private String groupName = "";
  private long modified = EPOCH;
  private int major;
  private int minor;
  private OptionalLong declaredSize = OptionalLong.empty();
  private boolean gnu;
  private boolean base256;
  private int checksumError;
  private final List<byte[]> pax = new ArrayList<>();
  private final List<Patch> patches = new ArrayList<>();

  private record Patch(int offset, byte[] bytes) {}

  private TarEntry(char type, String name, int mode) {
    this.type = type;
    this.name = utf8(name);
    this.mode = mode;
  }

  /** An entry of any type flag, with the name exactly as given. */
  public static TarEntry of(char type, String name, int mode) {
    return new TarEntry(type, name, mode);
  }

  /** A regular file. */
  public static TarEntry file(String name, int mode, byte[] content) {
    return new TarEntry('0', name, mode).content(content);
  }

  /** A directory; the name should end with a slash, as tar writes it. */
  public static TarEntry directory(String name, int mode) {
    return new TarEntry('5', name, mode);
  }

  /** A symbolic link. */
  public static TarEntry symlink(String name, String target) {
    return new TarEntry('2', name, 0777).linkName(target);
  }

  /** A hard link; its header's mode and owner are what engines apply to the shared inode. */
  public static TarEntry hardLink(String name, int mode, String target) {
    return new TarEntry('1', name, mode).linkName(target);
  }

  /** A PAX global header, valid for every entry behind it. */
  public static TarEntry globalHeader(String key, String value) {
    return new TarEntry('g', "pax_global_header", 0644).content(paxRecord(key, utf8(value)));
  }

  /** Replaces the name with bytes that need not be text. */
  public TarEntry nameBytes(byte[] bytes) {
    name = bytes.clone();
    return this;
  }

  /** Sets the link target, as text. */
  public TarEntry linkName(String target) {
    linkName = utf8(target);
    return this;
  }

  /** Sets the ustar prefix field, which readers put before the name with a slash. */
  public TarEntry prefix(String value) {
    prefix = utf8(value);
    return this;
  }

  /** Sets the content, and with it the size unless {@link #declaredSize} overrides it. */
  public TarEntry content(byte[] bytes) {
    content = bytes.clone();
    return this;
  }

  /** Sets the mode. */
  public TarEntry mode(int newMode) {
    mode = newMode;
    return this;
  }

  /** Sets the numeric owner. */
  public TarEntry owner(long newUid, long newGid) {
    uid = newUid;
    gid = newGid;
    return this;
  }

  /** Sets the owner's names. */
  public TarEntry ownerNames(String user, String group) {
    userName = user;
    groupName = group;
    return this;
  }

  /** Sets the modification time, in seconds since the epoch. */
  public TarEntry modified(long seconds) {
    modified = seconds;
    return this;
  }

  /** Sets the device numbers. */
  public TarEntry device(int newMajor, int newMinor) {
    major = newMajor;
    minor = newMinor;
    return this;
  }

  /** Claims another size than the content has. */
  public TarEntry declaredSize(long size) {
    declaredSize = OptionalLong.of(size);
    return this;
  }

  /** Writes the old GNU magic, and long names as {@code L} and {@code K} entries. */
  public TarEntry gnu() {
    gnu = true;
    magic = "ustar  \0";
    return this;
  }

  /** Writes no magic, as tar did before POSIX. */
  public TarEntry v7() {
    magic = "\0\0\0\0\0\0\0\0";
    return this;
  }

  /** Writes owner, size and time in base-256 instead of octal. */
  public TarEntry base256() {
    base256 = true;
    return this;
  }

  /** Writes a header checksum that is off by one. */
  public TarEntry wrongChecksum() {
    checksumError = 1;
    return this;
  }

  /** Adds a PAX record with a value of any bytes. */
  public TarEntry pax(String key, byte[] value) {
    pax.add(paxRecord(key, value));
    return this;
  }

  /** Adds a PAX record. */
  public TarEntry pax(String key, String value) {
    return pax(key, utf8(value));
  }

  /** Adds bytes to the PAX header as they are, for records that lie about their length. */
  public TarEntry rawPax(byte[] bytes) {
    pax.add(bytes.clone());
    return this;
  }

  /** Adds an extended attribute as GNU tar and Docker write it. */
  public TarEntry xattr(String attribute, byte[] value) {
    return pax("SCHILY.xattr." + attribute, value);
  }

  /** Overwrites header bytes before the checksum is taken. */
  public TarEntry patch(int offset, byte[] bytes) {
    patches.add(new Patch(offset, bytes.clone()));
    return this;
  }

  /** The name as written, for those that need to refer to the entry. */
  public String name() {
    return new String(name, StandardCharsets.UTF_8);
  }

  /** Extension headers, header and content, padded to whole blocks. */
  public byte[] toBytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(2 * BLOCK + content.length);
    List<byte[]> records = new ArrayList<>(pax);
    if (gnu) {
      writeGnuLongNames(out);
    } else {
      addRecordsForWhatDoesNotFit(records);
    }
    if (!records.isEmpty()) {
      writePaxHeader(out, records);
    }
    out.writeBytes(header());
    writePadded(out, content);
    return out.toByteArray();
  }

  /** A PAX record: its own length in decimal, a space, key, equals sign, value and a newline. */
  public static byte[] paxRecord(String key, byte[] value) {
    byte[] start = utf8(" " + key + "=");
    int bare = start.length + value.length + 1;
    int length = bare + Integer.toString(bare).length();
    if (Integer.toString(length).length() > Integer.toString(bare).length()) {
      length++;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length);
    out.writeBytes(utf8(Integer.toString(length)));
    out.writeBytes(start);
    out.writeBytes(value);
    out.write('\n');
    return out.toByteArray();
  }

  private void addRecordsForWhatDoesNotFit(List<byte[]> records) {
    if (name.length > 100 || !isAscii(name)) {
      records.add(paxRecord("path", name));
    }
    if (linkName.length > 100 || !isAscii(linkName)) {
      records.add(paxRecord("linkpath", linkName));
    }
    addRecordForLongNumber(records, "uid", uid, LARGEST_SHORT_NUMBER);
    addRecordForLongNumber(records, "gid", gid, LARGEST_SHORT_NUMBER);
    addRecordForLongNumber(records, "size", size(), LARGEST_LONG_NUMBER);
  }

  private void addRecordForLongNumber(List<byte[]> records, String key, long value, long largest) {
    if (!base256 && (value < 0 || value > largest)) {
      records.add(paxRecord(key, utf8(Long.toString(value))));
    }
  }

  private void writeGnuLongNames(ByteArrayOutputStream out) {
    if (linkName.length > 100) {
      writeGnuLongName(out, 'K', linkName);
    }
    if (name.length > 100) {
      writeGnuLongName(out, 'L', name);
    }
  }

  private static void writeGnuLongName(ByteArrayOutputStream out, char type, byte[] value) {
    byte[] terminated = Arrays.copyOf(value, value.length + 1);
    out.writeBytes(new TarEntry(type, "././@LongLink", 0644).gnu().content(terminated).toBytes());
  }

  private void writePaxHeader(ByteArrayOutputStream out, List<byte[]> records) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    records.forEach(body::writeBytes);
    String text = new String(name, StandardCharsets.US_ASCII).replaceAll("[^!-~]", "_");
    String shortened = text.length() > 80 ? text.substring(0, 80) : text;
    out.writeBytes(
        new TarEntry('x', "PaxHeaders.0/" + shortened.replaceAll("/$", ""), 0644)
            .content(body.toByteArray())
            .toBytes());
  }

  private byte[] header() {
    byte[] block = new byte[BLOCK];
    put(block, 0, 100, name);
    putNumber(block, 100, 8, mode);
    putNumber(block, 108, 8, uid);
    putNumber(block, 116, 8, gid);
    putNumber(block, 124, 12, size());
    putNumber(block, 136, 12, modified);
    block[156] = (byte) type;
    put(block, 157, 100, linkName);
    put(block, 257, 8, utf8(magic));
    put(block, 265, 32, utf8(userName));
    put(block, 297, 32, utf8(groupName));
    putNumber(block, 329, 8, major);
    putNumber(block, 337, 8, minor);
    put(block, 345, 155, prefix);
    for (Patch patch : patches) {
      System.arraycopy(patch.bytes(), 0, block, patch.offset(), patch.bytes().length);
    }
    putChecksum(block);
    return block;
  }

  private long size() {
    return declaredSize.orElse(content.length);
  }

  private void putNumber(byte[] block, int offset, int width, long value) {
    if (base256 && width > 7 && offset != 100) {
      putBase256(block, offset, width, value);
    } else {
      putOctal(block, offset, width - 1, value);
    }
  }

  private static void putOctal(byte[] block, int offset, int digits, long value) {
    String octal = Long.toOctalString(value);
    String fitting = value < 0 || octal.length() > digits ? "0" : octal;
    put(block, offset, digits, utf8("0".repeat(digits - fitting.length()) + fitting));
  }

  private static void putBase256(byte[] block, int offset, int width, long value) {
    for (int i = 0; i < width; i++) {
      int shift = 8 * i;
      block[offset + width - 1 - i] = (byte) (shift < 64 ? value >> shift : value >> 63);
    }
    block[offset] = (byte) (value < 0 ? 0xff : block[offset] | 0x80);
  }

  private void putChecksum(byte[] block) {
    put(block, 148, 8, utf8("        "));
    int sum = checksumError;
    for (byte b : block) {
      sum += b & 0xff;
    }
    putOctal(block, 148, 6, sum);
    block[154] = 0;
    block[155] = ' ';
  }

  private static void put(byte[] block, int offset, int width, byte[] bytes) {
    System.arraycopy(bytes, 0, block, offset, Math.min(width, bytes.length));
  }

  private static void writePadded(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(bytes);
    int rest = bytes.length % BLOCK;
    if (rest != 0) {
      out.writeBytes(new byte[BLOCK - rest]);
    }
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

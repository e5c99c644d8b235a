package dev.imageprovenance.scanner.layer;

import java.util.Map;

/**
 * One tar entry's header with PAX and GNU extensions applied; immutable.
 *
 * @param name as written, bytes that are no UTF-8 as U+DC80 to U+DCFF; not normalised
 * @param type the type flag character; for the old NUL {@code '5'} if the name ends in a slash,
 *     else {@code '0'}
 * @param mode as written, the low 32 bits
 * @param uid as written
 * @param gid as written
 * @param storedSize content bytes in the stream; 0 for links, directories, devices and pipes, which
 *     have none whatever their header says
 * @param size content bytes when expanded; differs for sparse files only
 * @param modifiedSeconds seconds since the epoch
 * @param linkName as written
 * @param major of a device
 * @param minor of a device
 * @param attributes extended attributes (SCHILY.xattr and LIBARCHIVE.xattr), raw values by name;
 *     the arrays are not to be modified
 */
public record TarHeader(
    String name,
    char type,
    int mode,
    long uid,
    long gid,
    long storedSize,
    long size,
    long modifiedSeconds,
    String linkName,
    long major,
    long minor,
    Map<String, byte[]> attributes) {
  /** An ordinary file. */
  public static final char REGULAR = '0';

  /** A hard link. */
  public static final char HARD_LINK = '1';

  /** A symbolic link. */
  public static final char SYMBOLIC_LINK = '2';

  /** A character device. */
  public static final char CHARACTER_DEVICE = '3';

  /** A block device. */
  public static final char BLOCK_DEVICE = '4';

  /** A directory. */
  public static final char DIRECTORY = '5';

  /** A named pipe. */
  public static final char FIFO = '6';

  /** A contiguous file, which readers take for an ordinary one. */
  public static final char CONTIGUOUS = '7';

  /** An ordinary file in GNU's old sparse form. */
  public static final char GNU_SPARSE = 'S';

  /** True for a file with content, however it is stored. */
  public boolean isRegularFile() {
    return type == REGULAR || type == CONTIGUOUS || type == GNU_SPARSE;
  }

  /** True for a type that never has content in the stream. */
  static boolean isHeaderOnly(char type) {
    return type >= HARD_LINK && type <= FIFO;
  }
}

package dev.imageprovenance.scanner.layer;

import java.util.Map;

/**
 * One tar entry's header with PAX and GNU extensions applied; immutable.
 *
 * @param name as written, bytes that are no UTF-8 as U+DC80 to U+DCFF; not normalised
 * @param type the type flag character; {@code '0'} for the old NUL
 * @param mode as written
 * @param uid as written
 * @param gid as written
 * @param storedSize content bytes in the stream
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
    Map<String, byte[]> attributes) {}

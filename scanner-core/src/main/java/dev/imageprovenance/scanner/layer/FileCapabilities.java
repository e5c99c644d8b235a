package dev.imageprovenance.scanner.layer;

import java.util.Optional;

/**
 * The decoded {@code security.capability} attribute (linux/capability.h, vfs_cap_data); immutable.
 *
 * @param revision 1, 2 or 3
 * @param effective the effective flag
 * @param permitted 64 bits, bit N is capability N
 * @param inheritable likewise
 * @param rootId revision 3's user namespace root, unsigned 32 bits
 */
public record FileCapabilities(
    int revision, boolean effective, long permitted, long inheritable, Optional<Long> rootId) {}

/**
 * Images and containers of a container engine, Docker or podman, over its Docker-compatible API.
 */
@NullMarked
package dev.imageprovenance.scanner.source.daemon;

import org.jspecify.annotations.NullMarked;

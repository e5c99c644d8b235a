/**
 * The scanner held against tools that this project did not write: a real registry, a real Docker
 * Engine, podman, skopeo, umoci and a Debian root file system. Every test here is tagged {@code
 * integration}; a part that is missing or does not start is a failure, never a skip.
 */
@NullMarked
package dev.imageprovenance.scanner.integration;

import org.jspecify.annotations.NullMarked;

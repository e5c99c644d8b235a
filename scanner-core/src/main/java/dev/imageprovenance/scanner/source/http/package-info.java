/** Requests, retries, redirects and transports; not exported. */
@NullMarked
package dev.imageprovenance.scanner.source.http;

import org.jspecify.annotations.NullMarked;

/**
 * The pods of a cluster as its API server lists them, the images that they really run, and who
 * their processes can become. It judges what others have read: it opens no connection.
 */
@NullMarked
package dev.imageprovenance.scanner.workload;

import org.jspecify.annotations.NullMarked;

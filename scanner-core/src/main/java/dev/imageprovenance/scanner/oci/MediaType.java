package dev.imageprovenance.scanner.oci;

import org.jspecify.annotations.Nullable;

/**
 * A media type as it was written, without parameters; immutable (image-spec media-types.md).
 *
 * @param value the type, never blank
 */
public record MediaType(String value) {
  public static final MediaType OCI_INDEX =
      new MediaType("application/vnd.oci.image.index.v1+json");
  public static final MediaType OCI_MANIFEST =
      new MediaType("application/vnd.oci.image.manifest.v1+json");
  public static final MediaType OCI_CONFIG =
      new MediaType("application/vnd.oci.image.config.v1+json");
  public static final MediaType OCI_EMPTY = new MediaType("application/vnd.oci.empty.v1+json");
  public static final MediaType OCI_LAYER = new MediaType("application/vnd.oci.image.layer.v1.tar");
  public static final MediaType OCI_LAYER_GZIP =
      new MediaType("application/vnd.oci.image.layer.v1.tar+gzip");
  public static final MediaType OCI_LAYER_ZSTD =
      new MediaType("application/vnd.oci.image.layer.v1.tar+zstd");
  public static final MediaType DOCKER_INDEX =
      new MediaType("application/vnd.docker.distribution.manifest.list.v2+json");
  public static final MediaType DOCKER_MANIFEST =
      new MediaType("application/vnd.docker.distribution.manifest.v2+json");
  public static final MediaType DOCKER_SCHEMA1 =
      new MediaType("application/vnd.docker.distribution.manifest.v1+json");
  public static final MediaType DOCKER_SCHEMA1_SIGNED =
      new MediaType("application/vnd.docker.distribution.manifest.v1+prettyjws");
  public static final MediaType DOCKER_CONFIG =
      new MediaType("application/vnd.docker.container.image.v1+json");
  public static final MediaType DOCKER_LAYER =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar");
  public static final MediaType DOCKER_LAYER_GZIP =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar.gzip");
  public static final MediaType DOCKER_LAYER_ZSTD =
      new MediaType("application/vnd.docker.image.rootfs.diff.tar.zstd");
  public static final MediaType DOCKER_FOREIGN_LAYER =
      new MediaType("application/vnd.docker.image.rootfs.foreign.diff.tar.gzip");
  public static final MediaType IN_TOTO = new MediaType("application/vnd.in-toto+json");

  private static final String OCI_LAYER_PREFIX = "application/vnd.oci.image.layer.";

  /** Drops parameters and surrounding white space. */
  public MediaType {
    int semicolon = value.indexOf(';');
    value = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
  }

  /** An OCI index or a Docker manifest list. */
  public boolean isIndex() {
    return equals(OCI_INDEX) || equals(DOCKER_INDEX);
  }

  /** An OCI manifest or a Docker schema 2 manifest. */
  public boolean isManifest() {
    return equals(OCI_MANIFEST) || equals(DOCKER_MANIFEST);
  }

  /** A Docker schema 1 manifest, which has no diffIDs and is refused. */
  public boolean isSchema1() {
    return equals(DOCKER_SCHEMA1) || equals(DOCKER_SCHEMA1_SIGNED);
  }

  /** The config of a runnable image. */
  public boolean isImageConfig() {
    return equals(OCI_CONFIG) || equals(DOCKER_CONFIG);
  }

  /** A file system layer of a known kind. */
  public boolean isLayer() {
    return value.startsWith(OCI_LAYER_PREFIX)
        || value.startsWith("application/vnd.docker.image.rootfs.");
  }

  /** A layer that is kept elsewhere (foreign, non-distributable). */
  public boolean isForeignLayer() {
    return equals(DOCKER_FOREIGN_LAYER)
        || value.startsWith("application/vnd.oci.image.layer.nondistributable.");
  }

  // Spelled out: what a record generates would start java.lang.invoke in every short scan.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MediaType that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}

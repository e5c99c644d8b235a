package dev.imageprovenance.testimages;

import java.util.function.UnaryOperator;

/** How a layer's tar becomes the blob that is stored; stateless. */
public enum Compression {
  /** The tar itself. */
  NONE("", "", UnaryOperator.identity()),
  /** One gzip member of stored blocks: deterministic on every machine. */
  GZIP("+gzip", ".gzip", Gzip::stored),
  /** One really deflated gzip member. */
  GZIP_DEFLATED("+gzip", ".gzip", Gzip::deflated),
  /** Three gzip members and an empty one. */
  GZIP_MULTI_MEMBER("+gzip", ".gzip", tar -> Gzip.multiMember(tar, 3)),
  /** One zstd frame. */
  ZSTD("+zstd", ".zstd", Zstd::compressed),
  /** One zstd frame that claims a window of 128 MiB. */
  ZSTD_LONG_WINDOW("+zstd", ".zstd", tar -> Zstd.framed(tar, 27)),
  /** One zstd frame that claims a window of 2 GiB. */
  ZSTD_ENORMOUS_WINDOW("+zstd", ".zstd", tar -> Zstd.framed(tar, 31));

  private final String ociSuffix;
  private final String dockerSuffix;
  private final UnaryOperator<byte[]> encoder;

  Compression(String ociSuffix, String dockerSuffix, UnaryOperator<byte[]> encoder) {
    this.ociSuffix = ociSuffix;
    this.dockerSuffix = dockerSuffix;
    this.encoder = encoder;
  }

  /** The stored bytes of a tar. */
  public byte[] encode(byte[] tar) {
    return encoder.apply(tar);
  }

  String mediaType(boolean docker) {
    return docker ? MediaTypes.DOCKER_LAYER + dockerSuffix : MediaTypes.OCI_LAYER + ociSuffix;
  }
}

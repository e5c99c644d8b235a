package dev.imageprovenance.testimages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a layout with a layer of very many files, for tests of time and memory; stateless. It
 * never holds more than one entry.
 */
public final class LargeImage {
  private static final int FILES_PER_DIRECTORY = 1_000;

  private LargeImage() {}

  /**
   * Writes an OCI layout with the tag {@code latest}: one gzip layer of files in directories of a
   * thousand, every 10,000th file setuid, and a numeric user.
   *
   * @param entries how many tar entries the layer has, directories included
   * @param fileBytes how large each file is, in bytes
   */
  public static Path write(Path directory, int entries, int fileBytes) throws IOException {
    Path blobs = Files.createDirectories(directory.resolve("blobs/sha256"));
    Path layerFile = blobs.resolve("layer.partial");
    MessageDigest stored = Digests.messageDigest("sha256");
    MessageDigest uncompressed = Digests.messageDigest("sha256");
    try (OutputStream file = Files.newOutputStream(layerFile);
        OutputStream out =
            new DigestOutputStream(
                new FastGzip(new DigestOutputStream(file, stored)), uncompressed)) {
      writeTar(out, entries, fileBytes);
    }
    String digest = Digests.spelled("sha256", stored.digest());
    Files.move(
        layerFile, blobs.resolve(Digests.encoded(digest)), StandardCopyOption.REPLACE_EXISTING);
    Descriptor layer =
        Descriptor.of(MediaTypes.OCI_LAYER + "+gzip", "sha256", new byte[0])
            .withDigest(digest)
            .withSize(Files.size(blobs.resolve(Digests.encoded(digest))));
    TestDocument manifest = manifest(layer, Digests.spelled("sha256", uncompressed.digest()));
    return OciLayout.of(manifest).writeTo(directory);
  }

  private static void writeTar(OutputStream out, int entries, int fileBytes) throws IOException {
    byte[] content = new byte[fileBytes];
    String directory = "";
    for (int i = 0; i < entries; i++) {
      if (i % FILES_PER_DIRECTORY == 0) {
        directory = String.format("data/%06d/", i / FILES_PER_DIRECTORY);
        out.write(TarEntry.directory(directory, 0755).toBytes());
      } else {
        int mode = i % 10_000 == 1 ? 04755 : 0644;
        out.write(TarEntry.file(directory + "file-" + i, mode, content).toBytes());
      }
    }
    out.write(new byte[2 * TarEntry.BLOCK]);
  }

  private static TestDocument manifest(Descriptor layer, String diffId) {
    TestImage small =
        TestImage.builder()
            .user("1000:1000")
            .changeConfig(config -> config.withArray("/rootfs/diff_ids").add(diffId))
            .changeManifest(manifest -> manifest.withArray("/layers").add(layer.toJson()))
            .build();
    SortedMap<String, byte[]> documents = new TreeMap<>(small.blobs());
    return new TestDocument(small.descriptor(), documents);
  }

  /** Gzip at the fastest level: what matters here is how much comes out. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}

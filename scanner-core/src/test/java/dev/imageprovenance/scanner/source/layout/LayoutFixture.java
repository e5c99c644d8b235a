package dev.imageprovenance.scanner.source.layout;

import static dev.imageprovenance.scanner.source.SampleDocuments.blob;
import static dev.imageprovenance.scanner.source.SampleDocuments.config;
import static dev.imageprovenance.scanner.source.SampleDocuments.configFor;
import static dev.imageprovenance.scanner.source.SampleDocuments.descriptor;
import static dev.imageprovenance.scanner.source.SampleDocuments.index;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifest;
import static dev.imageprovenance.scanner.source.SampleDocuments.manifestEntry;
import static dev.imageprovenance.scanner.source.SampleDocuments.refName;
import static dev.imageprovenance.scanner.source.SampleDocuments.utf8;
import static dev.imageprovenance.scanner.source.SourceAssertions.open;
import static dev.imageprovenance.scanner.source.SourceAssertions.resolveAll;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.source.ImageSource;
import dev.imageprovenance.scanner.source.PlatformSelection;
import dev.imageprovenance.scanner.source.ResolvedImages;
import dev.imageprovenance.scanner.source.TarBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An OCI layout that a test writes, and what the source makes of it. */
abstract class LayoutFixture {
  static final byte[] LAYER = TarBuilder.layer("etc/one", "first");
  static final byte[] CONFIG = config("1000", LAYER);
  static final byte[] MANIFEST = manifest(CONFIG, LAYER);
  static final byte[] OTHER_CONFIG = config("0", LAYER);
  static final byte[] OTHER_MANIFEST = manifest(OTHER_CONFIG, LAYER);
  static final byte[] ARM_CONFIG = configFor("arm64", "arm", List.of(LAYER));
  static final byte[] ARM_MANIFEST = manifest(ARM_CONFIG, LAYER);
  static final String MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}";
  static final PlatformSelection ARM =
      new PlatformSelection.One(Platform.parse("linux/arm64"), true);
  static final PlatformSelection AMD =
      new PlatformSelection.One(Platform.parse("linux/amd64"), true);

  @TempDir Path temporary;
  Path layout = Path.of("");

  @BeforeEach
  void nameLayout() {
    layout = temporary.resolve("layout");
  }

  Path write(byte[] index, byte[]... blobs) throws IOException {
    Files.createDirectories(layout.resolve("blobs/sha256"));
    Files.writeString(layout.resolve("oci-layout"), MARKER);
    Files.write(layout.resolve("index.json"), index);
    for (byte[] each : blobs) {
      Files.write(layout.resolve(blob(each)), each);
    }
    return layout;
  }

  Path writeOne() throws IOException {
    return write(index(manifestEntry(MANIFEST, refName("1.0"))), MANIFEST, CONFIG, LAYER);
  }

  static byte[] layer(Path path) throws IOException {
    try (ImageSource source = open(path, Optional.empty(), ScanContext.defaults())) {
      Image image = source.resolve(PlatformSelection.host()).images().get(0);
      try (InputStream bytes = image.reader().open(image.layers().get(0))) {
        return bytes.readAllBytes();
      }
    }
  }

  static ResolvedImages resolveFor(Path path, Optional<String> name, PlatformSelection platforms)
      throws IOException {
    return resolveAll(path, name, platforms, ScanContext.defaults());
  }

  void writeTwo() throws IOException {
    write(
        index(
            manifestEntry(MANIFEST, refName("one")), manifestEntry(OTHER_MANIFEST, refName("two"))),
        MANIFEST,
        CONFIG,
        OTHER_MANIFEST,
        OTHER_CONFIG,
        LAYER);
  }

  static byte[] attestation() {
    return utf8(
        "{\"schemaVersion\":2,\"config\":"
            + descriptor("application/vnd.oci.image.config.v1+json", CONFIG, "")
            + ",\"layers\":["
            + descriptor("application/vnd.in-toto+json", utf8("{}"), "")
            + "]}");
  }

  static String attestationEntry(byte[] manifest, byte[] subject) {
    return manifestEntry(
        manifest,
        ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":{"
            + "\"vnd.docker.reference.type\":\"attestation-manifest\","
            + "\"vnd.docker.reference.digest\":\""
            + Digest.sha256(subject)
            + "\"}");
  }
}

package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.error;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** One image in every form of archive; stateless. */
final class ArchiveSamples {
  private static final String TAG = "sample/archived:1";

  private ArchiveSamples() {}

  static List<SampleImage> all() {
    return List.of(
        SampleImage.layout(
            "archived",
            "The image of all the archives: three layers, the third like the second",
            found(),
            ArchiveSamples::image),
        SampleImage.file(
            "archived-oci.tar",
            "As a tar of an OCI layout",
            found(),
            out -> OciLayout.of(image()).writeTar(out)),
        SampleImage.file(
            "archived-docker.tar",
            "As docker save wrote it before 25: the repeated layer is a symbolic link",
            found(),
            out -> archive().writeOldForm(out)),
        SampleImage.file(
            "archived-docker.tar.gz",
            "The same, compressed",
            found(),
            out -> out.write(Gzip.stored(bytes(archive()::writeOldForm)))),
        SampleImage.file(
            "archived-kaniko.tar",
            "As kaniko and Bazel write it: compressed layers, manifest.json last",
            found(),
            out -> archive().writeKanikoForm(out)),
        SampleImage.file(
            "archived-docker-25.tar",
            "As docker save writes it from 25 on, after its documentation",
            found(),
            out -> archive().writeDocker25Form(out)),
        SampleImage.file(
            "archived-containerd-store.tar",
            "As docker save writes it with the containerd store, after its documentation",
            found(),
            out -> archive().writeContainerdStoreForm(out)),
        SampleImage.file(
            "archived-two-images.tar",
            "Two images in one archive, none of which is chosen",
            error(2),
            out -> archive().add("sample/other:2", BaseFiles.harmless().build()).writeOldForm(out)),
        SampleImage.file(
            "archived-truncated.tar",
            "An archive that ends in the middle",
            error(4),
            out -> {
              byte[] whole = bytes(archive()::writeOldForm);
              out.write(whole, 0, whole.length / 2);
            }));
  }

  private static DockerArchive archive() {
    return new DockerArchive().add(TAG, image());
  }

  private static TestImage image() {
    return BaseFiles.harmless()
        .layer(l -> l.file("/usr/bin/tool", 04755, program("tool")))
        .layer(l -> l.file("/usr/bin/tool", 04755, program("tool")))
        .build();
  }

  private static Expectation found() {
    return passes().finding("setuid-files", "medium", "/usr/bin/tool");
  }

  private static byte[] bytes(SampleImage.FileWriter writer) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    writer.write(out);
    return out.toByteArray();
  }
}

package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.check.ImageFacts;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.image.LayerReader;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds images of one layer for judgements. */
final class WorkloadFixtures {
  private static final String PASSWD =
      "root:x:0:0::/root:/bin/sh\napp:x:1000:1000::/:/bin/sh\nzero:x:0:5::/:/bin/sh\n";
  private static final String GROUP = "root:x:0:\napp:x:1000:\nbus:x:50:app\n";

  private final List<LayerEntry> entries = new ArrayList<>();
  private String user = "";
  private String os = "linux";

  WorkloadFixtures() {
    entries.add(text("etc/passwd", PASSWD));
    entries.add(text("etc/group", GROUP));
  }

  WorkloadFixtures user(String value) {
    user = value;
    return this;
  }

  WorkloadFixtures os(String value) {
    os = value;
    return this;
  }

  WorkloadFixtures file(String path, int mode, long uid, long gid) {
    return add(path, new Attributes(mode, uid, gid, 0, Optional.empty()), false);
  }

  WorkloadFixtures script(String path, int mode) {
    return add(path, new Attributes(mode, 0, 0, 0, Optional.empty()), true);
  }

  WorkloadFixtures directory(String path, int mode) {
    entries.add(new LayerEntry.Directory(path, new Attributes(mode, 0, 0, 0, Optional.empty())));
    return this;
  }

  WorkloadFixtures capable(String path, int mode, FileCapabilities capabilities) {
    return add(path, new Attributes(mode, 0, 0, 0, Optional.of(capabilities)), false);
  }

  private WorkloadFixtures add(String path, Attributes attributes, boolean script) {
    entries.add(
        new LayerEntry.RegularFile(
            path, attributes, 1, hash("x"), script ? ProgramFormat.SCRIPT : ProgramFormat.NONE));
    return this;
  }

  private static LayerEntry text(String path, String text) {
    return new LayerEntry.RegularFile(
        path, new Attributes(0644, 0, 0, 0, Optional.empty()), text.length(), hash(text));
  }

  Fact<ImageRights> build() {
    return Fact.known(new ImageRights(facts()));
  }

  private ImageFacts facts() {
    Digest digest = Digest.sha256(new byte[] {1});
    LayerFacts layer =
        new LayerFacts(
            digest,
            1,
            digest,
            1,
            Compression.GZIP,
            entries,
            List.of(),
            Map.of(
                "etc/passwd", new LayerFacts.AccountFile(hash(PASSWD), PASSWD),
                "etc/group", new LayerFacts.AccountFile(hash(GROUP), GROUP)));
    FileTrees trees = FileTreeBuilder.build(List.of(layer), Limits.defaults());
    return new ImageFacts(
        image(), List.of(), List.of(), Fact.known(trees.overlay()), Fact.known(trees.inPlace()));
  }

  private Image image() {
    RawDocument raw = RawDocument.of("{}".getBytes(StandardCharsets.UTF_8));
    ImageConfig config =
        new ImageConfig(
            raw,
            Digest.sha256(new byte[] {2}),
            Platform.of(os, "amd64"),
            Optional.empty(),
            Optional.empty(),
            user,
            List.of(),
            List.of(),
            List.of(),
            "",
            List.of(),
            List.of(),
            Map.of(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
    return new Image(
        new Resolution("test", SourceKind.REGISTRY, "test", List.of()),
        Optional.empty(),
        Optional.empty(),
        config,
        List.of(),
        new NoLayers(),
        List.of(),
        List.of());
  }

  private static ContentHash hash(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return ContentHash.of(HexFormat.of().parseHex(Digest.sha256(bytes).encoded()));
  }

  private static final class NoLayers implements LayerReader {
    @Override
    public boolean isRandomAccess() {
      return true;
    }

    @Override
    public boolean isLocal() {
      return true;
    }

    @Override
    public InputStream open(ImageLayer layer) throws IOException {
      throw new IOException("judgements read nothing");
    }
  }
}

package dev.imageprovenance.scanner.compare;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.Compression;
import dev.imageprovenance.scanner.layer.ContentHash;
import dev.imageprovenance.scanner.layer.ExtendedAttribute;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.layer.FileTreeBuilder;
import dev.imageprovenance.scanner.layer.FileTrees;
import dev.imageprovenance.scanner.layer.LayerEntry;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.layer.PosixAcl;
import dev.imageprovenance.scanner.layer.ProgramFormat;
import dev.imageprovenance.scanner.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Short words for file trees in tests. */
final class CompareFixtures {
  static final FileCapabilities NET_RAW =
      new FileCapabilities(2, true, 1L << 13, 0, Optional.empty());

  private CompareFixtures() {}

  static FileTrees trees(LayerEntry... entries) {
    return layered(List.of(entries));
  }

  @SafeVarargs
  static FileTrees layered(List<LayerEntry>... layers) {
    return FileTreeBuilder.build(
        Arrays.stream(layers).map(CompareFixtures::facts).toList(), Limits.defaults());
  }

  static FileTree tree(LayerEntry... entries) {
    return trees(entries).overlay();
  }

  private static LayerFacts facts(List<LayerEntry> entries) {
    Digest digest = Digest.sha256(new byte[] {1});
    return new LayerFacts(digest, 1, digest, 1, Compression.GZIP, entries, List.of(), Map.of());
  }

  static Attributes attributes(int mode, long uid) {
    return new Attributes(mode, uid, uid, 0, Optional.empty());
  }

  static LayerEntry file(String path, int mode, String content) {
    return new LayerEntry.RegularFile(
        path, attributes(mode, 0), content.length(), hash(content), program(content));
  }

  private static ProgramFormat program(String content) {
    if (content.startsWith("#!")) {
      return ProgramFormat.SCRIPT;
    }
    return content.startsWith("\u007fELF") ? ProgramFormat.ELF : ProgramFormat.NONE;
  }

  static LayerEntry owned(String path, int mode, long uid, String content) {
    return new LayerEntry.RegularFile(
        path, attributes(mode, uid), content.length(), hash(content), ProgramFormat.NONE);
  }

  static LayerEntry capable(String path, FileCapabilities capabilities, String content) {
    return new LayerEntry.RegularFile(
        path,
        new Attributes(0755, 0, 0, 0, Optional.of(capabilities)),
        content.length(),
        hash(content),
        ProgramFormat.NONE);
  }

  static LayerEntry with(String path, int mode, ExtendedAttribute... attributes) {
    return new LayerEntry.RegularFile(
        path,
        new Attributes(mode, 0, 0, 0, Optional.empty(), List.of(attributes)),
        1,
        hash("1"),
        ProgramFormat.NONE);
  }

  static ExtendedAttribute attribute(String name, String value) {
    return new ExtendedAttribute(name, hash(value), Optional.empty());
  }

  /** An ACL of owner, one user and others. */
  static ExtendedAttribute acl(String name, int user, int mask, int others) {
    return new ExtendedAttribute(
        name,
        hash(name + user + mask + others),
        Optional.of(
            new PosixAcl(
                List.of(
                    new PosixAcl.Entry(PosixAcl.Tag.OWNER, 6, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.USER, user, 1000),
                    new PosixAcl.Entry(PosixAcl.Tag.OWNING_GROUP, 4, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.MASK, mask, 0),
                    new PosixAcl.Entry(PosixAcl.Tag.OTHER, others, 0)))));
  }

  static LayerEntry dir(String path) {
    return new LayerEntry.Directory(path, attributes(0755, 0));
  }

  static LayerEntry link(String path, String target) {
    return new LayerEntry.SymbolicLink(path, attributes(0777, 0), target);
  }

  private static ContentHash hash(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return ContentHash.of(HexFormat.of().parseHex(Digest.sha256(bytes).encoded()));
  }
}

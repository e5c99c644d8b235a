package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A content store in memory that counts what is asked of it. */
final class MemoryStore implements ContentStore {
  final List<String> requests = new ArrayList<>();
  private final Map<String, byte[]> byDigest = new HashMap<>();
  private final Map<String, StoredManifest> byTag = new HashMap<>();

  Descriptor put(MediaType type, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    Digest digest = Digest.sha256(bytes);
    byDigest.put(digest.toString(), bytes);
    return Descriptor.of(type, digest, bytes.length);
  }

  /** Answers for {@code digest} with other bytes. */
  void replace(Digest digest, String content) {
    byDigest.put(digest.toString(), content.getBytes(StandardCharsets.UTF_8));
  }

  void tag(String tag, Descriptor descriptor, Optional<Digest> claimed) {
    byte[] bytes = byDigest.getOrDefault(descriptor.digest().toString(), new byte[0]);
    byTag.put(
        tag,
        new StoredManifest(RawDocument.of(bytes), Optional.of(descriptor.mediaType()), claimed));
  }

  @Override
  public SourceKind kind() {
    return SourceKind.REGISTRY;
  }

  @Override
  public String name() {
    return "registry.example/app";
  }

  @Override
  public StoredManifest manifestByTag(String tag) {
    requests.add("tag " + tag);
    StoredManifest stored = byTag.get(tag);
    if (stored == null) {
      throw new ScanException(ProblemKind.NOT_FOUND, "no tag " + tag);
    }
    return stored;
  }

  @Override
  public StoredManifest manifestByDigest(Digest digest) {
    requests.add("manifest " + digest);
    return new StoredManifest(RawDocument.of(bytes(digest)), Optional.empty(), Optional.empty());
  }

  @Override
  public InputStream blob(Descriptor descriptor) {
    requests.add("blob " + descriptor.digest());
    return new ByteArrayInputStream(bytes(descriptor.digest()));
  }

  private byte[] bytes(Digest digest) {
    byte[] bytes = byDigest.get(digest.toString());
    if (bytes == null) {
      throw new ScanException(ProblemKind.NOT_FOUND, "no content " + digest);
    }
    return bytes;
  }

  @Override
  public List<String> tags() {
    return List.copyOf(byTag.keySet());
  }
}

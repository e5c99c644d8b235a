package dev.imageprovenance.scanner.signature;

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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A repository in memory, with a list of referrers or without; not thread-safe. */
public final class TestRepository implements ContentStore {
  /** The name that images are signed under. */
  public static final String NAME = "registry.example/team/app";

  private final Map<String, byte[]> content = new HashMap<>();
  private final Map<String, Digest> tags = new TreeMap<>();
  private final Map<Digest, List<Descriptor>> referrers = new HashMap<>();
  private final Set<String> unreachable = new HashSet<>();
  private final boolean listsReferrers;

  public TestRepository(boolean listsReferrers) {
    this.listsReferrers = listsReferrers;
  }

  /** Stores bytes. */
  public Descriptor put(String mediaType, byte[] bytes) {
    Digest digest = Digest.sha256(bytes);
    content.put(digest.toString(), bytes);
    return Descriptor.of(new MediaType(mediaType), digest, bytes.length);
  }

  public Descriptor put(String mediaType, String text) {
    return put(mediaType, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Makes a tag point at something. */
  public void tag(String tag, Descriptor descriptor) {
    tags.put(tag, descriptor.digest());
  }

  /** Lists {@code referrer} under {@code subject}. */
  public void refer(Digest subject, Descriptor referrer) {
    referrers.computeIfAbsent(subject, any -> new ArrayList<>()).add(referrer);
  }

  /** Answers for the digest with other bytes from now on. */
  public void replace(Digest digest, byte[] bytes) {
    content.put(digest.toString(), bytes);
  }

  public byte[] bytes(Digest digest) {
    return Optional.ofNullable(content.get(digest.toString())).orElseThrow();
  }

  /** Fails when it is asked for a tag, a digest or {@code referrers}. */
  public void fail(String what) {
    unreachable.add(what);
  }

  private void failIfWanted(String what) {
    if (unreachable.contains(what)) {
      throw new ScanException(ProblemKind.UNREACHABLE, "the registry answered 503 for " + what);
    }
  }

  @Override
  public SourceKind kind() {
    return SourceKind.REGISTRY;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StoredManifest manifestByTag(String tag) {
    failIfWanted(tag);
    Digest digest = tags.get(tag);
    if (digest == null) {
      throw new ScanException(ProblemKind.NOT_FOUND, "no tag " + tag);
    }
    return manifestByDigest(digest);
  }

  @Override
  public StoredManifest manifestByDigest(Digest digest) {
    return new StoredManifest(find(digest), Optional.empty(), Optional.empty());
  }

  @Override
  public InputStream blob(Descriptor descriptor) {
    return new ByteArrayInputStream(find(descriptor.digest()).bytes());
  }

  private RawDocument find(Digest digest) {
    failIfWanted(digest.toString());
    byte[] bytes = content.get(digest.toString());
    if (bytes == null) {
      throw new ScanException(ProblemKind.NOT_FOUND, "no content " + digest);
    }
    return RawDocument.of(bytes);
  }

  @Override
  public List<String> tags() {
    return List.copyOf(tags.keySet());
  }

  @Override
  public Referrers referrers(Digest subject, Optional<String> artifactType) {
    failIfWanted("referrers");
    return listsReferrers
        ? Referrers.of(referrers.getOrDefault(subject, List.of()))
        : Referrers.NOT_LISTED;
  }
}

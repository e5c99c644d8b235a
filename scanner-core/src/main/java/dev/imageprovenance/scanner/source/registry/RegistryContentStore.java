package dev.imageprovenance.scanner.source.registry;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.ManifestParser;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.auth.RegistryAuthorizer;
import dev.imageprovenance.scanner.source.http.ErrorBody;
import dev.imageprovenance.scanner.source.http.HttpReply;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.Origin;
import dev.imageprovenance.scanner.source.http.ProxyRules;
import dev.imageprovenance.scanner.source.http.SmallJson;
import dev.imageprovenance.scanner.source.http.SocketTransport;
import dev.imageprovenance.scanner.source.http.Timing;
import dev.imageprovenance.scanner.source.http.TlsTrust;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A repository of a registry as content (distribution-spec, "Pull" and "Content Discovery");
 * thread-safe. It connects when it is first asked. Closing it, or cancelling the scan, ends every
 * request that is under way.
 */
public final class RegistryContentStore implements ContentStore, Closeable {
  private static final String USER_AGENT = "image-provenance-scanner";
  private static final Duration GREETING = Duration.ofSeconds(2);
  private static final int MOST_TAGS = 1_000_000;

  /** Codes that are no answer to whether something is there, whatever the status beside them. */
  private static final Set<String> REFUSALS = Set.of("DENIED", "UNAUTHORIZED", "TOOMANYREQUESTS");

  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final String ACCEPTED_MANIFESTS =
      Stream.of(
              MediaType.OCI_INDEX,
              MediaType.OCI_MANIFEST,
              MediaType.DOCKER_INDEX,
              MediaType.DOCKER_MANIFEST)
          .map(MediaType::value)
          .collect(Collectors.joining(", "));

  private final Reference reference;
  private final RegistryClient client;
  private final KeptLayers kept;
  private final ScanContext context;
  private final Timing timing;
  private final Duration patience;
  private final Closeable connections;

  RegistryContentStore(
      Reference reference,
      RegistryClient client,
      KeptLayers kept,
      ScanContext context,
      Timing timing,
      Duration patience,
      Closeable connections) {
    this.reference = reference;
    this.client = client;
    this.kept = kept;
    this.context = context;
    this.timing = timing;
    this.patience = patience;
    this.connections = connections;
    context.cancellation().register(connections);
  }

  /**
   * The repository that {@code reference} names; tag and digest of the reference play no part.
   *
   * @throws ScanException of kind CONFIGURATION if the options contradict each other
   */
  public static RegistryContentStore connect(
      Reference reference, RegistryOptions options, ScanContext context) {
    Origin secure = RegistryClient.secureOrigin(reference);
    TlsTrust trust =
        new TlsTrust(
            options.caCertificates(),
            options.clientCertificate(),
            options.clientKey(),
            secure.host());
    SocketTransport transport =
        new SocketTransport(
            trust, ProxyRules.of(options), options.plainHttp(), options.readTimeout());
    HttpSender sender =
        new HttpSender(
            transport::buildRequest,
            new HttpSender.Settings(
                options.plainHttp(), USER_AGENT, options.connectTimeout(), options.readTimeout()),
            context,
            Timing.SYSTEM);
    RegistryAuthorizer authorizer =
        new RegistryAuthorizer(
            reference.registry(), reference.repository(), options, sender, context);
    RegistryClient client =
        new RegistryClient(
            reference,
            options.plainHttp(),
            options.deadline(),
            sender,
            authorizer,
            origin -> transport.speaksTls(origin, GREETING));
    return new RegistryContentStore(
        reference,
        client,
        new KeptLayers(options.jibCaches(), context.progress(), context.cancellation()),
        context,
        Timing.SYSTEM,
        options.deadline(),
        transport);
  }

  @Override
  public SourceKind kind() {
    return SourceKind.REGISTRY;
  }

  @Override
  public String name() {
    return reference.registry() + "/" + reference.repository();
  }

  @Override
  public StoredManifest manifestByTag(String tag) {
    checkTag(tag);
    return manifest(tag, "the tag \"" + tag + "\"");
  }

  @Override
  public StoredManifest manifestByDigest(Digest digest) {
    return manifest(digest.toString(), "the manifest " + digest);
  }

  /**
   * What a tag points at now, without its bytes.
   *
   * @param digest as the registry claims; older ones say nothing
   * @param mediaType as the registry claims
   * @param size in bytes, as the registry claims
   */
  public record Head(Optional<Digest> digest, Optional<MediaType> mediaType, OptionalLong size) {}

  /** What {@code tag} points at now by the registry's word, or empty if there is no such tag. */
  public Optional<Head> head(String tag) {
    checkTag(tag);
    return headOf(tag, "the tag \"" + tag + "\"");
  }

  /** True if the registry says that it has this manifest or index. */
  public boolean has(Digest digest) {
    return headOf(digest.toString(), "the manifest " + digest).isPresent();
  }

  private Optional<Head> headOf(String tagOrDigest, String what) {
    RegistryClient.Request request =
        new RegistryClient.Request(
            "HEAD", path("manifests/" + tagOrDigest), Map.of("Accept", ACCEPTED_MANIFESTS));
    return client.read(
        request,
        reply -> {
          if (reply.status() == 404) {
            return Optional.empty();
          }
          requireOk(reply, what);
          return Optional.of(
              new Head(claimedDigest(reply), specificType(reply), reply.contentLength()));
        });
  }

  @Override
  public InputStream blob(Descriptor descriptor) throws IOException {
    Optional<InputStream> here = kept.open(descriptor);
    if (here.isPresent()) {
      return here.get();
    }
    HttpReply reply = openBlob(descriptor, 0);
    try {
      String what = "the blob " + descriptor.digest();
      requireOk(reply, what);
      requireNoPage(reply, what);
      requireUnencoded(reply, what);
      requireSize(reply, descriptor);
      return new ResumingBlob(
          descriptor, reply, position -> openBlob(descriptor, position), context, timing, patience);
    } catch (IOException | RuntimeException e) {
      reply.close();
      throw e;
    }
  }

  private HttpReply openBlob(Descriptor descriptor, long position) {
    Map<String, String> headers =
        position == 0
            ? Map.of("Accept", "*/*")
            : Map.of("Accept", "*/*", "Range", "bytes=" + position + "-");
    return client.open(RegistryClient.Request.get(path("blobs/" + descriptor.digest()), headers));
  }

  private void requireSize(HttpReply reply, Descriptor descriptor) throws IOException {
    OptionalLong length = reply.contentLength();
    if (length.isPresent() && length.getAsLong() != descriptor.size()) {
      throw new ScanException(
          ProblemKind.INTEGRITY,
          name()
              + ": the blob "
              + descriptor.digest()
              + " has another size than promised: by its descriptor "
              + descriptor.size()
              + " bytes, served by the registry "
              + length.getAsLong(),
          "Push the image again, or use another one: these bytes cannot be what was promised.",
          null);
    }
  }

  @Override
  public List<String> tags() {
    return new ListPages("list of tags", MOST_TAGS)
        .readAll(path("tags/list?n=1000"), this::tagPage);
  }

  private ListPages.Page<String> tagPage(String path) {
    String what = "the list of tags";
    RegistryClient.Request request =
        RegistryClient.Request.get(path, Map.of("Accept", "application/json"));
    return client.read(
        request,
        reply -> {
          requireOk(reply, what);
          requireNoPage(reply, what);
          requireUnencoded(reply, what);
          byte[] bytes = readDocument(reply, what);
          List<String> tags =
              SmallJson.array(parseObject(bytes, what), "tags").stream()
                  .filter(String.class::isInstance)
                  .map(String.class::cast)
                  .toList();
          return new ListPages.Page<>(tags, LinkHeader.next(reply.headers("Link")), reply.uri());
        });
  }

  @Override
  public Referrers referrers(Digest subject, Optional<String> artifactType) {
    String filter =
        artifactType
            .map(type -> "?artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8))
            .orElse("");
    String firstPath = path("referrers/" + subject + filter);
    ListPages.Page<Descriptor> firstPage;
    try {
      firstPage = referrersPage(firstPath);
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.NOT_FOUND) {
        return Referrers.NOT_LISTED;
      }
      throw e;
    }
    List<Descriptor> listed =
        new ListPages("list of referrers", context.limits().indexManifests())
            .readAll(firstPath, path -> path.equals(firstPath) ? firstPage : referrersPage(path));
    // A registry need not filter, and need not say that it did not.
    return Referrers.of(
        listed.stream()
            .filter(one -> artifactType.isEmpty() || one.artifactType().equals(artifactType))
            .toList());
  }

  private ListPages.Page<Descriptor> referrersPage(String path) {
    String what = "the list of referrers";
    RegistryClient.Request request =
        RegistryClient.Request.get(path, Map.of("Accept", MediaType.OCI_INDEX.value()));
    return client.read(
        request,
        reply -> {
          requireOk(reply, what);
          requireManifestType(reply, what);
          requireUnencoded(reply, what);
          RawDocument raw = RawDocument.of(readDocument(reply, what));
          try {
            return new ListPages.Page<>(
                ManifestParser.referrers(raw, context.limits()),
                LinkHeader.next(reply.headers("Link")),
                reply.uri());
          } catch (ScanException e) {
            throw e.in(name() + ": " + what);
          }
        });
  }

  private Map<String, Object> parseObject(byte[] bytes, String what) {
    try {
      return SmallJson.object(bytes);
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.MALFORMED, name() + ": " + what + " is " + e.getMessage(), null, e);
    }
  }

  private StoredManifest manifest(String tagOrDigest, String what) {
    RegistryClient.Request request =
        RegistryClient.Request.get(
            path("manifests/" + tagOrDigest), Map.of("Accept", ACCEPTED_MANIFESTS));
    return client.read(
        request,
        reply -> {
          requireOk(reply, what);
          requireManifestType(reply, what);
          requireUnencoded(reply, what);
          byte[] bytes = readDocument(reply, what);
          return new StoredManifest(
              RawDocument.of(bytes), specificType(reply), claimedDigest(reply));
        });
  }

  private byte[] readDocument(HttpReply reply, String what) throws IOException {
    long limit = Math.min(context.limits().manifestBytes(), Integer.MAX_VALUE - 16);
    OptionalLong length = reply.contentLength();
    if (length.isPresent() && length.getAsLong() > limit) {
      throw tooLarge(what, Long.toString(length.getAsLong()), limit);
    }
    byte[] bytes = reply.readAtMost((int) limit);
    if (bytes.length > limit) {
      throw tooLarge(what, "more", limit);
    }
    return bytes;
  }

  private ScanException tooLarge(String what, String size, long limit) {
    return new ScanException(
        ProblemKind.LIMIT,
        name() + ": " + what + " has " + size + " bytes, and the limit manifestBytes is " + limit);
  }

  /** The type beside the bytes; application/json says nothing of what the document is. */
  private static Optional<MediaType> specificType(HttpReply reply) throws IOException {
    return reply.contentType().filter(type -> !type.equals("application/json")).map(MediaType::new);
  }

  private Optional<Digest> claimedDigest(HttpReply reply) {
    Optional<String> header = reply.header("Docker-Content-Digest").filter(text -> !text.isBlank());
    try {
      return header.map(Digest::parse);
    } catch (ScanException e) {
      throw e.in(name() + ": the registry's Docker-Content-Digest");
    }
  }

  private void requireOk(HttpReply reply, String what) {
    int status = reply.status();
    if (status == 200) {
      return;
    }
    ErrorBody error = ErrorBody.readFrom(reply);
    boolean isRefused = error.codes().stream().anyMatch(REFUSALS::contains);
    if (status == 404 && !error.isPage() && !isRefused) {
      boolean noRepository = error.codes().contains("NAME_UNKNOWN");
      throw new ScanException(
          ProblemKind.NOT_FOUND,
          noRepository
              ? reference.registry() + " has no repository " + reference.repository()
              : name() + " does not have " + what + error.inBrackets(),
          "Check the name, the tag and the registry's host.",
          null);
    }
    throw new ScanException(
        ProblemKind.UNREACHABLE,
        name()
            + ": asked for "
            + what
            + ", "
            + Text.excerpt(Origin.of(reply.uri()).hostAndPort())
            + " answered "
            + status
            + error.inBrackets(),
        "Check that this is the address of a registry.",
        null);
  }

  private void requireManifestType(HttpReply reply, String what) throws IOException {
    Optional<String> type = reply.contentType();
    boolean plausible =
        type.isEmpty()
            || type.get().equals("application/json")
            || type.get().startsWith("application/vnd.");
    if (!plausible) {
      throw wrongType(reply, what, type.get(), null);
    }
  }

  private void requireNoPage(HttpReply reply, String what) throws IOException {
    Optional<String> type = reply.contentType();
    if (type.isPresent() && type.get().contains("html")) {
      throw wrongType(reply, what, type.get(), null);
    }
  }

  private void requireUnencoded(HttpReply reply, String what) throws IOException {
    if (reply.isEncoded()) {
      throw wrongType(
          reply,
          what,
          "content encoded as "
              + reply.header("Content-Encoding").map(Text::excerpt).orElse("something"),
          "Something between here and the registry compresses what must arrive as it is.");
    }
  }

  private ScanException wrongType(
      HttpReply reply, String what, String type, @Nullable String remedy) {
    return new ScanException(
        ProblemKind.UNREACHABLE,
        name()
            + ": asked for "
            + what
            + ", "
            + Text.excerpt(Origin.of(reply.uri()).hostAndPort())
            + " answered with "
            + Text.excerpt(type),
        remedy != null
            ? remedy
            : "That may be a login page or a proxy: check host, port and proxy settings.",
        null);
  }

  private static void checkTag(String tag) {
    if (!TAG.matcher(tag).matches()) {
      throw new ScanException(ProblemKind.USAGE, "\"" + Text.excerpt(tag) + "\" is not a tag");
    }
  }

  private String path(String rest) {
    return "/v2/" + reference.repository() + "/" + rest;
  }

  /** The host and repository. */
  @Override
  public String toString() {
    return "RegistryContentStore[" + name() + "]";
  }

  @Override
  public void close() throws IOException {
    context.cancellation().unregister(connections);
    connections.close();
  }
}

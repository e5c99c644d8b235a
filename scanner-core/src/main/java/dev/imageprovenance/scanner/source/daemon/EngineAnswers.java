package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.daemon.EngineContainer.Mount;
import dev.imageprovenance.scanner.source.daemon.EngineContainer.Privileges;
import dev.imageprovenance.scanner.source.daemon.EngineContainer.State;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the JSON that engines answer (Docker Engine API 1.24 and later, as podman speaks it, too);
 * immutable. What breaks that API is UNREACHABLE: nothing is known then of the image.
 */
final class EngineAnswers {
  private static final String CONTAINERD_DRIVER = "io.containerd.snapshotter.v1";
  private static final String NEVER = "0001-01-01T00:00:00Z";
  private static final Pattern BARE_ID = Pattern.compile("[a-f0-9]{64}");

  /** Objects whose keys are chosen by users or drivers. */
  private static final Set<String> MAPS =
      Set.of(
          "tmpfs",
          "sysctls",
          "ports",
          "portbindings",
          "networks",
          "driveropts",
          "options",
          "storageopt",
          "data",
          "runtimes",
          "indexconfigs");

  private final String engineName;
  private final Limits limits;

  /**
   * @param engineName for messages
   */
  EngineAnswers(String engineName, Limits limits) {
    this.engineName = engineName;
    this.limits = limits;
  }

  EngineInfo info(RawDocument raw, Map<String, String> ping) {
    return wellFormed(
        "itself",
        () -> {
          JsonFields fields = object(raw, "info");
          boolean containerd =
              fields.textLists("DriverStatus").stream()
                  .anyMatch(pair -> pair.contains(CONTAINERD_DRIVER));
          return new EngineInfo(
              fields.text("ServerVersion").orElse(""),
              ping.getOrDefault("Api-Version", ""),
              !ping.getOrDefault("Libpod-Api-Version", "").isEmpty(),
              containerd ? ImageStore.CONTAINERD : ImageStore.GRAPH_DRIVER,
              fields.text("Driver").orElse(""),
              Platform.of(
                  fields.text("OSType").filter(os -> !os.isEmpty()).orElse("linux"),
                  fields.text("Architecture").orElse("")));
        });
  }

  EngineImage image(RawDocument raw, ImageStore store) {
    return wellFormed(
        "an image",
        () -> {
          JsonFields fields = object(raw, "image inspection");
          return new EngineImage(
              imageId(fields, "Id"),
              store,
              fields.descriptor("Descriptor"),
              fields.texts("RepoTags"),
              fields.texts("RepoDigests"),
              diffIds(fields),
              new Platform(
                  fields.text("Os").filter(os -> !os.isEmpty()).orElse("linux"),
                  fields.text("Architecture").orElse(""),
                  fields.text("Variant").filter(variant -> !variant.isEmpty()),
                  fields.text("OsVersion").filter(version -> !version.isEmpty()),
                  List.of()),
              fields.text("Created").filter(created -> !created.isEmpty()),
              config(fields.object("Config")));
        });
  }

  private List<Digest> diffIds(JsonFields fields) {
    List<Digest> layers = fields.object("RootFS").map(fs -> fs.digests("Layers")).orElse(List.of());
    if (layers.size() > limits.layers()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          engineName
              + " lists "
              + layers.size()
              + " layers of an image, more than the limit layers of "
              + limits.layers());
    }
    return layers;
  }

  /** Podman writes some IDs without algorithm. */
  private static Digest imageId(JsonFields fields, String key) {
    String text = fields.requiredText(key);
    return BARE_ID.matcher(text).matches()
        ? new Digest("sha256", text)
        : fields.requiredDigest(key);
  }

  private static RuntimeConfig config(Optional<JsonFields> config) {
    return new RuntimeConfig(
        config.flatMap(fields -> fields.text("User")).orElse(""),
        texts(config, "Entrypoint"),
        texts(config, "Cmd"),
        texts(config, "Env"),
        config.flatMap(fields -> fields.text("WorkingDir")).orElse(""),
        config.map(fields -> fields.keys("ExposedPorts")).orElse(List.of()),
        config.map(fields -> fields.keys("Volumes")).orElse(List.of()),
        config.map(fields -> fields.textMap("Labels")).orElse(Map.of()),
        config.flatMap(fields -> fields.text("StopSignal")).filter(signal -> !signal.isEmpty()),
        texts(config.flatMap(fields -> fields.object("Healthcheck")), "Test"));
  }

  private static List<String> texts(Optional<JsonFields> fields, String key) {
    return fields.map(object -> object.texts(key)).orElse(List.of());
  }

  EngineContainer container(RawDocument raw, Engine engine) {
    return wellFormed(
        "a container",
        () -> {
          JsonFields fields = object(raw, "container inspection");
          Optional<JsonFields> config = fields.object("Config");
          Optional<JsonFields> host = fields.object("HostConfig");
          String name = fields.text("Name").orElse("");
          String id = fields.requiredText("Id");
          if (!BARE_ID.matcher(id).matches()) {
            throw new ScanException(
                ProblemKind.MALFORMED, "\"" + Text.excerpt(id) + "\" is no container ID");
          }
          return new EngineContainer(
              engine,
              id,
              name.startsWith("/") ? name.substring(1) : name,
              state(fields.object("State")),
              imageId(fields, "Image"),
              fields.descriptor("ImageManifestDescriptor"),
              config.flatMap(object -> object.text("Image")).orElse(""),
              fields.text("Platform").orElse(""),
              config(config),
              privileges(host),
              mounts(fields),
              tmpfs(fields, host));
        });
  }

  private static State state(Optional<JsonFields> state) {
    return new State(
        state.flatMap(fields -> fields.text("Status")).orElse("unknown"),
        state.map(fields -> fields.flag("Running")).orElse(false),
        state
            .flatMap(fields -> fields.text("StartedAt"))
            .map(started -> !started.isEmpty() && !started.equals(NEVER))
            .orElse(false));
  }

  private static Privileges privileges(Optional<JsonFields> host) {
    return new Privileges(
        host.map(fields -> fields.flag("Privileged")).orElse(false),
        capabilities(texts(host, "CapAdd")),
        capabilities(texts(host, "CapDrop")),
        host.map(fields -> fields.flag("ReadonlyRootfs")).orElse(false),
        texts(host, "SecurityOpt"),
        host.flatMap(fields -> fields.text("UsernsMode")).orElse(""),
        texts(host, "GroupAdd"));
  }

  /** Engines write them with and without prefix. */
  private static List<String> capabilities(List<String> names) {
    return names.stream()
        .map(name -> name.toUpperCase(Locale.ROOT))
        .map(name -> name.startsWith("CAP_") || name.equals("ALL") ? name : "CAP_" + name)
        .toList();
  }

  private static List<Mount> mounts(JsonFields fields) {
    return fields
        .objects(
            "Mounts",
            mount ->
                new Mount(
                    mount.text("Type").orElse(""),
                    mount.text("Source").orElse(""),
                    mount.text("Name").orElse(""),
                    mount.requiredText("Destination"),
                    mount.flag("RW")))
        .stream()
        .filter(mount -> !mount.type().equals("tmpfs"))
        .toList();
  }

  /**
   * Those of {@code --tmpfs} stand in HostConfig only, those of {@code --mount} with the mounts.
   */
  private static List<String> tmpfs(JsonFields fields, Optional<JsonFields> host) {
    List<String> destinations =
        new ArrayList<>(host.map(object -> object.keys("Tmpfs")).orElse(List.of()));
    fields
        .objects("Mounts", mount -> mount)
        .forEach(
            mount -> {
              String destination = mount.requiredText("Destination");
              if (mount.text("Type").orElse("").equals("tmpfs")
                  && !destinations.contains(destination)) {
                destinations.add(destination);
              }
            });
    return destinations;
  }

  List<ContainerChange> changes(RawDocument raw) {
    if (raw.size() < 16 && raw.text().strip().equals("null")) {
      return List.of();
    }
    return wellFormed(
        "a container's changes",
        () ->
            JsonFields.parseArray(raw, "list of changes", limits).stream()
                .map(EngineAnswers::change)
                .toList());
  }

  private static ContainerChange change(JsonFields fields) {
    long kind = fields.integer("Kind").orElse(-1L);
    return new ContainerChange(
        fields.requiredText("Path"),
        switch ((int) Math.max(-1, Math.min(kind, 3))) {
          case 0 -> ContainerChange.Kind.MODIFIED;
          case 1 -> ContainerChange.Kind.ADDED;
          case 2 -> ContainerChange.Kind.DELETED;
          default ->
              throw new ScanException(
                  ProblemKind.MALFORMED, "a change has the unknown kind " + kind);
        });
  }

  /** What an engine tells of a path in a header field: JSON in base64, with Go's file mode. */
  ContainerPath containerPath(String header) {
    return wellFormed(
        "a path of a container",
        () -> {
          long mode =
              object(RawDocument.of(decoded(header)), "path's state")
                  .integer("mode")
                  .orElseThrow(
                      () -> new ScanException(ProblemKind.MALFORMED, "the path has no mode"));
          return new ContainerPath((mode & ContainerPath.GO_SOCKET) != 0);
        });
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new ScanException(
          ProblemKind.MALFORMED, "\"" + Text.excerpt(base64) + "\" is no base64", null, e);
    }
  }

  private JsonFields object(RawDocument raw, String what) {
    return JsonFields.parse(raw, what, limits, MAPS);
  }

  private <T> T wellFormed(String about, Supplier<T> reader) {
    try {
      return reader.get();
    } catch (ScanException e) {
      if (e.kind() != ProblemKind.MALFORMED) {
        throw e;
      }
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          engineName + " answers a question about " + about + " wrongly: " + e.getMessage(),
          "Check that it is an engine that listens there, and which version it is.",
          e);
    }
  }
}

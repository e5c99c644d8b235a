package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which engine the docker command line talks to, from its files; immutable. */
final class DockerContexts {
  private static final String DEFAULT = "default";
  private static final int MOST_BYTES = 1 << 20;

  /** Keys of config.json and meta.json whose values are maps by what users call things. */
  private static final Set<String> MAPS =
      Set.of("auths", "credhelpers", "httpheaders", "proxies", "plugins", "aliases", "endpoints");

  private final Path directory;
  private final Limits limits;

  /**
   * @param directory usually {@code ~/.docker}
   */
  DockerContexts(Path directory, Limits limits) {
    this.directory = directory;
    this.limits = limits;
  }

  /**
   * Where a context leads.
   *
   * @param host for example {@code unix:///run/user/1000/docker.sock}
   * @param tls the certificates, if it has any
   */
  record Endpoint(String name, String host, Optional<EngineLocation.TlsFiles> tls) {}

  /** The context that config.json names; empty when it names none or the default one. */
  Optional<String> currentName() {
    return read(directory.resolve("config.json"))
        .flatMap(fields -> fields.text("currentContext"))
        .filter(name -> !name.isEmpty());
  }

  /**
   * Where the context {@code name} leads; empty for the default one, which is no file.
   *
   * @throws ScanException of kind CONFIGURATION if there is no such context, or it names no engine
   */
  Optional<Endpoint> endpoint(String name) {
    if (name.equals(DEFAULT)) {
      return Optional.empty();
    }
    String id = Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).encoded();
    Path contexts = directory.resolve("contexts");
    Path meta = contexts.resolve("meta").resolve(id).resolve("meta.json");
    String host =
        read(meta)
            .flatMap(fields -> fields.object("Endpoints"))
            .flatMap(endpoints -> endpoints.object("docker"))
            .flatMap(docker -> docker.text("Host"))
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> unknown(name, meta));
    Path tls = contexts.resolve("tls").resolve(id).resolve("docker");
    return Optional.of(
        new Endpoint(
            name,
            host,
            Files.isDirectory(tls)
                ? Optional.of(EngineLocation.TlsFiles.in(tls))
                : Optional.empty()));
  }

  private static ScanException unknown(String name, Path meta) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The docker context \""
            + Text.excerpt(name)
            + "\" names no engine: "
            + Text.escape(meta.toString())
            + " is missing or has no docker endpoint",
        "docker context ls lists the contexts; set DOCKER_HOST to name an engine directly.",
        null);
  }

  private Optional<JsonFields> read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw unreadable(file, "it is larger than " + MOST_BYTES + " bytes", null);
      }
      return Optional.of(JsonFields.parse(RawDocument.of(bytes), "file", limits, MAPS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, Text.excerpt(String.valueOf(e.getMessage())), e);
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CONFIGURATION) {
        throw e;
      }
      throw unreadable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static ScanException unreadable(Path file, String why, @Nullable Throwable cause) {
    return new ScanException(
        ProblemKind.CONFIGURATION,
        "The docker command line's file "
            + Text.escape(file.toString())
            + " cannot be read: "
            + why,
        "Repair it, or set DOCKER_HOST to name the engine directly.",
        cause);
  }
}

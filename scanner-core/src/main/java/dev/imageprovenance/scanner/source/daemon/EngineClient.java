package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.daemon.EngineHttp.Question;
import java.io.Closeable;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks a container engine about its images and containers; thread-safe, to be closed. Nothing is
 * changed there: every request is a GET or a HEAD. Answers are read strictly and within bounds: 16
 * MiB of JSON, 15 minutes until a stream begins, 2 minutes of silence within it and 6 hours in all.
 *
 * <p>Every method throws a {@link ScanException}: UNREACHABLE if the engine does not answer, fails
 * or answers what is no answer; NOT_FOUND if it has no such image or container; UNAUTHORIZED, LIMIT
 * or CANCELLED.
 */
public final class EngineClient implements Closeable {
  private final Engine engine;
  private final EngineHttp http;
  private final EngineAnswers answers;
  private final EngineInfo info;

  private EngineClient(Engine engine, EngineHttp http, EngineAnswers answers, EngineInfo info) {
    this.engine = engine;
    this.http = http;
    this.answers = answers;
    this.info = info;
  }

  /**
   * Finds {@code engine} as its own command line would, and asks it what it is.
   *
   * @param options its environment says where the engine is, its timeouts are for short answers
   * @throws ScanException UNREACHABLE with what to do if nothing answers, CONFIGURATION if what the
   *     environment says cannot be used
   */
  public static EngineClient connect(Engine engine, RegistryOptions options, ScanContext context) {
    EngineLocation location =
        new EngineFinder(options.environment(), context.limits()).find(engine);
    EngineHttp http = new EngineHttp(engine, location, options, context);
    boolean connected = false;
    try {
      EngineAnswers answers = new EngineAnswers(http.name(), context.limits());
      Map<String, String> ping = http.ping();
      EngineInfo info = answers.info(http.answer(Question.of("/info", "itself")), ping);
      EngineClient client = new EngineClient(engine, http, answers, info);
      connected = true;
      return client;
    } finally {
      if (!connected) {
        http.close();
      }
    }
  }

  /** Which engine was asked for. */
  public Engine engine() {
    return engine;
  }

  /** The engine and where it listens, for messages and reports. */
  public String name() {
    return http.name();
  }

  /** What the engine said of itself when it was connected to. */
  public EngineInfo info() {
    return info;
  }

  /**
   * The image of that name or ID.
   *
   * @param nameOrId as {@link EngineName#requireImage} takes it
   */
  public EngineImage image(String nameOrId) {
    String name = EngineName.requireImage(nameOrId);
    return answers.image(
        http.answer(
            Question.of(
                "/images/" + EngineName.inPath(name) + "/json",
                "image \"" + Text.excerpt(name) + "\"",
                engine.label() + " images lists what is there; an image is not pulled by this.")),
        info.store());
  }

  /**
   * The container of that name or ID, running or not.
   *
   * @param idOrName as {@link EngineName#requireContainer} takes it
   */
  public EngineContainer container(String idOrName) {
    return answers.container(
        http.answer(aboutContainer(idOrName, "/json")),
        info.isPodman() ? Engine.PODMAN : Engine.DOCKER);
  }

  /** What is not as the image has it, in the engine's order; empty when nothing is. */
  public List<ContainerChange> changes(String idOrName) {
    // By its whole ID, since podman takes the name of an image here as well, and fails for others.
    return answers.changes(http.slowAnswer(aboutContainer(container(idOrName).id(), "/changes")));
  }

  /**
   * The container's file system as a tar, without what is mounted into it; to be closed by the
   * caller. Reads throw a {@link ScanException} of kind UNREACHABLE when it breaks off.
   */
  public InputStream export(String idOrName) {
    return http.stream(aboutContainer(idOrName, "/export"));
  }

  /**
   * What is at {@code path} in the container's file system now; empty when nothing is.
   *
   * @param path absolute
   */
  public Optional<ContainerPath> look(String idOrName, String path) {
    return http.header(
            aboutContainer(idOrName, "/archive?path=" + EngineName.inQuery(path)),
            "X-Docker-Container-Path-Stat")
        .map(answers::containerPath);
  }

  /**
   * The image as docker save writes it; to be closed by the caller. Reads throw a {@link
   * ScanException} of kind UNREACHABLE when it breaks off.
   */
  public InputStream save(Digest imageId) {
    return http.stream(
        Question.of(
            "/images/" + EngineName.inPath(EngineName.requireImage(imageId.toString())) + "/get",
            "image " + imageId,
            "It was removed in the meantime; look with " + engine.label() + " images."));
  }

  private Question aboutContainer(String idOrName, String what) {
    String name = EngineName.requireContainer(idOrName);
    return Question.of(
        "/containers/" + EngineName.inPath(name) + what,
        "container \"" + Text.excerpt(name) + "\"",
        engine.label() + " ps --all lists those that are there, stopped ones too.");
  }

  @Override
  public void close() {
    http.close();
  }
}

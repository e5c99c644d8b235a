package dev.imageprovenance.scanner.integration;

import java.nio.file.Path;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The real parts of one test run, each started when a test first asks for it and stopped when the
 * run ends; thread-safe. A test class gets it as a parameter with
 * {@code @ExtendWith(RealParts.Extension.class)}.
 */
final class RealParts implements AutoCloseable {
  private final Map<String, Part> parts = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> toClose = new ConcurrentLinkedDeque<>();
  // When the run is interrupted JUnit closes nothing, and a daemon would stay behind.
  private final Thread atExit = new Thread(this::closeAtExit);

  RealParts() {
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  Workspace workspace() {
    return part("workspace", Workspace.class, Workspace::new);
  }

  RealRegistry registry() {
    return part("registry", RealRegistry.class, () -> RealRegistry.open(workspace()));
  }

  RealDocker docker() {
    return part("docker", RealDocker.class, () -> RealDocker.start(workspace()));
  }

  /** Podman with the storage driver overlay or vfs. */
  RealPodman podman(String driver) {
    return part("podman " + driver, RealPodman.class, () -> RealPodman.with(workspace(), driver));
  }

  /** The service of the podman with the storage driver vfs. */
  RealPodman.Service podmanService() {
    return part("service", RealPodman.Service.class, () -> podman("vfs").serve(workspace()));
  }

  DebianRootfs debian() {
    return part("debian", DebianRootfs.class, () -> DebianRootfs.make(workspace()));
  }

  /** Debian with a database, pushed. */
  String postgresImage() {
    return part("postgres", String.class, () -> images().debianWith("postgresql", "postgres:15"));
  }

  /**
   * Where layers that were read once are remembered, for tests that ask what a check says of them
   * and not how they are read.
   */
  Path layerCache() {
    return part("layer cache", Path.class, () -> workspace().directory("layers"));
  }

  OracleImages images() {
    return part("images", OracleImages.class, () -> OracleImages.make(this));
  }

  /** A part of that name, made on first use and closed with the others if it can be closed. */
  private <T> T part(String name, Class<T> type, Supplier<T> maker) {
    // Not computeIfAbsent of the map: a part that is being made asks for others.
    return type.cast(parts.computeIfAbsent(name, key -> new Part(maker)).get());
  }

  /** What is made once, by whoever asks first; others who ask for it wait, and only they. */
  private final class Part {
    private final Supplier<?> maker;
    private Optional<Object> made = Optional.empty();

    Part(Supplier<?> maker) {
      this.maker = maker;
    }

    synchronized Object get() {
      if (made.isEmpty()) {
        Object part = maker.get();
        if (part instanceof AutoCloseable closeable) {
          toClose.push(closeable);
        }
        made = Optional.of(part);
      }
      return made.get();
    }
  }

  @Override
  public synchronized void close() throws Exception {
    Exception first = null;
    while (!toClose.isEmpty()) {
      try {
        toClose.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void closeAtExit() {
    try {
      close();
    } catch (Exception e) {
      throw new IllegalStateException("something was left behind", e);
    }
  }

  /** Hands the run's parts to constructors and methods of tests; stateless. */
  static final class Extension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE =
        ExtensionContext.Namespace.create(RealParts.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RealParts.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(RealParts.class, key -> new RealParts(), RealParts.class);
    }
  }
}

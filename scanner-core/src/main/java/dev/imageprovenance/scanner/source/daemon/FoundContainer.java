package dev.imageprovenance.scanner.source.daemon;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.RegistryOptions;
import java.io.Closeable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;

/**
 * A container and the engine that runs it; thread-safe. Closing it ends the connections to the
 * engine.
 *
 * @param client asks the engine
 * @param container what the engine says of it
 */
public record FoundContainer(EngineClient client, EngineContainer container) implements Closeable {
  /**
   * Looks for the container of {@code address}, in Docker and then in podman when it names no
   * engine; to be closed by the caller.
   *
   * @throws ScanException USAGE if both have one, NOT_FOUND if none has, else what kept the engines
   *     from telling
   */
  public static FoundContainer find(
      ImageAddress.InContainer address, RegistryOptions options, ScanContext context) {
    if (address.engine().isPresent()) {
      return find(address.engine().get(), address.name(), options, context);
    }
    return new Search(address.name(), options, context).run();
  }

  private static FoundContainer find(
      Engine engine, String name, RegistryOptions options, ScanContext context) {
    EngineClient client = EngineClient.connect(engine, options, context);
    boolean found = false;
    try {
      FoundContainer container = new FoundContainer(client, client.container(name));
      found = true;
      return container;
    } finally {
      if (!found) {
        client.close();
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Asks every engine; used by one thread. */
  private static final class Search {
    private final String name;
    private final RegistryOptions options;
    private final ScanContext context;
    private final Map<Engine, FoundContainer> found = new EnumMap<>(Engine.class);
    private final Map<Engine, ScanException> problems = new EnumMap<>(Engine.class);

    Search(String name, RegistryOptions options, ScanContext context) {
      this.name = name;
      this.options = options;
      this.context = context;
    }

    FoundContainer run() {
      try {
        for (Engine engine : Engine.values()) {
          ask(engine);
        }
        requireOne();
        FoundContainer one = found.values().iterator().next();
        found.clear();
        noteUnasked();
        return one;
      } finally {
        found.values().forEach(FoundContainer::close);
      }
    }

    private void ask(Engine engine) {
      try {
        found.put(engine, find(engine, name, options, context));
      } catch (ScanException e) {
        if (e.kind() == ProblemKind.CANCELLED || e.kind() == ProblemKind.USAGE) {
          throw e;
        }
        problems.put(engine, e);
      }
    }

    private void requireOne() {
      if (found.size() > 1) {
        throw new ScanException(
            ProblemKind.USAGE,
            "Docker and podman both have a container \"" + Text.excerpt(name) + "\"",
            "Write container:docker/" + name + " or container:podman/" + name + ".",
            null);
      }
      if (found.isEmpty()) {
        throw nowhere();
      }
    }

    /** An engine that answers and has no such container says more than one that does not answer. */
    private ScanException nowhere() {
      Iterator<ScanException> all = problems.values().iterator();
      ScanException first = all.next();
      ScanException second = all.next();
      boolean secondSaysMore =
          second.kind() == ProblemKind.NOT_FOUND && first.kind() != ProblemKind.NOT_FOUND;
      ScanException main = secondSaysMore ? second : first;
      ScanException other = secondSaysMore ? first : second;
      return new ScanException(
          main.kind(),
          "No container \""
              + Text.excerpt(name)
              + "\" was found. "
              + main.getMessage()
              + ". "
              + other.getMessage(),
          main.remedy().orElse(null),
          main);
    }

    private void noteUnasked() {
      problems.values().stream()
          .filter(problem -> problem.kind() != ProblemKind.NOT_FOUND)
          .forEach(problem -> context.progress().note(String.valueOf(problem.getMessage())));
    }
  }
}

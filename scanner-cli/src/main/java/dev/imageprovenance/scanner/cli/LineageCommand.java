package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.LineageRequest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Understands what the options of a lineage mean and leaves the work to {@link LineageRunner};
 * immutable.
 */
final class LineageCommand implements ImageCommand {
  private final Terminal terminal;
  private final Engine.Factory engines;
  private final Interruption interruption;

  LineageCommand(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  @Override
  public Work prepare(Arguments arguments) throws IOException {
    OutputOptions output = OutputOptions.of(arguments);
    List<LineageRequest> requests = new ArrayList<>(arguments.operands().size());
    for (String image : arguments.operands()) {
      requests.add(request(image, arguments));
    }
    Session session = Session.prepare(arguments, output, terminal, engines, interruption);
    return new LineageRunner(session, requests)::execute;
  }

  private static LineageRequest request(String image, Arguments arguments) {
    return LineageRequest.of(image)
        .platforms(platforms(arguments))
        .question(BaseOptions.question(arguments, true))
        .readLayers(!arguments.has(CommandOption.DECLARED));
  }

  private static PlatformSelection platforms(Arguments arguments) {
    arguments.requireNotBoth(CommandOption.TRACED_PLATFORM, CommandOption.TRACED_ALL_PLATFORMS);
    if (arguments.has(CommandOption.TRACED_ALL_PLATFORMS)) {
      return new PlatformSelection.All();
    }
    Optional<String> platform = arguments.value(CommandOption.TRACED_PLATFORM);
    return platform.isPresent()
        ? new PlatformSelection.One(Platform.parse(platform.get()), true)
        : PlatformSelection.host();
  }
}

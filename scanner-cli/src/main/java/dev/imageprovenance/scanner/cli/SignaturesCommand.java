package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.SignatureRequest;
import dev.imageprovenance.scanner.oci.Platform;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.source.PlatformSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Understands what the options about signatures mean and leaves the work to {@link
 * SignaturesRunner}; immutable.
 */
final class SignaturesCommand implements ImageCommand {
  private final Terminal terminal;
  private final Engine.Factory engines;
  private final Interruption interruption;

  SignaturesCommand(Terminal terminal, Engine.Factory engines, Interruption interruption) {
    this.terminal = terminal;
    this.engines = engines;
    this.interruption = interruption;
  }

  @Override
  public Work prepare(Arguments arguments) throws IOException {
    OutputOptions output = OutputOptions.of(arguments);
    PlatformSelection platforms = platforms(arguments);
    Optional<Reference> name = knownAs(arguments);
    Trust trust = TrustOptions.trust(arguments);
    Session session = Session.prepare(arguments, output, terminal, engines, interruption);
    Optional<Policy> policy =
        arguments.value(CommandOption.SIGNATURES_POLICY).map(Path::of).map(session::policy);
    List<SignatureRequest> requests = new ArrayList<>(arguments.operands().size());
    for (String image : arguments.operands()) {
      SignatureRequest request = SignatureRequest.of(image).platforms(platforms).trust(trust);
      request = name.isPresent() ? request.name(name.get()) : request;
      requests.add(policy.isPresent() ? request.policy(policy.get()) : request);
    }
    return new SignaturesRunner(session, requests)::execute;
  }

  private static Optional<Reference> knownAs(Arguments arguments) {
    Optional<String> name = arguments.value(CommandOption.SIGNED_NAME);
    if (name.isPresent() && arguments.operands().size() > 1) {
      throw new IllegalArgumentException(
          "--known-as " + name.get() + " names one image, but several are to be looked at");
    }
    return name.map(Reference::parse);
  }

  private static PlatformSelection platforms(Arguments arguments) {
    arguments.requireNotBoth(CommandOption.SIGNED_PLATFORM, CommandOption.SIGNED_ALL_PLATFORMS);
    if (arguments.has(CommandOption.SIGNED_ALL_PLATFORMS)) {
      return new PlatformSelection.All();
    }
    Optional<String> platform = arguments.value(CommandOption.SIGNED_PLATFORM);
    return platform.isPresent()
        ? new PlatformSelection.One(Platform.parse(platform.get()), true)
        : PlatformSelection.host();
  }
}

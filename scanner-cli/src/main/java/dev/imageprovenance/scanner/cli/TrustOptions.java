package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.trust.Purpose;
import dev.imageprovenance.scanner.signature.trust.RepositoryGlob;
import dev.imageprovenance.scanner.signature.trust.SignerScope;
import dev.imageprovenance.scanner.signature.trust.TextMatch;
import dev.imageprovenance.scanner.signature.trust.Trust;
import dev.imageprovenance.scanner.signature.trust.TrustedIdentity;
import dev.imageprovenance.scanner.signature.trust.TrustedKey;
import dev.imageprovenance.scanner.signature.trust.TrustedRoot;
import dev.imageprovenance.scanner.signature.trust.TrustedSigner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands the options that say whose signatures are believed; stateless. */
final class TrustOptions {
  /** Everything but summaries: a verifier is bound to its key, which only a policy can say. */
  private static final SignerScope EVERYTHING =
      new SignerScope(
          Set.of(Purpose.IMAGE, Purpose.PROVENANCE, Purpose.SBOM, Purpose.ATTESTATION),
          List.of(RepositoryGlob.ANY),
          Set.of());

  private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*)=(.+)");

  private TrustOptions() {}

  /**
   * Whom the options name.
   *
   * @throws IllegalArgumentException if they contradict one another
   * @throws ScanException if a file cannot be used
   */
  static Trust trust(Arguments arguments) {
    requireOneWay(arguments);
    List<TrustedSigner> signers = new ArrayList<>();
    for (String text : arguments.all(CommandOption.KEY)) {
      signers.add(key(text));
    }
    identity(arguments).ifPresent(signers::add);
    requireDifferentNames(signers);
    Trust trust = Trust.in(signers.toArray(new TrustedSigner[0]));
    for (String text : arguments.all(CommandOption.MAPPING)) {
      trust = mapped(trust, text);
    }
    Optional<String> root = arguments.value(CommandOption.TRUSTED_ROOT);
    return root.isPresent() ? trust.trustedRoot(TrustedRoot.ofFile(Path.of(root.get()))) : trust;
  }

  private static void requireOneWay(Arguments arguments) {
    for (CommandOption option :
        List.of(
            CommandOption.KEY,
            CommandOption.IDENTITY,
            CommandOption.ISSUER,
            CommandOption.TRUSTED_ROOT,
            CommandOption.MAPPING)) {
      arguments.requireNotBoth(CommandOption.SIGNATURES_POLICY, option);
    }
    arguments.requireTogether(CommandOption.IDENTITY, CommandOption.ISSUER);
    arguments.requireTogether(CommandOption.IDENTITY, CommandOption.TRUSTED_ROOT);
  }

  private static TrustedKey key(String text) {
    Matcher named = NAMED.matcher(text);
    if (named.matches()) {
      return TrustedKey.ofFile(named.group(1), Path.of(named.group(2)), EVERYTHING);
    }
    Path file = Path.of(text);
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return TrustedKey.ofFile(dot > 0 ? name.substring(0, dot) : name, file, EVERYTHING);
  }

  private static Optional<TrustedSigner> identity(Arguments arguments) {
    return arguments
        .value(CommandOption.IDENTITY)
        .map(
            identity ->
                new TrustedIdentity(
                    "identity",
                    TextMatch.like(identity),
                    TextMatch.like(arguments.value(CommandOption.ISSUER).orElseThrow()),
                    EVERYTHING));
  }

  private static void requireDifferentNames(List<TrustedSigner> signers) {
    Set<String> names = new HashSet<>();
    for (TrustedSigner signer : signers) {
      if (!names.add(signer.name())) {
        throw new IllegalArgumentException(
            "two signers are called " + signer.name() + ": write --key NAME=FILE");
      }
    }
  }

  private static Trust mapped(Trust trust, String text) {
    int equals = text.indexOf('=');
    if (equals < 1 || equals == text.length() - 1) {
      throw new IllegalArgumentException(
          "--mapping " + text + ": write FOUND=SIGNED, as in mirror.example/hub=docker.io/library");
    }
    return trust.mapping(text.substring(0, equals), text.substring(equals + 1));
  }
}

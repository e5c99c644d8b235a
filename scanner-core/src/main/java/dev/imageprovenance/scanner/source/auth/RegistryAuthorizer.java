package dev.imageprovenance.scanner.source.auth;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.HttpSender;
import dev.imageprovenance.scanner.source.http.Origin;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers the challenges of one registry for one repository: anonymous, basic or bearer;
 * thread-safe. Credentials are looked for when the registry first asks, and go to it or to the
 * token server that it names.
 */
public final class RegistryAuthorizer {
  private static final int MAX_SCOPE = 4 << 10;
  private static final String HOW_TO_LOG_IN =
      "Log in with docker login or podman login, or use --username with --password-stdin; in Maven,"
          + " write a <server> whose <id> is the registry into settings.xml.";

  private final String repository;
  private final CredentialFinder finder;
  private final TokenServer tokenServer;
  private final TokenCache tokens;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Way way;
  private Optional<RegistryCredential> found = Optional.empty();
  private boolean looked;

  /** Looks for credentials where {@code options} say. */
  public RegistryAuthorizer(
      String registry,
      String repository,
      RegistryOptions options,
      HttpSender sender,
      ScanContext context) {
    this(
        repository,
        new CredentialFinder(
            registry,
            repository,
            options,
            new JibHelpers(registry, repository, options.environment(), context.cancellation()),
            context.progress()),
        new TokenServer(sender, options.plainHttp(), options.deadline()),
        new TokenCache(sender.timing()::nanos));
  }

  RegistryAuthorizer(
      String repository, CredentialFinder finder, TokenServer tokenServer, TokenCache tokens) {
    this.repository = repository;
    this.finder = finder;
    this.tokenServer = tokenServer;
    this.tokens = tokens;
  }

  /** How the registry wants to be convinced, as its last challenge said; all kinds immutable. */
  private sealed interface Way {
    record Basic() implements Way {}

    record Bearer(TokenCache.Key key, Origin announcedBy) implements Way {}
  }

  /** The value of Authorization to send, by what the registry has asked for so far. */
  public Optional<String> header() {
    Way known = way;
    return known == null ? Optional.empty() : Optional.of(headerFor(known));
  }

  /**
   * The value of Authorization that answers a 401.
   *
   * @param registry who asks
   * @param challenges the values of WWW-Authenticate
   * @param refused what was sent and not accepted; a token is asked for anew, a password is not
   *     tried again
   * @param serverSays what to show of the answer, in brackets or nothing
   * @throws ScanException of kind UNAUTHORIZED if there is nothing to answer with
   */
  public String answer(
      Origin registry, List<String> challenges, Optional<String> refused, String serverSays) {
    Way wanted = choose(registry, challenges);
    if (refused.isPresent() && wanted instanceof Way.Basic) {
      throw refusedFor(registry, serverSays);
    }
    if (refused.isPresent() && wanted instanceof Way.Bearer bearer) {
      tokens.forget(bearer.key, refused.get().substring(refused.get().indexOf(' ') + 1));
    }
    way = wanted;
    return headerFor(wanted);
  }

  /** The error for a 401 or 403 that stays, with what the server says in brackets or nothing. */
  public ScanException refusedFor(Origin registry, String serverSays) {
    Optional<RegistryCredential> credential = way == null ? Optional.empty() : credential();
    String who =
        credential
            .map(RegistryCredential::describe)
            .orElse(
                way == null
                    ? "an anonymous request without asking for a login"
                    : "an anonymous request (no credentials in " + finder.places() + ")");
    return new ScanException(
        ProblemKind.UNAUTHORIZED,
        registry.hostAndPort() + " refused " + who + " for " + repository + serverSays,
        credential.isPresent()
            ? "Check that this user may pull the repository, and log in again if the password has"
                + " changed."
            : HOW_TO_LOG_IN
                + " Registries answer like this for repositories that do not exist, too.",
        null);
  }

  private Way choose(Origin registry, List<String> values) {
    List<Challenge> challenges = Challenge.parse(values);
    for (Challenge challenge : challenges) {
      Optional<String> realm = challenge.parameter("realm");
      if (challenge.scheme().equals("bearer") && realm.isPresent()) {
        String scope =
            challenge
                .parameter("scope")
                .filter(value -> value.length() <= MAX_SCOPE)
                .orElse("repository:" + repository + ":pull");
        String service = challenge.parameter("service").orElse(registry.hostAndPort());
        return new Way.Bearer(new TokenCache.Key(realm.get(), service, scope), registry);
      }
    }
    if (challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"))) {
      return new Way.Basic();
    }
    String offered =
        challenges.stream()
            .map(challenge -> Text.excerpt(challenge.scheme()))
            .collect(Collectors.joining(", "));
    throw new ScanException(
        ProblemKind.UNAUTHORIZED,
        registry.hostAndPort()
            + " wants a login and "
            + (offered.isEmpty() ? "does not say how" : "knows only: " + offered),
        "Basic and Bearer are supported; check that the address is that of a registry.",
        null);
  }

  private String headerFor(Way wanted) {
    if (wanted instanceof Way.Bearer bearer) {
      return "Bearer "
          + tokens.get(
              bearer.key, key -> tokenServer.request(key, bearer.announcedBy, credential()));
    }
    Optional<RegistryCredential> credential = credential();
    if (credential.orElse(null) instanceof RegistryCredential.UserAndPassword user) {
      return TokenServer.basic(user);
    }
    throw new ScanException(
        ProblemKind.UNAUTHORIZED,
        "The registry wants a user and a password for "
            + repository
            + ", and there is "
            + credential.map(RegistryCredential::describe).orElse("none in " + finder.places()),
        HOW_TO_LOG_IN,
        null);
  }

  private Optional<RegistryCredential> credential() {
    lock.lock();
    try {
      if (!looked) {
        found = finder.find();
        looked = true;
      }
      return found;
    } finally {
      lock.unlock();
    }
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.ReportFormat;
import java.util.List;
import java.util.Optional;

/**
 * The options of all subcommands: the one table from which arguments are understood, help is
 * printed and shells complete. An option belongs to the subcommands of its group; where two
 * subcommands mean different things by one name, each has an entry of its own.
 */
enum CommandOption {
  PLATFORM(
      Group.SELECTION,
      Kind.SINGLE,
      List.of("--platform"),
      "OS/ARCH",
      "Scan the image for os/architecture[/variant]. Default: linux on this machine's processor."),
  ALL_PLATFORMS(
      Group.SELECTION,
      Kind.FLAG,
      List.of("--all-platforms"),
      "",
      "Scan the image for every platform it is for."),
  CHECKS(
      Group.SELECTION,
      Kind.REPEATABLE,
      List.of("--checks"),
      "CHECK,...",
      "Run only these checks, and integrity always; scanner checks lists them. Default: all."),
  HISTORY(
      Group.SELECTION,
      Kind.FLAG,
      List.of("--history"),
      "",
      "Also report privileged files that a higher layer hides."),

  KNOWN_AS(
      Group.POLICY,
      Kind.SINGLE,
      List.of("--known-as"),
      "NAME",
      "Judge an image of a file or an engine as the one of that name, which it will be pushed to:"
          + " sections, waivers and baselines of the policy know it by the name; no trust group"
          + " believes it."),
  POLICY_FILE(
      Group.POLICY,
      Kind.SINGLE,
      List.of("--policy"),
      "FILE",
      "Judge by this policy file. Options beside it go before it, but cannot loosen what it"
          + " extends."),
  PROFILE(
      Group.POLICY,
      Kind.SINGLE,
      List.of("--profile"),
      "NAME",
      "Judge by a built-in policy: default, strict or cis."),
  FAIL_ON(
      Group.POLICY,
      Kind.SINGLE,
      List.of("--fail-on"),
      "SEVERITY",
      "Fail on findings of this severity or worse: info, low, medium, high or critical. Default:"
          + " high."),
  ALLOW_UNKNOWN(
      Group.POLICY,
      Kind.REPEATABLE,
      List.of("--allow-unknown"),
      "CHECK",
      "Let this check pass although it could not look at everything; the report still says so."
          + " Integrity cannot be allowed. Repeatable."),
  ALLOW_SETUID(
      Group.POLICY,
      Kind.REPEATABLE,
      List.of("--allow-setuid"),
      "PATH",
      "Accept the setuid or setgid bit of this file. Repeatable."),
  ALLOW_CAPABILITY(
      Group.POLICY,
      Kind.REPEATABLE,
      List.of("--allow-capability"),
      "PATH=CAP",
      "Accept a capability of a file, as in /usr/bin/ping=cap_net_raw. Repeatable."),

  BASELINE(
      Group.POLICY,
      Kind.SINGLE,
      List.of("--baseline"),
      "FILE",
      "Count only what is new: findings of this file, which --write-baseline wrote, do not count."),
  WRITE_BASELINE(
      Group.POLICY,
      Kind.SINGLE,
      List.of("--write-baseline"),
      "FILE",
      "Write what is found to this file, for --baseline. The result stays what it is."),
  SHOW_WAIVED(
      Group.POLICY,
      Kind.FLAG,
      List.of("--show-waived"),
      "",
      "List what is waived or in the baseline, with its reason, instead of counting it."),

  PODS(
      Group.COMPARED,
      Kind.SINGLE,
      List.of("--pods"),
      "FILE",
      "Compare what pods run, by the output of kubectl get pods -A -o json (- is standard input),"
          + " instead of one DEPLOYED side."),
  COMPARED_PLATFORM(
      Group.COMPARED,
      Kind.SINGLE,
      List.of("--platform"),
      "OS/ARCH",
      "Compare only the images for os/architecture[/variant]. Default: all platforms of what is"
          + " deployed. With --pods: what the nodes are; default: this machine's processor."),
  REHASH(
      Group.COMPARED,
      Kind.FLAG,
      List.of("--rehash"),
      "",
      "Read an engine's layers again, even where its own records would do."),
  IGNORE(
      Group.COMPARED,
      Kind.REPEATABLE,
      List.of("--ignore"),
      "GLOB",
      "Leave these paths out of a container's drift, as in /var/lib/app/**; the report counts them."
          + " Repeatable."),
  NO_SIGNATURES(
      Group.COMPARED,
      Kind.FLAG,
      List.of("--no-signatures"),
      "",
      "Do not look which signatures and attestations one side has and the other lacks; saves"
          + " requests."),

  REQUIRE(
      Group.REQUIRED,
      Kind.SINGLE,
      List.of("--require"),
      "RUNG",
      "How equal they must be: identical, same-image, same-runtime, same-content, or different to"
          + " require nothing. Default: same-image."),
  DRIFT_FAIL_ON(
      Group.REQUIRED,
      Kind.SINGLE,
      List.of("--fail-on"),
      "SEVERITY",
      "Fail when a container's files drifted with this severity or worse, or, with --pods, when a"
          + " container is or can become something of it: info, low, medium, high or critical."
          + " Default: high."),
  REQUIRE_SIGNATURES(
      Group.REQUIRED,
      Kind.FLAG,
      List.of("--require-signatures"),
      "",
      "Fail when the deployed side lacks a signature or signed attestation that the registry's"
          + " side has. They are counted; scan verifies them."),

  TRACED_PLATFORM(
      Group.TRACED,
      Kind.SINGLE,
      List.of("--platform"),
      "OS/ARCH",
      "Tell of the image for os/architecture[/variant]. Default: linux on this machine's"
          + " processor."),
  TRACED_ALL_PLATFORMS(
      Group.TRACED,
      Kind.FLAG,
      List.of("--all-platforms"),
      "",
      "Tell of the image for every platform it is for."),
  DECLARED(
      Group.TRACED,
      Kind.FLAG,
      List.of("--declared"),
      "",
      "Read no layer: believe the diffIDs that the image declares, and call them so."),

  BASE(
      Group.BUILT_ON,
      Kind.REPEATABLE,
      List.of("--base"),
      "IMAGE",
      "Require that the image is built on this one, or on another --base. Repeatable."),
  BASES(
      Group.BUILT_ON,
      Kind.SINGLE,
      List.of("--bases"),
      "FILE|REPOSITORY",
      "Require that it is built on an image that FILE lists, one a line, or on one of all the tags"
          + " of REPOSITORY."),
  FOLLOW(
      Group.BUILT_ON,
      Kind.FLAG,
      List.of("--follow"),
      "",
      "Also ask registries that only the image names as those of its base. Default: of lineage."),
  NO_FOLLOW(
      Group.BUILT_ON,
      Kind.FLAG,
      List.of("--no-follow"),
      "",
      "Ask no registry that only the image names; its own, those of --base and --bases and those"
          + " that a policy names are asked. Default: of scan."),
  TAGS_MAX_AGE(
      Group.BUILT_ON,
      Kind.SINGLE,
      List.of("--tags-max-age"),
      "DURATION",
      "Believe for so long, from the cache, what a tag of a base pointed at: 1s, 10m, 24h. Default:"
          + " 1h."),

  SIGNED_PLATFORM(
      Group.SIGNED,
      Kind.SINGLE,
      List.of("--platform"),
      "OS/ARCH",
      "Look at the image for os/architecture[/variant]. Default: linux on this machine's"
          + " processor."),
  SIGNED_ALL_PLATFORMS(
      Group.SIGNED,
      Kind.FLAG,
      List.of("--all-platforms"),
      "",
      "Look at the image for every platform it is for."),
  SIGNED_NAME(
      Group.SIGNED,
      Kind.SINGLE,
      List.of("--known-as"),
      "NAME",
      "What an image of a file is called in its registry: signatures are made for a name, and"
          + " sections of the policy know it by one."),

  KEY(
      Group.BELIEVED,
      Kind.REPEATABLE,
      List.of("--key"),
      "[NAME=]FILE",
      "Believe this public key (PEM, such as cosign.pub) about images, provenance, SBOMs and other"
          + " attestations; one of those that are given must have signed the image. Reports call it"
          + " NAME. Repeatable."),
  IDENTITY(
      Group.BELIEVED,
      Kind.SINGLE,
      List.of("--identity"),
      "GLOB",
      "Believe whoever has a certificate for this e-mail address or URI; needs --issuer and"
          + " --trusted-root."),
  ISSUER(
      Group.BELIEVED,
      Kind.SINGLE,
      List.of("--issuer"),
      "GLOB",
      "Who must have vouched for the identity, the URL of an OpenID Connect issuer."),
  TRUSTED_ROOT(
      Group.BELIEVED,
      Kind.SINGLE,
      List.of("--trusted-root"),
      "FILE",
      "The trusted_root.json of the sigstore instance that certificates must lead to. Nothing is"
          + " fetched."),
  MAPPING(
      Group.BELIEVED,
      Kind.REPEATABLE,
      List.of("--mapping"),
      "FOUND=SIGNED",
      "Images below FOUND were signed under names below SIGNED, as a mirror's are:"
          + " mirror.example/hub=docker.io/library. Repeatable."),
  SIGNATURES_POLICY(
      Group.BELIEVED,
      Kind.SINGLE,
      List.of("--policy"),
      "FILE",
      "Believe whom this policy believes, and require what it requires of signatures, instead."),

  FORMAT(
      Group.OUTPUT,
      Kind.REPEATABLE,
      List.of("-f", "--format"),
      "FORMAT[=FILE]",
      "Write a report to standard output or to FILE. Repeat it for several: --format text --format"
          + " json=report.json. Formats: "
          + String.join(", ", ReportFormat.labels())
          + ". Default: text."),
  OUTPUT(
      Group.OUTPUT,
      Kind.REPEATABLE,
      List.of("-o", "--output"),
      "FILE",
      "Write the one report to FILE (- is standard output), in the format that its ending tells"
          + " unless --format does; FORMAT=FILE means the same as in --format. Files appear whole or"
          + " not at all."),
  SOURCE(
      Group.OUTPUT,
      Kind.SINGLE,
      List.of("--source"),
      "FILE[:LINE]",
      "The file of the repository in which findings are fixed, by its path from the repository's"
          + " root: sarif reports point at it. Default: Dockerfile."),
  QUIET(Group.OUTPUT, Kind.FLAG, List.of("-q", "--quiet"), "", "Say nothing about what passes."),
  VERBOSE(
      Group.OUTPUT,
      Kind.FLAG,
      List.of("-v", "--verbose"),
      "",
      "Say everything: each file, digests in full, what is allowed, notes, stack traces."),
  COLOR(
      Group.OUTPUT,
      Kind.SINGLE,
      List.of("--color"),
      "WHEN",
      "Colour the text: auto (on a terminal, unless NO_COLOR is set), always or never."),
  NO_PROGRESS(
      Group.OUTPUT,
      Kind.FLAG,
      List.of("--no-progress"),
      "",
      "Show no progress, even on a terminal."),

  USERNAME(
      Group.REGISTRY,
      Kind.SINGLE,
      List.of("--username"),
      "NAME",
      "Log in under this name; needs --password-stdin. Otherwise the credentials of docker and"
          + " podman are used."),
  PASSWORD_STDIN(
      Group.REGISTRY,
      Kind.FLAG,
      List.of("--password-stdin"),
      "",
      "Read the password from standard input; one line end at its end is dropped."),
  PLAIN_HTTP(
      Group.REGISTRY,
      Kind.FLAG,
      List.of("--plain-http"),
      "",
      "Speak plain http to registries; without it only to this machine."),
  CA_FILE(
      Group.REGISTRY,
      Kind.SINGLE,
      List.of("--ca-file"),
      "FILE",
      "Also trust the certificate authorities in this PEM file."),
  CLIENT_CERT(
      Group.REGISTRY,
      Kind.SINGLE,
      List.of("--client-cert"),
      "FILE",
      "Show registries this certificate (PEM); needs --client-key."),
  CLIENT_KEY(
      Group.REGISTRY,
      Kind.SINGLE,
      List.of("--client-key"),
      "FILE",
      "The key of --client-cert (PEM, PKCS #8, not encrypted)."),
  TIMEOUT(
      Group.REGISTRY,
      Kind.SINGLE,
      List.of("--timeout"),
      "DURATION",
      "Give a registry up that brings nothing for so long, retries included: 500ms, 30s, 2m."
          + " Default: 120s."),

  CACHE_DIR(
      Group.CACHE,
      Kind.SINGLE,
      List.of("--cache-dir"),
      "DIR",
      "Keep what was found in a layer here, so that it need not be read again. Default:"
          + " $XDG_CACHE_HOME or ~/.cache, in image-provenance-scanner."),
  CACHE_SIZE(
      Group.CACHE,
      Kind.SINGLE,
      List.of("--cache-size"),
      "SIZE",
      "How large the cache may grow: 500MB, 2GiB. Default: 1GiB."),
  NO_CACHE(
      Group.CACHE,
      Kind.FLAG,
      List.of("--no-cache"),
      "",
      "Read every layer again and keep nothing.");

  private final Group group;
  private final Kind kind;
  private final List<String> names;
  private final String valueLabel;
  private final String description;

  CommandOption(Group group, Kind kind, List<String> names, String valueLabel, String description) {
    this.group = group;
    this.kind = kind;
    this.names = names;
    this.valueLabel = valueLabel;
    this.description = description;
  }

  /** Where an option stands in the help. */
  enum Group {
    SELECTION("What to scan:", Subcommand.SCAN, Subcommand.POLICY_EXPLAIN),
    POLICY("What to require and accept:", Subcommand.SCAN, Subcommand.POLICY_EXPLAIN),
    COMPARED("What to compare:", Subcommand.COMPARE),
    REQUIRED("What to require:", Subcommand.COMPARE),
    TRACED("Whose lineage to tell:", Subcommand.LINEAGE),
    BUILT_ON(
        "What it should be built on:",
        Subcommand.SCAN,
        Subcommand.LINEAGE,
        Subcommand.POLICY_EXPLAIN),
    SIGNED("Whose signatures to look at:", Subcommand.SIGNATURES),
    BELIEVED("Whom to believe:", Subcommand.SIGNATURES),
    OUTPUT(
        "How to report:",
        Subcommand.SCAN,
        Subcommand.COMPARE,
        Subcommand.LINEAGE,
        Subcommand.SIGNATURES),
    REGISTRY(
        "How to reach registries:",
        Subcommand.SCAN,
        Subcommand.COMPARE,
        Subcommand.LINEAGE,
        Subcommand.SIGNATURES,
        Subcommand.POLICY_CHECK,
        Subcommand.POLICY_EXPLAIN),
    CACHE(
        "What to keep:",
        Subcommand.SCAN,
        Subcommand.COMPARE,
        Subcommand.LINEAGE,
        Subcommand.POLICY_EXPLAIN);

    private final String heading;
    private final List<Subcommand> subcommands;

    Group(String heading, Subcommand... subcommands) {
      this.heading = heading;
      this.subcommands = List.of(subcommands);
    }

    boolean belongsTo(Subcommand subcommand) {
      return subcommands.contains(subcommand);
    }

    String heading() {
      return heading;
    }
  }

  /** How often an option may be given, and whether with a value. */
  enum Kind {
    FLAG,
    SINGLE,
    REPEATABLE
  }

  /** The subcommand's option of that name, with its leading hyphens. */
  static Optional<CommandOption> named(Subcommand subcommand, String name) {
    for (CommandOption option : values()) {
      if (option.names.contains(name) && option.belongsTo(subcommand)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  boolean belongsTo(Subcommand subcommand) {
    return group.belongsTo(subcommand);
  }

  Group group() {
    return group;
  }

  Kind kind() {
    return kind;
  }

  List<String> names() {
    return names;
  }

  /** The name that messages use. */
  String longName() {
    return names.get(names.size() - 1);
  }

  String valueLabel() {
    return valueLabel;
  }

  String description() {
    return description;
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.cli.ScanOption.Group;
import dev.imageprovenance.scanner.cli.ScanOption.Kind;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** Tells picocli about {@code scanner scan}: the table of options, and help that teaches. */
final class ScanSpec {
  private static final String[] FOOTER = {
    "",
    "How to write an image:",
    "  NAME[:TAG][@DIGEST]            in a registry; docker://NAME is the same",
    "  oci:DIR[:TAG]                  in an OCI layout; oci:DIR@sha256:... picks by digest",
    "  oci-archive:FILE[:TAG]         in a tar of an OCI layout",
    "  docker-archive:FILE[:TAG]      in a tar from docker save, jib or kaniko; FILE:@0 is its",
    "                                 first image",
    "  ./PATH or /PATH                any of these three; its content decides",
    "  docker-daemon:NAME|ID          in Docker Engine (DOCKER_HOST, the docker context)",
    "  podman:NAME|ID                 in podman, while podman.socket runs (CONTAINER_HOST)",
    "  container:[ENGINE/]NAME|ID     what a container was made from; ENGINE: docker or podman",
    "",
    "Exit codes:",
    "  0    passed",
    "  1    a finding is as severe as --fail-on, or worse",
    "  2    wrong usage or configuration",
    "  3    could not check: unreachable, refused, unsupported, a limit, an unknown check",
    "  4    integrity broken: a digest does not hold, or the image is malformed",
    "  70   the launcher could not build or start it",
    "  130  interrupted",
    "  143  terminated",
    "  Of several images the gravest counts: 4 before 1 before 2 before 3.",
    "",
    "Examples:",
    "  Is the image of this build fit to ship?",
    "    scanner scan oci-archive:target/image.tar",
    "  The same in a registry, every platform, with a report for machines:",
    "    scanner scan --all-platforms --format text --format json=report.json app:1.4",
    "  Accept ping's capability, and be strict about everything else:",
    "    scanner scan --fail-on low --allow-capability /usr/bin/ping=cap_net_raw app:1.4",
    "  In a script:",
    "    scanner scan -q registry.example/app:1.4 || exit"
  };

  private ScanSpec() {}

  /** The command, which runs {@code action}. */
  static CommandSpec of(Object action) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(action);
    spec.name("scan");
    spec.versionProvider(new VersionProvider());
    spec.mixinStandardHelpOptions(true);
    spec.usageMessage()
        .abbreviateSynopsis(true)
        .sortOptions(false)
        .header("Scans images and says whether they pass.")
        .descriptionHeading("%n")
        .description(
            "Compares every digest of an image, down to the last byte of its layers, and says who"
                + " it runs as and which files raise privileges. What cannot be looked at is"
                + " UNKNOWN, which does not pass.")
        .parameterListHeading("%nImages:%n")
        .optionListHeading("%nHelp:%n")
        .footer(FOOTER);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("IMAGE")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The images to scan, one after another.")
            .build());
    int order = 0;
    for (Group group : Group.values()) {
      spec.addArgGroup(group(group, order++));
    }
    return spec;
  }

  /** What picocli understood. */
  static ScanArguments arguments(ParseResult parsed) {
    ScanArguments arguments = new ScanArguments();
    for (OptionSpec matched : parsed.matchedOptionsSet()) {
      Optional<ScanOption> option = ScanOption.named(matched.longestName());
      if (option.isEmpty()) {
        continue;
      }
      if (option.get().kind() == Kind.FLAG) {
        arguments.add(option.get(), "");
      } else {
        matched.stringValues().forEach(value -> arguments.add(option.get(), value));
      }
    }
    parsed.matchedPositionalsSet().stream()
        .flatMap(positional -> positional.stringValues().stream())
        .forEach(arguments::addImage);
    return arguments;
  }

  private static ArgGroupSpec group(Group group, int order) {
    ArgGroupSpec.Builder builder =
        ArgGroupSpec.builder()
            .validate(false)
            .exclusive(false)
            .order(order)
            .heading("%n" + group.heading() + "%n");
    for (ScanOption option : ScanOption.values()) {
      if (option.group() == group) {
        builder.addArg(option(option));
      }
    }
    return builder.build();
  }

  private static OptionSpec option(ScanOption option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.names().toArray(new String[0]))
            .order(option.ordinal())
            .description(option.description());
    switch (option.kind()) {
      case FLAG -> builder.arity("0").type(boolean.class);
      case SINGLE -> builder.arity("1").type(String.class).paramLabel(option.valueLabel());
      case REPEATABLE ->
          builder
              .arity("1")
              .type(List.class)
              .auxiliaryTypes(String.class)
              .paramLabel(option.valueLabel());
    }
    return builder.build();
  }
}

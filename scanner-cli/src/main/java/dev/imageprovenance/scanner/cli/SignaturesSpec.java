package dev.imageprovenance.scanner.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Tells picocli about {@code scanner signatures}, with help that teaches; stateless. */
final class SignaturesSpec {
  private static final List<String> WORTH =
      List.of(
          "",
          "What something signed or attested is worth:",
          "  verified  somebody whom you believe says it, may say it, and says it of this image",
          "  refused   it is signed and does not count; the reason is told",
          "  claim     nobody has signed it",
          "  unknown   it could not be judged: no key was given, or its bytes could not be had");

  private static final List<String> EXIT_CODES =
      List.of(
          "  0    signed as is required; or unsigned, where nobody was named and nothing required",
          "  1    unsigned, refused, or not as the policy requires",
          "  2    wrong usage or configuration",
          "  3    could not tell: a place gave no true answer, or nobody was named to verify what"
              + " was found",
          "  4    integrity broken: a digest does not hold, or the image is malformed");

  private static final List<String> EXAMPLES =
      List.of(
          "",
          "Examples:",
          "  What is signed and attested of this image, and where was looked?",
          "    scanner signatures registry.example/app:1.4",
          "  Is it signed with our key?",
          "    scanner signatures --key cosign.pub registry.example/app:1.4",
          "  Is it signed, built and verified as the policy requires?",
          "    scanner signatures --policy scanner-policy.yaml registry.example/app:1.4",
          "  Is it signed by this workflow, without a key?",
          "    scanner signatures --identity 'https://github.com/team/app/.github/workflows/*' \\",
          "      --issuer https://token.actions.githubusercontent.com \\",
          "      --trusted-root trusted_root.json registry.example/app:1.4",
          "  In a script:",
          "    scanner signatures -q --key cosign.pub registry.example/app:1.4 || exit");

  private SignaturesSpec() {}

  /** The command, which runs {@code action}. */
  static CommandSpec of(Object action) {
    CommandSpec spec = OptionSpecs.command(Subcommand.SIGNATURES, action);
    spec.usageMessage()
        .header("Tells who signed images and what is attested of them, and what that is worth.")
        .description(
            "Looks in every place where signatures and attestations are kept, verifies what is"
                + " there against the keys and identities that you believe, and says which digest it"
                + " is about. A place that gives no true answer is UNKNOWN, never unsigned. No"
                + " layer is read.")
        .parameterListHeading("%nImages:%n")
        .footer(HelpTexts.footer("How to write an image:", WORTH, EXIT_CODES, EXAMPLES));
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("IMAGE")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .description("The images whose signatures to look at, one after another.")
            .build());
    return spec;
  }
}

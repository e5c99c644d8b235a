package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.policy.KnownChecks;
import dev.imageprovenance.scanner.policy.Policy;
import dev.imageprovenance.scanner.report.ReportFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The script with which bash, and zsh through its bashcompinit, complete the command. Where it
 * offers nothing the shell offers files, so that images and reports are completed as paths;
 * stateless.
 */
final class CompletionScript {
  private CompletionScript() {}

  /** The script; {@code commands} are the names that may follow the program's. */
  static String of(Collection<String> commands) {
    StringBuilder cases = new StringBuilder();
    for (Subcommand subcommand : Subcommand.values()) {
      if (subcommand.label().equals(subcommand.lastName())) {
        cases.append(options(subcommand));
      }
    }
    return """
        # Completes the command scanner in bash and zsh.
        if [ -n "${ZSH_VERSION-}" ]; then
          autoload -Uz compinit bashcompinit
          type compdef >/dev/null 2>&1 || compinit
          bashcompinit
        fi
        _scanner_complete() {
          local cur="${COMP_WORDS[COMP_CWORD]-}" prev="${COMP_WORDS[COMP_CWORD-1]-}"
          COMPREPLY=()
          # bash takes the sign of --option=value for a word of its own.
          if [ "$cur" = "=" ]; then
            cur=""
          elif [ "$prev" = "=" ] && [ "$COMP_CWORD" -ge 2 ]; then
            prev="${COMP_WORDS[COMP_CWORD-2]}"
          fi
          if [ "$COMP_CWORD" -eq 1 ]; then
            @COMMANDS@
            return
          fi
          case "${COMP_WORDS[1]-}" in
        @SUBCOMMANDS@    help) @COMMANDS@ ;;
            completion) @SHELLS@ ;;
            schema) @REPORTED@ ;;
            policy) [ "$COMP_CWORD" -ne 2 ] || @POLICY@ ;;
          esac
        }
        complete -o default -F _scanner_complete scanner
        """
        .replace("@COMMANDS@", offer(commands))
        .replace("@SHELLS@", offer(List.of("bash", "zsh")))
        .replace(
            "@REPORTED@",
            offer(List.of("scan", "compare", "lineage", "signatures", "pods", "policy")))
        .replace("@POLICY@", offer(List.of("check", "explain", "import")))
        .replace("@SUBCOMMANDS@", cases);
  }

  /** What may follow a subcommand: values behind their options, else options. */
  private static String options(Subcommand subcommand) {
    List<String> options = new ArrayList<>(List.of("-h", "--help", "-V", "--version"));
    StringBuilder values = new StringBuilder();
    for (CommandOption option : CommandOption.values()) {
      if (!option.belongsTo(subcommand)) {
        continue;
      }
      options.addAll(option.names());
      List<String> offered = values(option);
      if (option.kind() != CommandOption.Kind.FLAG) {
        values
            .append("        ")
            .append(String.join("|", option.names()))
            .append(") ")
            .append(offered.isEmpty() ? "return" : offer(offered) + "; return")
            .append(" ;;\n");
      }
    }
    return """
            @NAME@)
              case "$prev" in
        @VALUES@      esac
              case "$cur" in
                -*) @OPTIONS@ ;;
              esac ;;
        """
        .replace("@NAME@", subcommand.label())
        .replace("@VALUES@", values)
        .replace("@OPTIONS@", offer(options));
  }

  /** What can be written behind an option; nothing where any text or a file can. */
  private static List<String> values(CommandOption option) {
    List<String> values = new ArrayList<>();
    switch (option) {
      case REQUIRE -> {
        for (Rung rung : Rung.values()) {
          values.add(rung.label());
        }
      }
      case FAIL_ON, DRIFT_FAIL_ON -> {
        for (Severity severity : Severity.values()) {
          values.add(severity.label());
        }
      }
      case PROFILE -> values.addAll(Policy.profiles());
      case COLOR -> values.addAll(List.of("auto", "always", "never"));
      case FORMAT -> values.addAll(ReportFormat.labels());
      case CHECKS, ALLOW_UNKNOWN -> {
        for (CheckId check : KnownChecks.ids()) {
          if (option == CommandOption.CHECKS || !check.equals(CheckId.INTEGRITY)) {
            values.add(check.value());
          }
        }
      }
      default -> {}
    }
    return values;
  }

  private static String offer(Collection<String> words) {
    return "COMPREPLY=($(compgen -W \"" + String.join(" ", words) + "\" -- \"$cur\"))";
  }
}

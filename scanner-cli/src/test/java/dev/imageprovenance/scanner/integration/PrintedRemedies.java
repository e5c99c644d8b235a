package dev.imageprovenance.scanner.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The instructions for a Dockerfile in a text report, copied as a person would copy them, with the
 * backslashes at the ends of wrapped lines; immutable.
 *
 * @param beforeUser those that belong before USER
 * @param user those that set the user
 */
record PrintedRemedies(List<String> beforeUser, List<String> user) {
  private static final Pattern INSTRUCTION =
      Pattern.compile("Dockerfile(, before USER)?: ((?:.* \\\\\n)*.*)\n");

  /** Those in the text report. */
  static PrintedRemedies in(String report) {
    List<String> beforeUser = new ArrayList<>();
    List<String> user = new ArrayList<>();
    Matcher matcher = INSTRUCTION.matcher(report);
    while (matcher.find()) {
      (matcher.group(1) == null ? user : beforeUser).add(matcher.group(2));
    }
    return new PrintedRemedies(beforeUser, user);
  }

  /** A Dockerfile that applies all of them to an image, which keeps its user if none says more. */
  String dockerfile(String base, String itsUser) {
    List<String> lines = new ArrayList<>(List.of("FROM " + base, "USER 0"));
    lines.addAll(beforeUser);
    lines.addAll(user.isEmpty() ? List.of("USER " + itsUser) : user);
    return String.join("\n", lines) + "\n";
  }
}

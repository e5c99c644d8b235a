package dev.imageprovenance.testimages;

import java.util.List;

/** The catalogue as a Markdown table; stateless. */
final class Catalogue {
  private Catalogue() {}

  /** One line for each sample: name, what it shows, verdict and exit code. */
  static String table(List<SampleImage> samples) {
    StringBuilder text = new StringBuilder();
    text.append("| sample | what it shows | verdict | exit code |\n|---|---|---|---|\n");
    for (SampleImage sample : samples) {
      Expectation expectation = sample.expectation();
      text.append("| `").append(sample.name()).append("` | ").append(escaped(sample.description()));
      text.append(" | ").append(expectation.verdict());
      text.append(" | ").append(expectation.exitCode()).append(" |\n");
    }
    return text.toString();
  }

  private static String escaped(String text) {
    return text.replace("|", "\\|");
  }
}

package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.testimages.SampleImages;
import dev.imageprovenance.testimages.SampleSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every example of docs/policy.md and compares what it prints. */
final class PolicyDocTest {
  private static final Path PAGE = Path.of("..", "docs", "policy.md");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```$");
  private static final Pattern FILE_NAME = Pattern.compile("# (\\S+\\.yaml)\n");

  /** Stands in the page for a day that is so many days ahead whenever the test runs. */
  private static final String DAY_OF_THE_PAGE = "2027-01-31";

  private static final int DAYS_AHEAD = 60;

  @TempDir static Path directory;

  private final String day = LocalDate.now(ZoneOffset.UTC).plusDays(DAYS_AHEAD).toString();

  @TestFactory
  Stream<DynamicTest> everyExamplePrintsWhatStandsBelowIt() throws IOException {
    SampleSigner.writePublicKeys(directory.resolve("keys"));
    List<MatchResult> blocks = FENCED.matcher(Files.readString(PAGE)).results().toList();
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      String text = blocks.get(i).group(2);
      switch (blocks.get(i).group(1)) {
        case "yaml" -> write(text);
        case "console" -> {
          String expected = blocks.get(i + 1).group(2);
          tests.add(DynamicTest.dynamicTest(text, () -> assertPrints(expected, text)));
        }
        default -> {}
      }
    }
    return tests.stream();
  }

  private void write(String yaml) throws IOException {
    var name = FILE_NAME.matcher(yaml);
    if (name.lookingAt()) {
      Files.writeString(directory.resolve(name.group(1)), yaml.replace(DAY_OF_THE_PAGE, day));
    }
  }

  /** Only the last of several commands has its output below it. */
  private void assertPrints(String expected, String commands)
      throws IOException, InterruptedException {
    String printed = "";
    for (String command : commands.lines().toList()) {
      printed = run(command.replaceFirst("^\\$ scanner ", "").split(" "));
    }
    assertEquals(withoutDigestOfDatedFiles(expected), withoutDigestOfDatedFiles(printed));
  }

  /** In a process of its own, because the page's files and images lie in its directory. */
  private String run(String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    for (String word : words) {
      command.add(word);
      if (word.startsWith("oci:")) {
        requireSample(word.substring("oci:".length()));
      }
    }
    if (!words[0].equals("policy") || words[1].equals("explain")) {
      command.add("--no-cache");
    }
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("COLUMNS", "100");
    builder
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start()
        .waitFor();
    String printed = Files.readString(out);
    return (printed.isEmpty() ? Files.readString(err) : printed).replace(day, DAY_OF_THE_PAGE);
  }

  private static void requireSample(String name) throws IOException {
    if (!Files.exists(directory.resolve(name))) {
      SampleImages.named(name).writeTo(directory);
    }
  }

  private static String withoutDigestOfDatedFiles(String text) {
    return text.replaceAll("waivers\\.yaml sha256:[0-9a-f]{12}", "waivers.yaml sha256:…");
  }
}

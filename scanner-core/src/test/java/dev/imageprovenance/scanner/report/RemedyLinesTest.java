package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Remedy.Instruction;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RemedyLinesTest {
  @Test
  void noRemedyHasNoLines() {
    assertEquals(List.of(), text(List.of(), false));
  }

  @Test
  void wordsStandWhereThereIsNoInstruction() {
    assertEquals(List.of("do it"), text(List.of(Remedy.of("do it")), false));
  }

  @Test
  void anInstructionStandsForItsWords() {
    assertEquals(
        List.of("Dockerfile: USER 1:1"),
        text(List.of(Remedy.of("x").withDockerfile(Instruction.of("USER 1:1"))), false));
  }

  @Test
  void aSharedCommandNamesEveryPath() {
    assertEquals(
        List.of("Dockerfile, before USER: RUN chmod a-s /a '/b c'"),
        text(List.of(chmod("/a"), chmod("'/b c'")), false));
  }

  @Test
  void aPathThatSeveralFindingsNameIsNamedOnce() {
    assertEquals(
        List.of("Dockerfile, before USER: RUN chmod a-s /a"),
        text(List.of(chmod("/a"), chmod("/a")), false));
  }

  @Test
  void aQuotedPathIsNeverTorn() {
    assertEquals(
        List.of("RUN", "chmod", "a-s", "'/b c'"),
        RemedyLines.of(List.of(chmod("'/b c'")), false).get(0).words());
  }

  @Test
  void commandsThatEndDifferentlyStayApart() {
    assertEquals(
        List.of(
            "Dockerfile, before USER: RUN sed -i -e x /etc/passwd",
            "Dockerfile, before USER: RUN sed -i -e y /etc/shadow"),
        text(List.of(sed("x", "/etc/passwd"), sed("y", "/etc/shadow")), false));
  }

  @Test
  void everyOptionThatAcceptsIsTold() {
    Remedy one = Remedy.of("x").withAccept(List.of("--allow-setuid /a"));
    Remedy other = Remedy.of("x").withAccept(List.of("--allow-setuid /b", "--allow-setuid /c"));
    assertEquals(
        List.of("x", "to accept them: --allow-setuid /a --allow-setuid /b --allow-setuid /c"),
        text(List.of(one, other), false));
  }

  @Test
  void theSameAdviceIsToldOnce() {
    Remedy remedy = Remedy.of("x").withJib("another base image");
    assertEquals(List.of("x", "jib: another base image"), text(List.of(remedy, remedy), false));
  }

  @Test
  void ofManyPathsTheFirstAreNamedAndTheOthersCounted() {
    List<String> lines = text(many(), false);
    assertEquals("and so for 980 more; -v lists all", lines.get(1));
    assertEquals("RUN chmod a-s".length() + 20 * " /9".length(), command(lines.get(0)).length());
  }

  @Test
  void allPathsAreNamedWhereAllAreWanted() {
    List<String> lines = text(many(), true);
    assertEquals(1, lines.size());
    assertEquals(1_000, command(lines.get(0)).split(" /", -1).length - 1);
  }

  /** One letter each for the first twenty, so that lengths can be told. */
  private static List<Remedy> many() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> i < 20 ? "/" + (char) ('a' + i) : "/x" + i)
        .map(RemedyLinesTest::chmod)
        .toList();
  }

  private static List<String> text(List<Remedy> remedies, boolean all) {
    return RemedyLines.of(remedies, all).stream()
        .map(line -> (line.label() + " " + String.join(" ", line.words())).strip())
        .toList();
  }

  private static String command(String line) {
    return line.substring("Dockerfile, before USER: ".length());
  }

  private static Remedy chmod(String path) {
    return Remedy.of("x").withDockerfile(new Instruction("RUN chmod a-s", List.of(path), ""));
  }

  private static Remedy sed(String script, String file) {
    return Remedy.of("x")
        .withDockerfile(new Instruction("RUN sed -i", List.of("-e " + script), file));
  }
}

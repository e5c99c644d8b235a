package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.ClauseLocation;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.policy.CheckResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A report of any kind in the shape that the formats of CI systems share: what was looked at, what
 * was asked of it, and what was found; immutable. It says what the report says, it judges nothing.
 *
 * @param tool what made the report
 * @param title what was done, for a heading
 * @param startedAt when it began
 * @param verdict the worst of the subjects
 * @param exitCode the exit code that says the same as all of it
 * @param subjects what was looked at, in the order of the report
 * @param notes what is odd about how it was judged
 */
record Outline(
    RunReport.Tool tool,
    String title,
    Instant startedAt,
    Verdict verdict,
    int exitCode,
    List<Subject> subjects,
    List<Note> notes) {
  Outline {
    subjects = List.copyOf(subjects);
    notes = List.copyOf(notes);
  }

  /** An outline with nothing odd. */
  Outline(
      RunReport.Tool tool,
      String title,
      Instant startedAt,
      Verdict verdict,
      int exitCode,
      List<Subject> subjects) {
    this(tool, title, startedAt, verdict, exitCode, subjects, List.of());
  }

  /**
   * Something that is odd about the policy, and fails nothing.
   *
   * @param text one line, safe to print
   * @param location the clause that it is about, when that stands in a file
   */
  record Note(String text, Optional<ClauseLocation> location) {}

  /**
   * One image, one comparison, or one image of pods.
   *
   * @param name how it is called
   * @param category a name that stays when the image is built again, under which results of one run
   *     are told from those of another; subjects that belong together share it
   * @param verdict PASS, FAIL or UNKNOWN
   * @param state the verdict in a word or two where there is one: "different"; else empty
   * @param details what it is, in the order to be shown
   * @param questions what was asked
   */
  record Subject(
      SubjectName name,
      String category,
      Verdict verdict,
      String state,
      List<Detail> details,
      List<Question> questions) {
    Subject {
      details = List.copyOf(details);
      questions = List.copyOf(questions);
    }
  }

  /**
   * A name and a value.
   *
   * @param label lower-case words
   * @param value escaped, digests in full
   */
  record Detail(String label, String value) {}

  /**
   * A question, and what came of it.
   *
   * @param name the check's id, with more words where it is asked several times of one subject
   * @param title the question itself; empty when nobody wrote it down
   * @param result the answer
   * @param groups the findings of the result, those that are told together in one
   */
  record Question(String name, String title, CheckResult result, List<FindingGroup> groups) {
    Question {
      groups = List.copyOf(groups);
    }

    /** A question whose findings are told one by one. */
    static Question oneByOne(String name, String title, CheckResult result) {
      List<FindingGroup> groups = new ArrayList<>(result.findings().size());
      for (Finding finding : result.findings()) {
        groups.add(new FindingGroup(List.of(finding)));
      }
      return new Question(name, title, result, groups);
    }

    /** A question whose similar findings are told together. */
    static Question grouped(String title, CheckResult result) {
      return new Question(
          result.check().value(), title, result, FindingGroup.of(result.findings()));
    }

    /** Why not everything could be looked at, whether the policy lets that pass or not. */
    Optional<String> unknown() {
      boolean lacksReason = result.verdict() == Verdict.UNKNOWN && result.unknown().isEmpty();
      return lacksReason ? Optional.of(result.summary()) : result.unknown();
    }
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.report.ReportFormat;
import dev.imageprovenance.scanner.report.ReportTarget;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Understands the options that say which reports go where; stateless. */
final class OutputTargets {
  private static final String STDOUT = "-";

  private OutputTargets() {}

  /**
   * Combines {@code --format FORMAT[=FILE]} and {@code --output [FORMAT=]FILE}.
   *
   * @throws IllegalArgumentException with what is contradictory or unknown
   */
  static List<ReportTarget> resolve(List<String> formats, List<String> outputs) {
    List<Draft> drafts = new ArrayList<>();
    for (String text : formats) {
      drafts.add(Draft.ofFormat(text));
    }
    for (String text : outputs) {
      Draft.addOutput(drafts, text);
    }
    if (drafts.isEmpty()) {
      drafts.add(new Draft(ReportFormat.TEXT, STDOUT));
    }
    List<ReportTarget> targets = new ArrayList<>();
    Set<String> places = new HashSet<>();
    for (Draft draft : drafts) {
      ReportTarget target = draft.complete();
      String place = target.file().map(Path::toString).orElse("standard output");
      if (!places.add(place)) {
        throw new IllegalArgumentException(
            "two reports would go to " + place + "; give each its own file: --format json=FILE");
      }
      targets.add(target);
    }
    return targets;
  }

  /** A report whose place may not be known yet. */
  private record Draft(ReportFormat format, @Nullable String place) {
    static Draft ofFormat(String text) {
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      ReportFormat format =
          ReportFormat.named(name)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "there is no format \""
                              + name
                              + "\"; the formats are "
                              + String.join(", ", ReportFormat.labels())));
      return new Draft(format, equals < 0 ? null : file(text.substring(equals + 1), text));
    }

    static void addOutput(List<Draft> drafts, String text) {
      int equals = text.indexOf('=');
      if (equals > 0 && ReportFormat.named(text.substring(0, equals)).isPresent()) {
        drafts.add(ofFormat(text));
        return;
      }
      file(text, text);
      List<Draft> withoutPlace = drafts.stream().filter(draft -> draft.place == null).toList();
      if (withoutPlace.size() > 1) {
        throw new IllegalArgumentException(
            "--output " + text + " could be for each format; write --format FORMAT=" + text);
      } else if (withoutPlace.size() == 1) {
        Draft draft = withoutPlace.get(0);
        drafts.set(drafts.indexOf(draft), new Draft(draft.format, text));
      } else {
        drafts.add(new Draft(ReportFormat.ofFileName(text), text));
      }
    }

    ReportTarget complete() {
      return place == null || place.equals(STDOUT)
          ? ReportTarget.output(format)
          : ReportTarget.file(format, Path.of(place));
    }

    private static String file(String place, String text) {
      if (place.isEmpty()) {
        throw new IllegalArgumentException("\"" + text + "\" names no file");
      }
      return place;
    }
  }
}

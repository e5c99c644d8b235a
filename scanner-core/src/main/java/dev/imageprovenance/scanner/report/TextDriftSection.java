package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Tells how a container's files differ from its image; not thread-safe. */
final class TextDriftSection {
  /** Of more names the rest is counted. */
  private static final int MOST_NAMES = 5;

  private final TextPage page;
  private final LabelledLines lines;
  private final boolean verbose;
  private final boolean quiet;
  private final Comparison comparison;

  TextDriftSection(
      TextPage page, LabelledLines lines, boolean verbose, boolean quiet, Comparison comparison) {
    this.page = page;
    this.lines = lines;
    this.verbose = verbose;
    this.quiet = quiet;
    this.comparison = comparison;
  }

  void render(Fact<ContainerDrift> fact) throws IOException {
    if (!(fact instanceof Fact.Known<ContainerDrift> known)) {
      lines.print(
          "drift",
          new Phrase()
              .word("not known:", Style.WARNING)
              .words(Wording.message(fact.whyUnknown().orElse(""), verbose)));
      return;
    }
    ContainerDrift drift = known.value();
    lines.print("drift", headline(drift));
    new TextFileList(page, verbose, comparison.failOn()).print(drift.differences());
    unrecorded(drift.unrecorded());
    whiteoutNames(drift.whiteoutNames());
    if (!quiet) {
      leftOut(drift);
    }
  }

  private Phrase headline(ContainerDrift drift) {
    Phrase phrase = new Phrase();
    if (drift.differences().isEmpty() && drift.whiteoutNames().isEmpty()) {
      phrase.words("none: the container's files are its image's");
    } else {
      phrase
          .words(TextFileList.counts(drift.differences()))
          .words("(image → container)", Style.FAINT);
    }
    if (!drift.notLookedInto().isEmpty()) {
      phrase.glue(";").words("not looked into: " + mounts(drift.notLookedInto(), verbose));
    }
    return phrase;
  }

  private void unrecorded(List<String> paths) throws IOException {
    if (!paths.isEmpty()) {
      lines.print(
          "unrecorded",
          new Phrase()
              .words("changed below the engine, which does not list it:", Style.WARNING)
              .words(names(paths.stream().map(FileWording::path).toList(), verbose)));
    }
  }

  private void whiteoutNames(List<String> paths) throws IOException {
    if (!paths.isEmpty()) {
      lines.print(
          "whiteouts",
          new Phrase()
              .words("files named like a layer's whiteouts, which nothing honest makes:", Style.BAD)
              .words(names(paths.stream().map(FileWording::path).toList(), verbose)));
    }
  }

  private void leftOut(ContainerDrift drift) throws IOException {
    if (!drift.writtenByEngine().isEmpty()) {
      lines.print(
          "engine",
          counted(
              drift.writtenByEngine().stream().map(FileWording::path).toList(),
              "written by every engine, whose own mounts over them are not looked into"));
    }
    if (!drift.ignored().isEmpty()) {
      lines.print(
          "ignored",
          counted(
              drift.ignored().stream().map(each -> FileWording.path(each.path())).toList(),
              "as --ignore asks" + TextFileList.severe(drift.ignored())));
    }
  }

  private Phrase counted(List<String> paths, String why) {
    Phrase phrase = new Phrase().words(Wording.count(paths.size(), "path", "paths") + " " + why);
    return verbose ? phrase.glue(":").words(String.join(", ", paths)) : phrase;
  }

  /** "/data (volume), /tmp (tmpfs)". */
  static String mounts(List<ContainerDrift.Mount> mounts, boolean all) {
    List<String> names = new ArrayList<>(mounts.size());
    for (ContainerDrift.Mount mount : mounts) {
      names.add(Text.escape(mount.path()) + " (" + Text.excerpt(mount.type()) + ")");
    }
    return names(names, all);
  }

  /** The names, or the first of them and how many more. */
  static String names(List<String> names, boolean all) {
    int shown = all ? names.size() : Math.min(names.size(), MOST_NAMES);
    return String.join(", ", names.subList(0, shown))
        + (shown == names.size() ? "" : " and " + (names.size() - shown) + " more");
  }
}

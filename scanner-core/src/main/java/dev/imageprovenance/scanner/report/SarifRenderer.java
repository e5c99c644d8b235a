package dev.imageprovenance.scanner.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.imageprovenance.scanner.report.Outline.Subject;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes a report as SARIF 2.1.0 in the way that GitHub code scanning accepts it: each image is a
 * run, each finding a result that points at the file which can fix it; immutable and thread-safe.
 *
 * <p>A file holds at most {@value #MOST_CHARACTERS} ASCII characters and {@value #MOST_RUNS} runs
 * of {@value SarifRun#MOST_RESULTS} results, so that no upload of it is refused. What is left out
 * is a result itself.
 *
 * @param <R> what is reported
 */
final class SarifRenderer<R> implements ReportRenderer<R> {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /** More runs are refused. */
  private static final int MOST_RUNS = 20;

  /** Ten megabytes are accepted, compressed; this holds for what cannot be compressed, too. */
  private static final int MOST_CHARACTERS = 9_500_000;

  private final JsonDocument documents = new JsonDocument();
  private final Function<R, Outline> outliner;
  private final FixLocation fix;

  /** Renders what {@code outliner} makes of a report, with results that are fixed there. */
  SarifRenderer(Function<R, Outline> outliner, FixLocation fix) {
    this.outliner = outliner;
    this.fix = fix;
  }

  @Override
  public void render(R run, Writer out) throws IOException {
    Outline outline = outliner.apply(run);
    CountingWriter counted = new CountingWriter(out);
    documents.write(counted, json -> write(json, outline, counted));
  }

  private void write(JsonGenerator json, Outline outline, CountingWriter counted)
      throws IOException {
    List<SarifRun> runs = runs(outline);
    json.writeStartObject();
    json.writeStringField("$schema", SCHEMA);
    json.writeStringField("version", "2.1.0");
    json.writeArrayFieldStart("runs");
    int written = 0;
    for (SarifRun run : runs) {
      written++;
      run.write(json, counted, (long) MOST_CHARACTERS * written / runs.size());
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /**
   * One run for each category: a file with two runs of one category is refused. Whatever is more
   * than may be shares the last one.
   */
  private List<SarifRun> runs(Outline outline) {
    Map<String, List<Subject>> byCategory = new LinkedHashMap<>();
    for (Subject subject : outline.subjects()) {
      boolean isNew = !byCategory.containsKey(subject.category());
      boolean isOverflow = isNew && byCategory.size() >= MOST_RUNS - 1;
      byCategory
          .computeIfAbsent(isOverflow ? "others" : subject.category(), key -> new ArrayList<>())
          .add(subject);
    }
    List<SarifRun> runs = new ArrayList<>(byCategory.size());
    byCategory.forEach(
        (category, subjects) -> runs.add(new SarifRun(outline, category, subjects, fix)));
    return runs;
  }
}

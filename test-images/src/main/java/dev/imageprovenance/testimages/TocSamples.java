package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.util.List;
import java.util.function.Consumer;

/** Layers with a table of contents that some runtimes read in the tar's place; stateless. */
final class TocSamples {
  private static final String DIRECTORY = "/opt";
  private static final String TOOL = "/opt/tool";
  private static final int SETUID = 04755;

  private TocSamples() {}

  static List<SampleImage> all() {
    return List.of(
        layer(
            "estargz",
            "An eStargz layer whose table of contents agrees with its tar",
            passes(),
            l -> table(0755).estargz(l)),
        layer(
            "estargz-behind-end",
            "An eStargz layer with its table behind the end of the tar, as BuildKit writes it",
            passes(),
            l -> table(0755).estargzBehindEnd(l)),
        layer(
            "estargz-setuid",
            "An eStargz layer whose table gives 04755 to a file that is 0755 in the tar",
            disagrees(),
            l -> table(SETUID).estargz(l)),
        layer(
            "estargz-behind-end-setuid",
            "The same with the table behind the end of the tar",
            disagrees(),
            l -> table(SETUID).estargzBehindEnd(l)),
        layer(
            "estargz-other-table",
            "An eStargz layer whose annotation names another table than it holds",
            fails().finding("ambiguous-layer", "TOC_MISPLACED", "high", ""),
            l -> {
              table(0755).estargz(l);
              l.editDescriptor(
                  d ->
                      d.withAnnotation(
                          TableOfContents.ESTARGZ_ANNOTATION,
                          Digests.sha256(table(SETUID).json())));
            }),
        layer(
            "estargz-table-missing",
            "A gzip layer whose annotation says that it is eStargz, without any table",
            fails().finding("ambiguous-layer", "TOC_MISPLACED", "high", ""),
            l ->
                l.editDescriptor(
                    d ->
                        d.withAnnotation(
                            TableOfContents.ESTARGZ_ANNOTATION,
                            Digests.sha256(table(0755).json())))),
        layer(
            "estargz-folded-key",
            "An eStargz layer whose table has the keys mode and Mode in one entry",
            fails().finding("ambiguous-layer", "TOC_UNREADABLE", "high", ""),
            l ->
                table(0755)
                    .editText(
                        text -> text.replace("\"mode\":493,\"d", "\"mode\":493,\"Mode\":2541,\"d"))
                    .estargz(l)),
        layer(
            "zstd-chunked",
            "A zstd:chunked layer whose table of contents agrees with its tar",
            passes(),
            l -> table(0755).zstdChunked(l)),
        layer(
            "zstd-chunked-stargz",
            "A zstd:chunked layer in the form of stargz-snapshotter",
            passes(),
            l -> table(0755).zstdChunkedOfStargz(l)),
        layer(
            "zstd-chunked-setuid",
            "A zstd:chunked layer whose table gives 04755 to a file that is 0755 in the tar",
            disagrees(),
            l -> table(SETUID).zstdChunked(l)),
        layer(
            "zstd-chunked-stargz-setuid",
            "The same in the form of stargz-snapshotter",
            disagrees(),
            l -> table(SETUID).zstdChunkedOfStargz(l)),
        layer(
            "zstd-chunked-and-estargz",
            "A zstd:chunked layer whose annotations name an eStargz table, too",
            fails()
                .finding("ambiguous-layer", "SEVERAL_TOCS", "high", "")
                .finding("ambiguous-layer", "TOC_MISPLACED", "high", ""),
            TocSamples::ofBothKinds));
  }

  private static Expectation disagrees() {
    return fails().finding("ambiguous-layer", "TOC_DISAGREES", "high", TOOL);
  }

  private static void ofBothKinds(LayerBuilder layer) {
    TableOfContents table = table(0755);
    table.zstdChunked(layer);
    layer.alsoEditDescriptor(
        d ->
            d.withAnnotation(
                TableOfContents.ESTARGZ_ANNOTATION, Digests.sha256(table(SETUID).json())));
  }

  private static TableOfContents table(int mode) {
    return new TableOfContents().directory(DIRECTORY, 0755).file(TOOL, mode, program("tool"));
  }

  private static SampleImage layer(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> table) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () ->
            BaseFiles.harmless()
                .layer(
                    l -> {
                      l.directory(DIRECTORY, 0755).file(TOOL, 0755, program("tool"));
                      table.accept(l);
                    })
                .build());
  }
}

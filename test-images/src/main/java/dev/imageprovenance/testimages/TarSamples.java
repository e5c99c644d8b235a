package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.broken;
import static dev.imageprovenance.testimages.Expectation.passes;
import static dev.imageprovenance.testimages.Expectation.unknown;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images whose layers are unusual or wrong as tar streams; stateless. */
final class TarSamples {
  private static final String SETUID = "setuid-files";
  private static final String TOOL = "usr/bin/tool";

  private TarSamples() {}

  static List<SampleImage> all() {
    return Stream.of(dialects(), sparse(), headers(), ends(), lies())
        .flatMap(List::stream)
        .toList();
  }

  private static List<SampleImage> dialects() {
    String longName = "usr/" + "deep/".repeat(60) + "tool";
    return List.of(
        entry(
            "tar-pax-long-name",
            "A name of 308 bytes in a PAX record",
            found("/" + longName),
            TarEntry.file(longName, 04755, program("tool"))),
        entry(
            "tar-gnu-long-name",
            "A name of 308 bytes in a GNU long name entry",
            found("/" + longName),
            TarEntry.file(longName, 04755, program("tool")).gnu()),
        entry(
            "tar-ustar-prefix",
            "A name that is split between prefix and name fields",
            found("/usr/local/bin/tool"),
            TarEntry.file("tool", 04755, program("tool")).prefix("usr/local/bin")),
        entry(
            "tar-v7",
            "A header without magic, as tar wrote before POSIX",
            found(),
            TarEntry.file(TOOL, 04755, program("tool")).v7()),
        entry(
            "tar-base-256",
            "Owner and size in base-256",
            passes().finding(SETUID, "low", "/" + TOOL),
            TarEntry.file(TOOL, 04755, program("tool")).gnu().base256().owner(3_000_000, 5)),
        entry(
            "tar-pax-owner",
            "An owner above the octal field, in a PAX record",
            passes().finding(SETUID, "low", "/" + TOOL),
            TarEntry.file(TOOL, 04755, program("tool")).owner(3_000_000, 5)),
        sample(
            "tar-pax-global",
            "A PAX global header with a comment, as git writes it",
            found().among(),
            l ->
                l.rawEntry(TarEntry.globalHeader("comment", "0123456789abcdef"))
                    .rawEntry(TarEntry.file(TOOL, 04755, program("tool")))),
        sample(
            "tar-pax-global-path",
            "A PAX global header that renames every entry behind it",
            passes().finding("ambiguous-layer", "AMBIGUOUS_HEADER", "medium", "").among(),
            l ->
                l.rawEntry(TarEntry.globalHeader("path", "usr/bin/renamed"))
                    .rawEntry(TarEntry.file(TOOL, 04755, program("tool")))),
        entry(
            "tar-old-regular-type",
            "A regular file of type NUL",
            found(),
            TarEntry.of('\0', TOOL, 04755).content(program("tool"))),
        entry(
            "tar-contiguous-type",
            "A contiguous file, type 7",
            found().among(),
            TarEntry.of('7', TOOL, 04755).content(program("tool"))));
  }

  private static List<SampleImage> sparse() {
    return List.of(
        entry(
            "sparse-gnu",
            "A sparse file of the old GNU kind",
            found(),
            SparseFiles.oldGnu(TOOL, 04755)),
        entry(
            "sparse-pax-0-1",
            "A sparse file of PAX format 0.1",
            found(),
            SparseFiles.pax01(TOOL, 04755)),
        entry(
            "sparse-pax-1-0",
            "A sparse file of PAX format 1.0",
            found(),
            SparseFiles.pax10(TOOL, 04755)),
        entry(
            "sparse-enormous",
            "A sparse file that claims 8 EiB in a kilobyte",
            unknown(),
            SparseFiles.enormous(TOOL, 04755)));
  }

  private static List<SampleImage> headers() {
    byte[] tool = program("tool");
    return List.of(
        entry(
            "tar-repeated-path-record",
            "Two PAX records for one path",
            passes().finding("ambiguous-layer", "AMBIGUOUS_HEADER", "medium", "").among(),
            TarEntry.file("x", 04755, tool).pax("path", "usr/bin/first").pax("path", TOOL)),
        entry(
            "tar-size-record-differs",
            "A PAX size that differs from the header's, as Go writes" + " for large files only",
            passes().among(),
            TarEntry.file(TOOL, 04755, tool).pax("size", "" + tool.length).declaredSize(0)),
        entry(
            "tar-unknown-type",
            "An entry of type Z",
            passes().finding("ambiguous-layer", "UNKNOWN_ENTRY_TYPE", "medium", "").among(),
            TarEntry.of('Z', "usr/bin/odd", 04755).content(tool)),
        entry(
            "tar-hostile-record",
            "A PAX record whose value holds newlines that look like" + " records",
            found().among(),
            TarEntry.file(TOOL, 04755, tool).pax("comment", "x\n15 path=innocent\n9 mode=0\n")),
        entry(
            "tar-directory-with-content",
            "A directory that has content",
            broken("BROKEN_CONTENT"),
            TarEntry.directory("srv/", 0755).content(tool)),
        sample(
            "tar-directory-hides-entry",
            "A directory whose size covers a setuid entry: engines read it, some readers skip it",
            found().among(),
            l ->
                l.rawEntry(TarEntry.directory("srv/", 0755).declaredSize(2 * TarEntry.BLOCK))
                    .rawEntry(TarEntry.file(TOOL, 04755, program("tool")))),
        entry(
            "tar-link-with-content",
            "A symbolic link that has content",
            broken("BROKEN_CONTENT"),
            TarEntry.symlink("usr/bin/link", "tool").content(tool)));
  }

  private static List<SampleImage> ends() {
    return List.of(
        sample(
            "tar-data-behind-end",
            "A setuid entry behind the end of the archive",
            found().finding("integrity", "TRAILING_DATA", "medium", "").among(),
            l ->
                l.rawEntry(TarEntry.file(TOOL, 04755, program("tool")))
                    .editTar(
                        tar ->
                            new TarBytes()
                                .raw(tar)
                                .entry(TarEntry.file("usr/bin/hidden", 04755, program("hidden")))
                                .end()
                                .toByteArray())),
        sample(
            "tar-zeros-behind-end",
            "An archive filled up to 10240 bytes, as GNU tar does",
            found(),
            l ->
                l.rawEntry(TarEntry.file(TOOL, 04755, program("tool")))
                    .editTar(tar -> Arrays.copyOf(tar, (tar.length / 10_240 + 1) * 10_240))),
        sample(
            "tar-without-end",
            "An archive without its two zero blocks",
            found().among(),
            l -> l.rawEntry(TarEntry.file(TOOL, 04755, program("tool"))).withoutEndOfArchive()),
        sample(
            "tar-one-zero-block",
            "An archive with a single zero block between entries",
            broken("BROKEN_CONTENT"),
            l ->
                l.rawBytes(new byte[TarEntry.BLOCK])
                    .rawEntry(TarEntry.file(TOOL, 04755, program("tool")))),
        sample("tar-empty", "An archive of nothing but its end", passes(), l -> {}),
        sample(
            "tar-no-bytes",
            "An archive of no bytes at all",
            passes().among(),
            LayerBuilder::withoutEndOfArchive),
        sample(
            "tar-truncated",
            "An archive that ends within a file's content",
            broken("BROKEN_CONTENT"),
            l ->
                l.rawEntry(TarEntry.file(TOOL, 04755, program("tool")))
                    .editTar(tar -> Arrays.copyOf(tar, TarEntry.BLOCK + 100))));
  }

  private static List<SampleImage> lies() {
    byte[] tool = program("tool");
    return List.of(
        entry(
            "tar-wrong-checksum",
            "A header whose checksum is off by one",
            broken("BROKEN_CONTENT"),
            TarEntry.file(TOOL, 04755, tool).wrongChecksum()),
        entry(
            "tar-negative-size",
            "A size of -1 in base-256",
            broken("BROKEN_CONTENT"),
            TarEntry.file(TOOL, 04755, tool).gnu().base256().declaredSize(-1)),
        entry(
            "tar-size-beyond-end",
            "A size of 8 EiB less one",
            unknown(),
            TarEntry.file(TOOL, 04755, tool).gnu().base256().declaredSize(Long.MAX_VALUE)),
        entry(
            "tar-record-lies-long",
            "A PAX record that says it is longer than its header",
            broken("BROKEN_CONTENT"),
            TarEntry.file(TOOL, 04755, tool).rawPax(utf8("99 path=x\n"))),
        entry(
            "tar-record-lies-short",
            "A PAX record that says it is shorter than it is",
            broken("BROKEN_CONTENT"),
            TarEntry.file(TOOL, 04755, tool).rawPax(utf8("5 path=x\n"))),
        entry(
            "tar-record-overflows",
            "A PAX record whose length does not fit any number",
            broken("BROKEN_CONTENT"),
            TarEntry.file(TOOL, 04755, tool).rawPax(utf8("9".repeat(40) + " path=x\n"))),
        entry(
            "tar-pax-header-enormous",
            "A PAX header that claims 7 GiB",
            unknown(),
            TarEntry.of('x', "PaxHeaders.0/x", 0644).declaredSize(7L << 30)),
        entry(
            "tar-gnu-name-enormous",
            "A GNU long name that claims 7 GiB",
            unknown(),
            TarEntry.of('L', "././@LongLink", 0644).gnu().declaredSize(7L << 30)),
        entry(
            "tar-name-too-long",
            "A name of 6000 bytes",
            unknown(),
            TarEntry.file("usr/" + "n/".repeat(2_998), 04755, tool)),
        entry(
            "tar-no-octal",
            "A mode field that is no number",
            broken("BROKEN_CONTENT"),
            TarEntry.file(TOOL, 04755, tool).patch(100, utf8("04q55zz\0"))),
        sample(
            "tar-random-bytes",
            "Bytes that are no tar at all",
            broken("BROKEN_CONTENT"),
            l -> l.rawBytes(utf8("this is no tar ".repeat(100))).withoutEndOfArchive()));
  }

  private static Expectation found() {
    return found("/" + TOOL);
  }

  private static Expectation found(String path) {
    return passes().finding(SETUID, "medium", path);
  }

  private static SampleImage entry(
      String name, String description, Expectation expectation, TarEntry entry) {
    return sample(name, description, expectation, l -> l.rawEntry(entry));
  }

  private static SampleImage sample(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> layer) {
    return SampleImage.layout(
        name, description, expectation, () -> BaseFiles.harmless().layer(layer).build());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}

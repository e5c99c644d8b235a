package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images whose layers stack in ways that engines agree on, or do not; stateless. */
final class TreeSamples {
  private static final String AMBIGUOUS = "ambiguous-layer";
  private static final String SETUID = "setuid-files";
  private static final String TOOL = "/usr/bin/tool";

  private TreeSamples() {}

  static List<SampleImage> all() {
    return Stream.of(whiteouts(), links(), names(), neverBelong(), special())
        .flatMap(List::stream)
        .toList();
  }

  private static List<SampleImage> whiteouts() {
    return List.of(
        onTopOfTool(
            "whiteout-of-directory",
            "A whiteout that deletes a directory with a setuid program in it",
            passes(),
            l -> l.whiteout("/usr/bin")),
        onTopOfTool(
            "whiteout-before-parent",
            "A whiteout as the first entry, before its parent, as kaniko writes it",
            passes(),
            l -> l.whiteout(TOOL).directory("/usr", 0755).directory("/usr/bin", 0755)),
        onTopOfTool(
            "whiteout-in-own-layer",
            "A whiteout that comes after its own setuid file in one layer: engines disagree",
            ambiguous("").finding(SETUID, "medium", "/usr/bin/new"),
            l -> l.file("/usr/bin/new", 04755, program("new")).whiteout("/usr/bin/new")),
        onTopOfTool(
            "whiteout-and-directory-again",
            "A whiteout and the same directory again: on overlay engines the setuid file stays",
            ambiguous("WHITEOUT_AND_CONTENT").finding(SETUID, "medium", TOOL),
            l -> l.whiteout("/usr/bin").directory("/usr/bin", 0755)),
        onTopOfTool(
            "whiteout-without-name",
            "A whiteout of nothing",
            ambiguous("MISPLACED_WHITEOUT"),
            l -> l.file("/usr/bin/.wh.", 0, "")),
        onTopOfTool(
            "opaque-directory",
            "An opaque directory with new content, its marker last",
            passes(),
            l ->
                l.directory("/usr/bin", 0755)
                    .file("/usr/bin/plain", 0755, program("plain"))
                    .opaque("/usr/bin")),
        onTopOfTool(
            "opaque-root",
            "An opaque root directory: on overlay engines the setuid file stays",
            ambiguous("OPAQUE_ORDER").finding(SETUID, "medium", TOOL),
            l -> l.opaque("/")),
        onTopOfTool(
            "opaque-grandparent-last",
            "An opaque grandparent behind a new setuid file: one kind of engine deletes it",
            ambiguous("OPAQUE_ORDER").finding(SETUID, "medium", "/usr/lib/new"),
            l -> l.file("/usr/lib/new", 04755, program("new")).opaque("/usr")),
        onTopOfTool(
            "aufs-metadata",
            "Bookkeeping of AUFS",
            passes().finding(SETUID, "medium", TOOL).among(),
            l -> l.directory("/.wh..wh.plnk", 0700).file("/.wh..wh.aufs", 0600, "")));
  }

  private static List<SampleImage> links() {
    return List.of(
        SampleImage.layout(
            "symlinked-parent-lower",
            "A setuid file below /bin, which is a symbolic link in a lower layer",
            unclear("PARENT_IS_LOWER_SYMLINK")
                .finding(SETUID, "medium", "/bin/tool")
                .finding(SETUID, "medium", TOOL),
            () ->
                BaseFiles.harmless()
                    .layer(l -> l.symlink("/bin", "usr/bin"))
                    .layer(l -> l.file("/bin/tool", 04755, program("tool")))
                    .build()),
        SampleImage.layout(
            "symlinked-parent-whiteout",
            "A whiteout below /bin, which is a symbolic link in a lower layer",
            unclear("PARENT_IS_LOWER_SYMLINK").finding(SETUID, "medium", TOOL),
            () ->
                BaseFiles.harmless()
                    .layer(l -> l.symlink("/bin", "usr/bin").file(TOOL, 04755, program("tool")))
                    .layer(l -> l.whiteout("/bin/tool"))
                    .build()),
        sample(
            "symlinked-parent-same-layer",
            "A setuid file below a symbolic link of the same layer",
            unclear("PARENT_IS_SYMLINK").finding(SETUID, "medium", ""),
            l -> l.symlink("/bin", "usr/bin").file("/bin/tool", 04755, program("tool"))),
        sample(
            "symlinked-parent-escapes",
            "A setuid file below a symbolic link that leaves the image",
            unclear("PARENT_IS_SYMLINK"),
            l -> l.symlink("/out", "../../../tmp").file("/out/tool", 04755, program("tool"))),
        sample(
            "hard-link-dangling",
            "A hard link to a file that is nowhere",
            unclear("DANGLING_HARD_LINK"),
            l -> l.hardLink("/usr/bin/link", 04755, "/usr/bin/nowhere")),
        sample(
            "hard-link-to-itself",
            "A hard link to its own name",
            unclear("DANGLING_HARD_LINK"),
            l -> l.hardLink("/usr/bin/link", 04755, "/usr/bin/link")),
        sample(
            "hard-link-through-symlink",
            "A hard link to a symbolic link to a setuid file",
            passes().finding(SETUID, "medium", TOOL).among(),
            l ->
                l.file(TOOL, 04755, program("tool"))
                    .symlink("/usr/bin/soft", "tool")
                    .hardLink("/usr/bin/hard", 0777, "/usr/bin/soft")),
        SampleImage.layout(
            "hard-link-target-replaced",
            "A second name keeps a setuid inode whose first name a higher layer replaces",
            passes().finding(SETUID, "medium", "/usr/bin/other").among(),
            () ->
                BaseFiles.harmless()
                    .layer(
                        l ->
                            l.file(TOOL, 04755, program("tool"))
                                .hardLink("/usr/bin/other", 04755, TOOL))
                    .layer(l -> l.file(TOOL, 0755, program("tool")))
                    .build()));
  }

  private static List<SampleImage> names() {
    return List.of(
        sample(
            "names-with-dot-slash",
            "Names that begin with ./",
            passes().finding(SETUID, "medium", TOOL),
            l -> l.dotSlashNames().file(TOOL, 04755, program("tool"))),
        sample(
            "names-absolute",
            "A name that begins with a slash",
            passes().finding(SETUID, "medium", TOOL).among(),
            l -> l.rawEntry(TarEntry.file(TOOL, 04755, program("tool")))),
        sample(
            "names-dot-dot",
            "A setuid file whose name climbs out of its directory and back",
            ambiguous("ESCAPING_NAME").finding(SETUID, "medium", TOOL),
            l -> l.rawEntry(TarEntry.file("etc/../usr/bin/tool", 04755, program("tool")))),
        sample(
            "names-escaping",
            "A setuid file whose name climbs out of the image",
            ambiguous("ESCAPING_NAME"),
            l -> l.rawEntry(TarEntry.file("../../usr/bin/tool", 04755, program("tool")))),
        sample(
            "names-case-folding",
            "Two names that differ only in letter case",
            passes()
                .finding(AMBIGUOUS, "CASE_FOLDING_NAMES", "info", "")
                .finding(SETUID, "medium", TOOL)
                .among(),
            l -> l.file(TOOL, 04755, program("tool")).file("/usr/bin/TOOL", 0755, program("t"))),
        sample(
            "names-not-utf8",
            "A setuid file whose name is no UTF-8",
            passes().finding(SETUID, "medium", "").among(),
            l ->
                l.rawEntry(
                    TarEntry.file("x", 04755, program("tool"))
                        .nameBytes(latin1("usr/bin/t\u00e9")))),
        sample(
            "duplicate-entries",
            "One path twice, setuid in the first entry only",
            ambiguous("DUPLICATE_ENTRY"),
            l -> l.file(TOOL, 04755, program("first")).file(TOOL, 0755, program("second"))),
        sample(
            "duplicate-entries-linked",
            "A setuid file whose path is written again while its other name keeps the inode",
            ambiguous("DUPLICATE_ENTRY").finding(SETUID, "medium", ""),
            l ->
                l.file(TOOL, 04755, program("first"))
                    .hardLink("/usr/bin/other", 04755, TOOL)
                    .file(TOOL, 0755, program("second"))),
        sample(
            "duplicate-entries-setuid-last",
            "One path twice, setuid in the second entry only",
            ambiguous("DUPLICATE_ENTRY").finding(SETUID, "medium", TOOL),
            l -> l.file(TOOL, 0755, program("first")).file(TOOL, 04755, program("second"))),
        sample(
            "duplicate-directories",
            "One directory twice, as many builders write it",
            passes().among(),
            l -> l.directory("/srv", 0755).directory("/srv", 0755)));
  }

  private static List<SampleImage> neverBelong() {
    return List.of(
        onTopOfTool(
            "device-0-0",
            "A character device 0:0, which overlay engines take for a whiteout",
            ambiguous("OVERLAY_WHITEOUT_DEVICE"),
            l -> l.device(TOOL, 0, 0, 0)),
        onTopOfTool(
            "overlay-opaque",
            "A record trusted.overlay.opaque, which some engines obey",
            ambiguous("OVERLAY_ATTRIBUTE").finding(SETUID, "medium", TOOL),
            l -> l.directory("/usr/bin", 0755).xattr("trusted.overlay.opaque", latin1("y"))),
        onTopOfTool(
            "overlay-redirect",
            "A record trusted.overlay.redirect that swaps /etc",
            ambiguous("OVERLAY_ATTRIBUTE"),
            l ->
                l.directory("/evil", 0755)
                    .file("/evil/passwd", 0644, "app:x:0:0::/:/bin/sh\n")
                    .directory("/etc", 0755)
                    .xattr("trusted.overlay.redirect", latin1("/evil"))),
        onTopOfTool(
            "overlay-metacopy",
            "A record trusted.overlay.metacopy, which takes content from below",
            ambiguous("OVERLAY_ATTRIBUTE"),
            l -> l.file(TOOL, 0755, "").xattr("trusted.overlay.metacopy", new byte[0])));
  }

  private static List<SampleImage> special() {
    return List.of(
        sample(
            "special-files",
            "A device, a named pipe and symbolic links that run in circles",
            passes().among(),
            l ->
                l.directory("/dev", 0755)
                    .device("/dev/null", 0666, 1, 3)
                    .rawEntry(TarEntry.of('4', "dev/sda", 0660).device(8, 0))
                    .fifo("/dev/pipe", 0644)
                    .symlink("/dev/a", "b")
                    .symlink("/dev/b", "a")),
        sample(
            "owner-minus-1",
            "A setuid file whose PAX owner is -1, which engines make root",
            ambiguous("OWNER_WRAPS").finding(SETUID, "medium", TOOL),
            l -> l.file(TOOL, 04755, program("tool")).owner(-1, 0)),
        SampleImage.layout(
            "file-replaced-by-directory",
            "A setuid file that a higher layer replaces by a directory",
            passes(),
            () ->
                BaseFiles.harmless()
                    .layer(l -> l.file(TOOL, 04755, program("tool")))
                    .layer(l -> l.directory(TOOL, 0755))
                    .build()),
        SampleImage.layout(
            "same-layer-twice",
            "One layer that the manifest lists twice",
            passes().finding(SETUID, "medium", TOOL),
            () ->
                BaseFiles.harmless()
                    .layer(l -> l.file(TOOL, 04755, program("tool")))
                    .layer(l -> l.file(TOOL, 04755, program("tool")))
                    .build()));
  }

  private static Expectation ambiguous(String code) {
    return fails().finding(AMBIGUOUS, code, "high", "").among();
  }

  private static Expectation unclear(String code) {
    return passes().finding(AMBIGUOUS, code, "medium", "").among();
  }

  private static SampleImage sample(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> layer) {
    return SampleImage.layout(
        name, description, expectation, () -> BaseFiles.harmless().layer(layer).build());
  }

  private static SampleImage onTopOfTool(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> layer) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () ->
            BaseFiles.harmless()
                .layer(l -> l.file(TOOL, 04755, program("tool")))
                .layer(layer)
                .build());
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}

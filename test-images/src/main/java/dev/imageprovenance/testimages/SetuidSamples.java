package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images that differ in files with setuid and setgid bits; stateless. */
final class SetuidSamples {
  private static final String CHECK = "setuid-files";
  private static final String TOOL = "/usr/bin/tool";

  private SetuidSamples() {}

  static List<SampleImage> all() {
    return Stream.of(kinds(), places(), links(), layers()).flatMap(List::stream).toList();
  }

  private static List<SampleImage> kinds() {
    return List.of(
        sample(
            "setuid-root",
            "A setuid program of root",
            found("medium"),
            l -> l.file(TOOL, 04755, program("tool"))),
        sample(
            "setgid-root",
            "A setgid program of group root",
            found("medium"),
            l -> l.file(TOOL, 02755, program("tool"))),
        sample(
            "setuid-setgid-sticky",
            "All three special bits at once",
            found("medium"),
            l -> l.file(TOOL, 07755, program("tool"))),
        sample(
            "setuid-other-owner",
            "A setuid program of a user that is not root",
            found("low"),
            l -> l.file(TOOL, 04755, program("tool")).owner(1000, 1000)),
        sample(
            "setuid-not-executable",
            "A setuid file that nobody may execute: the kernel ignores the bit",
            found("info"),
            l -> l.file(TOOL, 04644, program("tool"))),
        sample(
            "setuid-script",
            "A setuid script: the kernel ignores the bit",
            found("info"),
            l -> l.file(TOOL, 04755, "#!/bin/sh\nid\n")),
        sample(
            "setgid-directory",
            "A setgid directory, which is no finding",
            passes(),
            l -> l.directory("/var", 0755).directory("/var/mail", 02775).owner(0, 8)),
        sample(
            "setuid-symlink",
            "A symbolic link whose header has the setuid bit, which is no finding",
            passes(),
            l ->
                l.file(TOOL, 0755, program("tool"))
                    .symlink("/usr/bin/link", "tool")
                    .edit(entry -> entry.mode(04777))),
        sample(
            "setuid-many",
            "Forty setuid programs of root that differ in nothing but the name",
            found("medium", "/usr/bin/tool-01").among(),
            SetuidSamples::addFortyPrograms),
        sample(
            "setuid-owner-wraps",
            "A setuid program whose owner 4294967296 becomes root on every engine",
            fails()
                .finding("ambiguous-layer", "OWNER_WRAPS", "high", TOOL)
                .finding(CHECK, "medium", TOOL),
            l -> l.file(TOOL, 04755, program("tool")).owner(4_294_967_296L, 0)),
        sample(
            "setuid-hostile-name",
            "A setuid program whose name holds control characters and invalid UTF-8",
            passes().finding(CHECK, "", "").among(),
            l ->
                l.file("/usr/bin/x", 04755, program("tool"))
                    .edit(entry -> entry.nameBytes(hostileName()))));
  }

  private static List<SampleImage> places() {
    return List.of(
        sample(
            "setuid-world-writable",
            "A setuid program of root that everybody may write",
            fails().finding(CHECK, "high", TOOL),
            l -> l.file(TOOL, 04777, program("tool"))),
        sample(
            "setuid-group-writable",
            "A setuid program of root that a group other than root may write",
            fails().finding(CHECK, "high", TOOL),
            l -> l.file(TOOL, 04775, program("tool")).owner(0, 1000)),
        sample(
            "setuid-in-tmp",
            "A setuid program of root in a sticky directory that everybody may write",
            fails().finding(CHECK, "high", "/tmp/tool"),
            l -> l.directory("/tmp", 01777).file("/tmp/tool", 04755, program("tool"))),
        sample(
            "setuid-in-world-writable-directory",
            "A setuid program of root in a directory that everybody may write",
            fails().finding(CHECK, "high", "/srv/tool"),
            l -> l.directory("/srv", 0777).file("/srv/tool", 04755, program("tool"))));
  }

  private static List<SampleImage> links() {
    return List.of(
        sample(
            "setuid-hard-link-names",
            "One setuid file with two names",
            found("medium", ""),
            l -> l.file(TOOL, 04755, program("tool")).hardLink("/usr/bin/other", 04755, TOOL)),
        sample(
            "setuid-by-link-header",
            "A plain file that becomes setuid through its second name's header",
            passes().finding(CHECK, "", "").among(),
            l -> l.file(TOOL, 0755, program("tool")).hardLink("/usr/bin/other", 04755, TOOL)),
        SampleImage.layout(
            "setuid-by-link-to-lower-layer",
            "A link with setuid header to a file of a lower layer: refused by some engines,"
                + " setuid under both names on others",
            passes().finding(CHECK, "", "").among(),
            () ->
                BaseFiles.harmless()
                    .layer(l -> l.file(TOOL, 0755, program("tool")))
                    .layer(l -> l.hardLink("/usr/bin/other", 04755, TOOL))
                    .build()));
  }

  private static List<SampleImage> layers() {
    return List.of(
        onTopOfTool(
            "setuid-deleted",
            "A setuid program that a higher layer deletes",
            passes(),
            l -> l.whiteout(TOOL)),
        onTopOfTool(
            "setuid-hidden-by-opaque",
            "A setuid program that an opaque directory hides",
            passes(),
            l -> l.directory("/usr/bin", 0755).opaque("/usr/bin")),
        onTopOfTool(
            "setuid-replaced",
            "A setuid program that a higher layer replaces by a plain one",
            passes(),
            l -> l.file(TOOL, 0755, program("tool"))),
        onTopOfTool(
            "setuid-parent-replaced",
            "A setuid program whose directory a higher layer replaces by a file",
            passes(),
            l -> l.file("/usr/bin", 0644, "no directory any more\n")),
        onTopOfTool(
            "setuid-kept-by-directory",
            "A setuid program that stays when its directory is written again",
            found("medium"),
            l -> l.directory("/usr/bin", 0755)),
        SampleImage.layout(
            "setuid-added-by-chmod",
            "A plain program that a higher layer copies with the setuid bit",
            found("medium"),
            () ->
                BaseFiles.harmless()
                    .layer(l -> l.createdBy("COPY tool /usr/bin/").file(TOOL, 0755, program("t")))
                    .layer(
                        l ->
                            l.createdBy("RUN chmod u+s /usr/bin/tool")
                                .file(TOOL, 04755, program("t")))
                    .build()));
  }

  private static Expectation found(String severity) {
    return found(severity, TOOL);
  }

  private static Expectation found(String severity, String path) {
    return passes().finding(CHECK, severity, path);
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

  private static void addFortyPrograms(LayerBuilder layer) {
    for (int i = 1; i <= 40; i++) {
      layer.file(String.format("/usr/bin/tool-%02d", i), 04755, program("tool"));
    }
  }

  private static byte[] hostileName() {
    return new byte[] {'u', 's', 'r', '/', 'b', 'i', 'n', '/', 27, '[', '2', 'J', (byte) 0xff, 7};
  }
}

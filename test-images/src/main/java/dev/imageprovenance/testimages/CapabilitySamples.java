package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.BaseFiles.program;
import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images that differ in the capabilities of a file; stateless. */
final class CapabilitySamples {
  private static final String CHECK = "file-capabilities";
  private static final String TOOL = "/usr/bin/tool";
  private static final byte[] NET_RAW = Capability.revision2(Capability.NET_RAW, 0, true);
  private static final byte[] SYS_ADMIN = Capability.revision2(Capability.SYS_ADMIN, 0, true);

  private CapabilitySamples() {}

  static List<SampleImage> all() {
    return Stream.of(wellFormed(), unusual(), malformed()).flatMap(List::stream).toList();
  }

  private static List<SampleImage> wellFormed() {
    return List.of(
        capability("capability-net-raw", "Revision 2: cap_net_raw", found("low"), NET_RAW),
        capability(
            "capability-net-bind-service",
            "Revision 2: cap_net_bind_service",
            found("low"),
            Capability.revision2(Capability.NET_BIND_SERVICE, 0, true)),
        capability(
            "capability-syslog",
            "Revision 2: cap_syslog, above bit 31",
            found("medium"),
            Capability.revision2(Capability.SYSLOG, 0, true)),
        capability("capability-sys-admin", "Revision 2: cap_sys_admin", high(), SYS_ADMIN),
        capability(
            "capability-setuid",
            "Revision 2: cap_setuid",
            high(),
            Capability.revision2(Capability.SETUID, 0, true)),
        capability(
            "capability-dac-override",
            "Revision 2: cap_dac_override",
            high(),
            Capability.revision2(Capability.DAC_OVERRIDE, 0, true)),
        capability(
            "capability-revision-3",
            "Revision 3: cap_net_raw in the user namespace of root id 100000",
            found("low"),
            Capability.revision3(Capability.NET_RAW, 0, true, 100_000)),
        sample(
            "capability-libarchive",
            "cap_sys_admin in a LIBARCHIVE record, in base64",
            high().among(),
            l ->
                l.file(TOOL, 0755, program("tool"))
                    .libarchiveXattr(Capability.ATTRIBUTE, SYS_ADMIN)));
  }

  private static List<SampleImage> unusual() {
    return List.of(
        capability(
            "capability-unknown-bits",
            "Revision 2: capability numbers 41 and 63, which nobody has named yet",
            found("medium"),
            Capability.revision2(1L << 41 | 1L << 63, 0, true)),
        capability(
            "capability-not-effective",
            "Revision 2: cap_net_raw permitted but not effective",
            found("low"),
            Capability.revision2(Capability.NET_RAW, 0, false)),
        capability(
            "capability-inheritable",
            "Revision 2: cap_net_raw inheritable only",
            passes().among(),
            Capability.revision2(0, Capability.NET_RAW, false)),
        capability(
            "capability-empty",
            "Revision 2: no capability at all",
            passes().among(),
            Capability.revision2(0, 0, false)),
        capability(
            "capability-newline-in-value",
            "Revision 2: cap_dac_override and cap_fowner, whose bits spell a newline",
            high(),
            Capability.revision2(Capability.DAC_OVERRIDE | Capability.FOWNER, 0, true)),
        sample(
            "capability-and-setuid",
            "A setuid program with a capability: the capability replaces the full set",
            passes().finding(CHECK, "low", TOOL).finding("setuid-files", "", TOOL).among(),
            l -> l.file(TOOL, 04755, program("tool")).capability(NET_RAW)),
        sample(
            "capability-two-records",
            "A SCHILY record with cap_net_raw and a LIBARCHIVE record with cap_sys_admin",
            passes().finding(CHECK, "", TOOL).among(),
            l ->
                l.file(TOOL, 0755, program("tool"))
                    .capability(NET_RAW)
                    .libarchiveXattr(Capability.ATTRIBUTE, SYS_ADMIN)),
        sample(
            "capability-lost-by-link",
            "A capability that a second name's header strips on some engines",
            passes().finding(CHECK, "", "").among(),
            l ->
                l.file(TOOL, 0755, program("tool"))
                    .capability(NET_RAW)
                    .hardLink("/usr/bin/other", 0755, TOOL)));
  }

  private static List<SampleImage> malformed() {
    return List.of(
        capability(
            "capability-revision-1",
            "Revision 1, which every engine refuses today",
            fails().finding("ambiguous-layer", "MALFORMED_CAPABILITY", "high", TOOL).among(),
            Capability.revision1(Capability.NET_RAW, true)),
        capability(
            "capability-short",
            "Revision 2 with a byte missing",
            fails().finding("ambiguous-layer", "MALFORMED_CAPABILITY", "high", TOOL).among(),
            Arrays.copyOf(NET_RAW, 19)),
        capability(
            "capability-unknown-revision",
            "Revision 9",
            fails().finding("ambiguous-layer", "MALFORMED_CAPABILITY", "high", TOOL).among(),
            new byte[] {0, 0, 0, 9, 0, 32, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
  }

  private static Expectation found(String severity) {
    return passes().finding(CHECK, severity, TOOL);
  }

  private static Expectation high() {
    return fails().finding(CHECK, "high", TOOL);
  }

  private static SampleImage capability(
      String name, String description, Expectation expectation, byte[] value) {
    return sample(
        name, description, expectation, l -> l.file(TOOL, 0755, program("tool")).capability(value));
  }

  private static SampleImage sample(
      String name, String description, Expectation expectation, Consumer<LayerBuilder> layer) {
    return SampleImage.layout(
        name, description, expectation, () -> BaseFiles.harmless().layer(layer).build());
  }
}

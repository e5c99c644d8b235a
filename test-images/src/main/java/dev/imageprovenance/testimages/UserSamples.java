package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images that differ in who they run as; stateless. */
final class UserSamples {
  private static final String CHECK = "default-user";

  private UserSamples() {}

  static List<SampleImage> all() {
    return Stream.of(
            verifiable(), privilegedGroups(), names(), root(), possibleRoot(), accountFiles())
        .flatMap(List::stream)
        .toList();
  }

  private static List<SampleImage> verifiable() {
    return List.of(
        user("user-numeric", "1000", "a number", passes()),
        user("user-numeric-group", "1000:1000", "a number and a group's number", passes()),
        user(
            "user-numeric-empty-group",
            "1000:",
            "a number and an empty group",
            passes().finding(CHECK, "low", "")));
  }

  private static List<SampleImage> privilegedGroups() {
    return List.of(
        user(
            "user-without-account",
            "4242",
            "a number that passwd lacks, so its group is 0",
            passes().finding(CHECK, "PRIVILEGED_GROUP", "low", "")),
        user(
            "user-group-0",
            "1000:0",
            "a number in root's group",
            passes().finding(CHECK, "PRIVILEGED_GROUP", "low", "")),
        user(
            "user-group-shadow",
            "1000:shadow",
            "a number in the group that reads password hashes",
            passes().finding(CHECK, "PRIVILEGED_GROUP", "low", "")),
        userIn(
            "user-supplementary-docker",
            accountFiles(BaseFiles.PASSWD, BaseFiles.GROUP.replace("998:", "998:app")),
            "1000",
            "a member of the group docker",
            passes().finding(CHECK, "PRIVILEGED_GROUP", "low", "")));
  }

  private static List<SampleImage> names() {
    Expectation unverifiable = passes().finding(CHECK, "NON_ROOT_UNVERIFIABLE", "medium", "");
    Expectation unresolvable = passes().finding(CHECK, "UNRESOLVABLE", "medium", "");
    return List.of(
        user("user-named", "app", "a name, which runAsNonRoot cannot verify", unverifiable),
        user("user-named-group", "app:app", "a name and a group's name", unverifiable),
        user("user-unresolvable", "ghost", "a name that passwd lacks", unresolvable),
        user("user-space-0", " 0", "a name that only looks like root's number", unresolvable),
        userIn(
            "user-without-passwd",
            l -> l.directory("/app", 0755),
            "app",
            "a name, and there is no passwd",
            unresolvable));
  }

  private static List<SampleImage> root() {
    Expectation isRoot = fails().finding(CHECK, "ROOT", "high", "");
    return List.of(
        SampleImage.layout(
            "user-absent",
            "No User in the config, which means root",
            isRoot,
            () -> TestImage.builder().layer(BaseFiles.accounts()).build()),
        user("user-empty", "", "empty, which means root", isRoot),
        user("user-root", "root", "root by name", isRoot),
        user("user-0", "0", "root by number", isRoot),
        user("user-00", "00", "root by number with a leading zero", isRoot),
        user("user-0-0", "0:0", "root with root's group", isRoot),
        user("user-root-root", "root:root", "root with root's group, by name", isRoot),
        user("user-0-1000", "0:1000", "root with another group", isRoot),
        user("user-only-group", ":1000", "a group alone, which leaves the user root", isRoot));
  }

  private static List<SampleImage> possibleRoot() {
    Expectation maybeRoot = maybeRoot();
    return List.of(
        user("user-plus-0", "+0", "a signed zero, which engines read as 0", maybeRoot),
        user("user-minus-0", "-0", "a negative zero, which engines read as 0", maybeRoot),
        user("user-minus-1", "-1", "a negative number", maybeRoot),
        user("user-2147483648", "2147483648", "one above the largest signed number", maybeRoot),
        user("user-4294967296", "4294967296", "wraps to 0 in 32 bits", maybeRoot),
        user("user-plus-1000", "+1000", "a signed number", maybeRoot.among()));
  }

  private static List<SampleImage> accountFiles() {
    Expectation maybeRoot = maybeRoot().among();
    return List.of(
        withAccount("user-name-of-uid-0", "toor", "toor:x:0:0::/root:/bin/sh", "of a second uid 0"),
        withAccount(
            "user-line-bad-uid", "broken", "broken:x:abc:", "whose uid is no number: read as 0"),
        withAccount("user-line-short", "broken", "broken", "whose line is cut short: read as 0"),
        withAccount(
            "user-line-uid-wraps",
            "broken",
            "broken:x:4294967296:4294967296::/:/bin/sh",
            "whose uid wraps to 0 in 32 bits"),
        userIn(
            "user-line-repeated",
            accountFiles("app:x:0:0::/:/bin/sh\n" + BaseFiles.PASSWD, BaseFiles.GROUP),
            "app",
            "a name with two lines, the first with uid 0",
            maybeRoot),
        userIn(
            "user-line-leading-space",
            accountFiles("\u00a0app:x:0:0::/:/bin/sh\n" + BaseFiles.PASSWD, BaseFiles.GROUP),
            "app",
            "a name whose first line begins with a no-break space, which engines trim",
            maybeRoot),
        userIn(
            "user-name-of-number",
            accountFiles("4294967296:x:0:0::/:/bin/sh\n" + BaseFiles.PASSWD, BaseFiles.GROUP),
            "4294967296",
            "a number too large to be one, which one engine finds as a name of uid 0",
            maybeRoot),
        SampleImage.layout(
            "user-not-utf8",
            "User of a byte that is no UTF-8: engines decode it to U+FFFD, a name of uid 0 here",
            Expectation.error(4),
            () ->
                TestImage.builder()
                    .layer(
                        accountFiles(
                            BaseFiles.PASSWD + "\ufffd:x:0:0::/:/bin/sh\n", BaseFiles.GROUP))
                    .user("?")
                    .editConfigBytes(UserSamples::questionMarkToInvalidByte)
                    .build()),
        userIn(
            "user-etc-is-symlink",
            l ->
                l.directory("/real-etc", 0755)
                    .file("/real-etc/passwd", 0644, BaseFiles.PASSWD.replace("1000:1000", "0:0"))
                    .file("/real-etc/group", 0644, BaseFiles.GROUP)
                    .symlink("/etc", "real-etc"),
            "app",
            "a name of uid 0, with passwd behind a symbolic link that one engine does not follow",
            maybeRoot),
        userIn(
            "user-passwd-is-fifo",
            l -> l.directory("/etc", 0755).fifo("/etc/passwd", 0644),
            "app",
            "a name, and passwd is a named pipe that engines hang on",
            passes().finding(CHECK, "UNRESOLVABLE", "medium", "").among()),
        userIn(
            "user-passwd-symlink-loop",
            l ->
                l.directory("/etc", 0755)
                    .symlink("/etc/passwd", "/etc/group")
                    .symlink("/etc/group", "/etc/passwd"),
            "app",
            "a name, and passwd is a circle of symbolic links",
            Expectation.unknown()),
        userIn(
            "user-passwd-escapes",
            l -> l.directory("/etc", 0755).symlink("/etc/passwd", "../../../../etc/hostname"),
            "app",
            "a name, and passwd is a symbolic link out of the image",
            passes().finding(CHECK, "UNRESOLVABLE", "medium", "").among()),
        userIn(
            "user-passwd-long-line",
            accountFiles(
                BaseFiles.PASSWD + "long:x:7:7:" + "x".repeat(70_000) + "::\n", BaseFiles.GROUP),
            "app",
            "a name, and passwd has a line of 70 kB that stops every start",
            passes().finding(CHECK, "UNRESOLVABLE", "medium", "").among()));
  }

  private static Expectation maybeRoot() {
    return fails().finding(CHECK, "ROOT_POSSIBLE", "critical", "");
  }

  private static SampleImage withAccount(
      String name, String user, String line, String description) {
    return userIn(
        name,
        accountFiles(BaseFiles.PASSWD + line + "\n", BaseFiles.GROUP),
        user,
        "a name " + description,
        maybeRoot().among());
  }

  private static Consumer<LayerBuilder> accountFiles(String passwd, String group) {
    return l ->
        l.directory("/etc", 0755).file("/etc/passwd", 0644, passwd).file("/etc/group", 0644, group);
  }

  private static SampleImage user(
      String name, String user, String description, Expectation expectation) {
    return userIn(name, BaseFiles.accounts(), user, description, expectation);
  }

  private static SampleImage userIn(
      String name,
      Consumer<LayerBuilder> layer,
      String user,
      String description,
      Expectation expectation) {
    return SampleImage.layout(
        name,
        "User `" + user + "`: " + description,
        expectation,
        () -> TestImage.builder().layer(layer).user(user).build());
  }

  private static byte[] questionMarkToInvalidByte(byte[] config) {
    String text = new String(config, StandardCharsets.ISO_8859_1);
    return text.replace("\"User\":\"?\"", "\"User\":\"\u00ff\"")
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}

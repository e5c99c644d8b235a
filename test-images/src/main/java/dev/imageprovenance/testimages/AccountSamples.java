package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import java.util.List;

/** Images that differ in their account files; stateless. */
final class AccountSamples {
  private static final String CHECK = "accounts";

  private AccountSamples() {}

  static List<SampleImage> all() {
    return List.of(
        accounts(
            "accounts-second-root",
            "A second account with uid 0",
            fails().finding(CHECK, "high", ""),
            BaseFiles.PASSWD + "toor:x:0:0::/root:/bin/sh\n",
            BaseFiles.GROUP,
            BaseFiles.SHADOW),
        accounts(
            "accounts-empty-password-shadow",
            "An account without a password in shadow",
            fails().finding(CHECK, "high", ""),
            BaseFiles.PASSWD,
            BaseFiles.GROUP,
            BaseFiles.SHADOW.replace("app:!:", "app::")),
        accounts(
            "accounts-empty-password-passwd",
            "An account without a password in passwd itself",
            fails().finding(CHECK, "high", ""),
            BaseFiles.PASSWD.replace("app:x:", "app::"),
            BaseFiles.GROUP,
            BaseFiles.SHADOW),
        accounts(
            "accounts-duplicate-uid",
            "Two accounts with one uid",
            passes().finding(CHECK, "low", ""),
            BaseFiles.PASSWD + "twin:x:1000:1000::/:/bin/sh\n",
            BaseFiles.GROUP,
            BaseFiles.SHADOW),
        accounts(
            "accounts-duplicate-gid",
            "Two groups with one gid",
            passes().finding(CHECK, "low", ""),
            BaseFiles.PASSWD,
            BaseFiles.GROUP + "twins:x:1000:\n",
            BaseFiles.SHADOW),
        accounts(
            "accounts-long-name",
            "A second account with uid 0 whose name has 60,000 characters",
            fails().finding(CHECK, "high", ""),
            BaseFiles.PASSWD + "x".repeat(60_000) + ":x:0:0::/:/bin/sh\n",
            BaseFiles.GROUP,
            BaseFiles.SHADOW),
        accounts(
            "accounts-locked",
            "Every account locked, as distributions ship them",
            passes(),
            BaseFiles.PASSWD,
            BaseFiles.GROUP,
            BaseFiles.SHADOW));
  }

  private static SampleImage accounts(
      String name,
      String description,
      Expectation expectation,
      String passwd,
      String group,
      String shadow) {
    return SampleImage.layout(
        name,
        description,
        expectation,
        () ->
            TestImage.builder()
                .layer(
                    l ->
                        l.directory("/etc", 0755)
                            .file("/etc/passwd", 0644, passwd)
                            .file("/etc/group", 0644, group)
                            .file("/etc/shadow", 0640, shadow)
                            .owner(0, 42))
                .user("1000:1000")
                .build());
  }
}

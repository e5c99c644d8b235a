package dev.imageprovenance.testimages;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Files that many samples share; stateless. */
final class BaseFiles {
  static final String PASSWD =
      """
      root:x:0:0:root:/root:/bin/bash
      daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
      bin:x:2:2:bin:/bin:/usr/sbin/nologin
      sys:x:3:3:sys:/dev:/usr/sbin/nologin
      sync:x:4:65534:sync:/bin:/bin/sync
      games:x:5:60:games:/usr/games:/usr/sbin/nologin
      man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
      mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
      www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
      _apt:x:42:65534::/nonexistent:/usr/sbin/nologin
      nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
      app:x:1000:1000:Application:/app:/usr/sbin/nologin
      """;

  static final String GROUP =
      """
      root:x:0:
      daemon:x:1:
      bin:x:2:
      sys:x:3:
      adm:x:4:
      tty:x:5:
      disk:x:6:
      man:x:12:
      mail:x:8:
      www-data:x:33:
      shadow:x:42:
      games:x:60:
      docker:x:998:
      app:x:1000:
      nogroup:x:65534:
      """;

  static final String SHADOW =
      """
      root:*:20454:0:99999:7:::
      daemon:*:20454:0:99999:7:::
      nobody:*:20454:0:99999:7:::
      app:!:20454:0:99999:7:::
      """;

  private BaseFiles() {}

  /** The beginnings of an ELF program, enough to be told from a script. */
  static byte[] program(String name) {
    String text = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0 sample program " + name + "\n";
    return text.repeat(20).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Accounts and the directories around them. */
  static Consumer<LayerBuilder> accounts() {
    return l ->
        l.directory("/etc", 0755)
            .file("/etc/passwd", 0644, PASSWD)
            .file("/etc/group", 0644, GROUP)
            .directory("/usr", 0755)
            .directory("/usr/bin", 0755)
            .directory("/app", 0755);
  }

  /** An image with one harmless layer that runs as uid 1000. */
  static TestImage.Builder harmless() {
    return TestImage.builder().layer(accounts()).user("1000:1000").entrypoint("/app/run");
  }
}

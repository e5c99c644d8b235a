package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "root:x:0:0:root:/root:/bin/bash\n",
        "daemon:*:19700:0:99999:7:::\nbin:!:19700::::::\nlp:!!:1::::::\n",
        "guest::1000:1000::/:\n",
        "short:x",
        "no colon at all",
        "$1$x:x:0:0::/:/bin/sh\n",
        "$1$x\n",
        "$1$x:x:4294967296:1000\n",
        "app:x:$1$a$b:$1$c$d:app,$1$x\n",
        "",
        "\n\n",
      })
  void linesWithoutAHashStayAsTheyAre(String text) {
    assertEquals(text, PasswordHashes.redact(text));
  }

  @ParameterizedTest
  @CsvSource({
    "root:$6$salt$abcdef:19700:0, root:<hash>:19700:0",
    "root:$y$j9T$salt$hash:1, root:<hash>:1",
    "root:!$6$salt$abcdef:19700:0, root:!<hash>:19700:0",
    "old:ab01FAX.bQRSU:1:1, old:<hash>:1:1",
    "root:plainSecret, root:<hash>",
  })
  void hashesAreReplaced(String line, String redacted) {
    assertEquals(redacted + "\n", PasswordHashes.redact(line + "\n"));
  }
}

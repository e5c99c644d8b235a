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
    "$6$salt$abcdef, <hash>",
    "root:x:$1$salt$abcdef:0, root:x:<hash>:0",
  })
  void hashesAreReplaced(String line, String redacted) {
    assertEquals(redacted + "\n", PasswordHashes.redact(line + "\n"));
  }
}

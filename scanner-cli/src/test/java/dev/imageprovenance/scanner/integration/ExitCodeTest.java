package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code ./scanner} tells a pipeline by its exit code. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class ExitCodeTest {
  private final RealParts parts;
  private final ScannerCommand scanner;

  ExitCodeTest(RealParts parts) {
    this.parts = parts;
    this.scanner = ScannerCommand.in(parts.workspace());
  }

  @Test
  void imageThatPassesExitsWithZero() {
    scan(parts.images().reference(OracleImages.SMALL)).expect(0);
  }

  @Test
  void imageThatRunsAsRootExitsWithOne() {
    scan(parts.images().withUser(OracleImages.SMALL, "0", "small-root:1")).expect(1);
  }

  @Test
  void quietPassPrintsNothing() {
    Command.Outcome outcome =
        scanner
            .with("scan", "--no-cache", "-q", parts.images().reference(OracleImages.SMALL))
            .run()
            .expect(0);

    assertEquals("", outcome.everything().strip());
  }

  @Test
  void unknownOptionExitsWithTwo() {
    scanner.with("scan", "--no-such-option", "x").run().expect(2);
  }

  @Test
  void noImageExitsWithTwo() {
    scanner.with("scan").run().expect(2);
  }

  @Test
  void malformedReferenceExitsWithTwo() {
    scan("Not A Reference").expect(2);
  }

  @Test
  void unreachableRegistryExitsWithThree() throws IOException {
    int port;
    try (ServerSocket closedAgain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closedAgain.getLocalPort();
    }

    scan("127.0.0.1:" + port + "/nothing:1").expect(3);
  }

  @Test
  void unknownTagExitsWithThree() {
    scan(parts.images().reference("small:no-such-tag")).expect(3);
  }

  @Test
  void jvmThatDoesNotStartExitsWithSeventy() {
    scanner
        .with("scan", "x")
        .with("JAVA_TOOL_OPTIONS", "-XX:+ThereIsNoSuchOption")
        .run()
        .expect(70);
  }

  @Test
  void errorsHaveNoStackTrace() {
    Command.Outcome outcome = scan(parts.images().reference("small:no-such-tag"));

    assertFalse(outcome.everything().contains("\tat "), outcome::toString);
    assertTrue(outcome.everything().contains("MANIFEST_UNKNOWN"), outcome::toString);
  }

  @Test
  void versionExitsWithZero() {
    scanner.with("--version").run().expect(0);
  }

  private Command.Outcome scan(String address) {
    return scanner.with("scan", "--no-cache", address).run();
  }
}

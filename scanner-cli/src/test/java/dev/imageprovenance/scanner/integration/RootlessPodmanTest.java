package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.testimages.RegistryPush;
import dev.imageprovenance.testimages.TestImage;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The podman of a user who is not root, found by its socket in the user's runtime directory. */
@Tag("integration")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(RealParts.Extension.class)
class RootlessPodmanTest {
  private final String reference;
  private final RealParts parts;
  private @Nullable RootlessPodman started;

  RootlessPodmanTest(RealParts parts) {
    this.parts = parts;
    this.reference = parts.registry().reference("rootless:1");
  }

  @BeforeAll
  void pull() throws IOException {
    TestImage image =
        TestImage.builder()
            .user("1000")
            .layer(layer -> layer.directory("/app", 0755).file("/app/run", 0755, "run"))
            .build();
    RegistryPush.to(URI.create("http://" + parts.registry().address() + "/"))
        .push("rootless", "1", image);
    started = RootlessPodman.start();
    started.pull(reference);
  }

  @AfterAll
  void stop() throws IOException {
    if (started != null) {
      started.close();
    }
  }

  private RootlessPodman podman() {
    return Objects.requireNonNull(started);
  }

  @Test
  void anImageIsScanned() {
    Command.Outcome outcome =
        podman().scanner("scan", "--no-cache", "podman:" + reference).run().expect(0);
    assertTrue(outcome.stdout().startsWith("PASS  podman:" + reference), outcome::toString);
  }

  @Test
  void anImageIsComparedWithItsRegistryCopy() {
    Command.Outcome outcome =
        podman().scanner("compare", "--no-cache", "podman:" + reference).run().expect(0);
    assertTrue(
        outcome.stdout().startsWith("PASS  identical, asserted by the engine  podman:"),
        outcome::toString);
  }

  @Test
  void itsLayersAreHashed() {
    Command.Outcome outcome =
        podman()
            .scanner("compare", "--no-cache", "--rehash", "podman:" + reference)
            .run()
            .expect(0);
    assertTrue(outcome.stdout().startsWith("PASS  identical  podman:"), outcome::toString);
  }

  @Test
  void aContainerIsComparedWithItsImage() {
    String id = podman().podman("create", reference, "/app/run").output().strip();
    Command.Outcome outcome =
        podman().scanner("compare", "--no-cache", "container:podman/" + id).run();
    podman().podman("rm", id).output();
    assertEquals(0, outcome.exitCode(), outcome::toString);
  }
}

package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.testimages.OciLayout;
import dev.imageprovenance.testimages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A password that was given for one registry reaches no other, whoever names it. */
@Timeout(60)
class ComparisonPasswordTest {
  private static final TestImage IMAGE =
      TestImage.builder().layer(layer -> layer.file("/app", 0755, "app")).build();

  @TempDir Path directory;

  private final ScriptedServer own = new ScriptedServer();
  private final ScriptedServer stranger = new ScriptedServer().engine();

  @BeforeEach
  void pushEverywhere() {
    own.push("app", IMAGE, "1").withPassword("app", "1");
    stranger.push("app", IMAGE, "1").withPassword("app", "1");
    stranger.hold(
        IMAGE,
        List.of(stranger.address() + "/app:1"),
        List.of(stranger.address() + "/app@" + IMAGE.descriptor().digest()));
  }

  @AfterEach
  void close() {
    own.close();
    stranger.close();
  }

  private int compare(String... arguments) {
    List<String> line =
        new ArrayList<>(List.of("compare", "--no-cache", "--username", "bob", "--password-stdin"));
    line.addAll(Arrays.asList(arguments));
    FakeEngine streams = new FakeEngine();
    streams.stdin = "secret\n";
    streams.environment.put("DOCKER_HOST", "tcp://" + stranger.address());
    return new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation()))
        .run(line);
  }

  @Test
  void registryThatIsNamedSeesIt() {
    String layout = "oci:" + OciLayout.of(IMAGE).writeTo(directory.resolve("layout"));
    assertEquals(0, compare(layout, own.address() + "/app:1"));
    assertEquals(1, own.authorizations().stream().distinct().count());
  }

  @Test
  void bothSidesMayBeInThatRegistry() {
    assertEquals(0, compare(own.address() + "/app:1", own.address() + "/app:1"));
  }

  @Test
  void secondRegistrySeesNothing() {
    assertEquals(2, compare(stranger.address() + "/app:1", own.address() + "/app:1"));
    assertEquals(List.of(), stranger.authorizations());
  }

  @Test
  void registryThatOnlyAnEngineNamesSeesNothing() {
    assertEquals(2, compare("docker-daemon:" + stranger.address() + "/app:1"));
    assertEquals(List.of(), stranger.authorizations());
  }

  @Test
  void registryThatOnlyPodsNameSeesNothing() throws IOException {
    String reference = stranger.address() + "/app";
    Path pods =
        Files.writeString(
            directory.resolve("pods.json"),
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"Pod\",\"metadata\":"
                + "{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\""
                + reference
                + ":1\"}]},\"status\":{\"containerStatuses\":[{\"name\":\"c\",\"image\":\"x\",\"imageID\":\""
                + reference
                + "@"
                + IMAGE.descriptor().digest()
                + "\"}]}}]}");
    assertEquals(2, compare("--pods", pods.toString()));
    assertEquals(List.of(), stranger.authorizations());
  }
}

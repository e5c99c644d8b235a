package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.testimages.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of pods whose statuses are of the registry's image, and whose specs are not. */
@Timeout(60)
class HostilePodsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TestImage IMAGE =
      TestImage.builder()
          .user("65532:65532")
          .layer(layer -> layer.file("/app", 0755, "app"))
          .build();

  @TempDir Path directory;
  private final ScriptedServer server = new ScriptedServer().push("app", IMAGE, "1");

  @AfterEach
  void close() {
    server.close();
  }

  private int compare(Map<String, Object> spec) throws IOException {
    Map<String, Object> pod =
        Map.of(
            "kind",
            "Pod",
            "metadata",
            Map.of("name", "p"),
            "spec",
            spec,
            "status",
            Map.of("containerStatuses", List.of(status())));
    Path file = directory.resolve("pods.json");
    Files.writeString(file, text(Map.of("kind", "List", "items", List.of(pod))));
    FakeEngine streams = new FakeEngine();
    int code =
        new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation()))
            .run(List.of("compare", "--no-cache", "--format=json", "--pods", file.toString()));
    PodsReportSchema.assertValid(streams.out.toString());
    return code;
  }

  private Map<String, Object> status() {
    return Map.of(
        "name",
        "c",
        "image",
        server.address() + "/app:1",
        "imageID",
        server.address() + "/app@" + IMAGE.descriptor().digest());
  }

  private static String text(Object value) throws JsonProcessingException {
    return JSON.writeValueAsString(value);
  }

  private Map<String, Object> spec(String image) {
    return Map.of("containers", List.of(Map.of("name", "c", "image", image)));
  }

  @Test
  void imageThatTheSpecNamesPasses() throws IOException {
    assertEquals(0, compare(spec(server.address() + "/app:1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%%%", "app:1\u202e", "UPPER/app:1", "app:1 ", "http://app:1"})
  void imageThatNobodyCanHaveApprovedIsUnknown(String reference) throws IOException {
    assertEquals(3, compare(spec(reference)));
  }

  @Test
  void containerThatTheSpecDoesNotHaveIsUnknown() throws IOException {
    assertEquals(3, compare(Map.of("containers", List.of())));
  }

  @Test
  void containerWhoseSpecIsFoldedAwayIsUnknown() throws IOException {
    assertEquals(3, compare(Map.of("Containers", List.of(Map.of("name", "c", "image", "app:1")))));
  }
}

package dev.imageprovenance.scanner.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Cancellation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole command, told by DOCKER_HOST to ask an engine where it cannot or must not. */
@Timeout(60)
class EngineAddressTest {
  private final FakeEngine streams = new FakeEngine();

  private int compare(String dockerHost) {
    streams.environment.put("DOCKER_HOST", dockerHost);
    return new Cli(streams.terminal(), Engine::ofLibrary, new Interruption(new Cancellation()))
        .run(List.of("compare", "--no-cache", "docker-daemon:app:1"));
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://root@build.example, ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock",
    "tcp://10.1.2.3:2375, DOCKER_TLS_VERIFY=1",
    "npipe:////./pipe/docker_engine, unix:///PATH/OF/SOCKET",
    "unix://relative.sock, unix:///PATH/OF/SOCKET"
  })
  void anAddressThatCannotBeUsedIsAMistakeThatSaysWhatToDo(String host, String remedy) {
    assertEquals(2, compare(host), streams.out::toString);
    assertTrue(streams.out.toString().contains(remedy), streams.out::toString);
  }

  @Test
  void aSocketThatIsNotThereCouldNotBeAsked() {
    assertEquals(3, compare("unix:///nowhere/docker.sock"), streams.out::toString);
  }
}

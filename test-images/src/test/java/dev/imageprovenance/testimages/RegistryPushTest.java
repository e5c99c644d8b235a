package dev.imageprovenance.testimages;

import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import org.junit.jupiter.api.Test;

final class RegistryPushTest {
  @Test
  void refusesHostsOtherThanThisMachine() {
    assertThrows(
        IllegalArgumentException.class,
        () -> RegistryPush.to(URI.create("http://192.0.2.1:5000/")));
  }
}

package dev.imageprovenance.scanner.lineage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.oci.Reference;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClaimedPlacesTest {
  private final ClaimedPlaces places = new ClaimedPlaces(true, Set.of("127.0.0.1:5000"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1/app",
        "127.1:5000/app",
        "0x7f.0.0.1/app",
        "0x7f.1:5000/app",
        "127.0x1/app",
        "[::1]/app",
        "localhost/app",
        "metadata:80/app",
        "metadata.google.internal/app",
        "printer.local/app"
      })
  void anAddressOrANameOfThisNetworkIsNotAsked(String reference) {
    assertTrue(places.whyNot(Reference.parse(reference)).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry.example/app", "127.0.0.1:5000/app", "1.registry.example/app"})
  void aNameOrWhatTheRequestNamesIsAsked(String reference) {
    assertEquals(Optional.empty(), places.whyNot(Reference.parse(reference)));
  }

  @Test
  void withoutFollowingNothingElseIsAsked() {
    assertTrue(
        new ClaimedPlaces(false, Set.of())
            .whyNot(Reference.parse("registry.example/app"))
            .isPresent());
  }
}

package dev.imageprovenance.scanner.source.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.imageprovenance.scanner.context.Cancellation;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.RegistryOptions;
import dev.imageprovenance.scanner.source.http.Notes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A registry that can be told to fail, and stores that read from it. */
abstract class RegistryStoreFixture {
  static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(StandardCharsets.UTF_8);
  static final String CANARY = "canary-p4ssword";

  final Notes notes = new Notes();
  List<Path> jibCaches = List.of();
  final Cancellation cancellation = new Cancellation();
  final List<RegistryContentStore> stores = new ArrayList<>();
  final byte[] content = new byte[300_000];
  FaultyRegistry registry;
  Descriptor blob;
  Digest manifest;

  RegistryStoreFixture() throws IOException {
    registry = FaultyRegistry.start();
    new Random(7).nextBytes(content);
    blob = registry.putBlob(content);
    manifest = registry.putManifest("1", MediaType.OCI_MANIFEST, MANIFEST);
  }

  @BeforeEach
  void seenIsEmpty() {
    assertEquals(List.of(), registry.seen());
  }

  @AfterEach
  void close() throws IOException {
    for (RegistryContentStore store : stores) {
      store.close();
    }
    registry.close();
  }

  RegistryContentStore store() {
    return store(Optional.empty());
  }

  RegistryContentStore store(Optional<RegistryOptions.Credentials> credentials) {
    return store(credentials, Duration.ofSeconds(10), Duration.ofSeconds(20));
  }

  RegistryContentStore store(
      Optional<RegistryOptions.Credentials> credentials, Duration readTimeout, Duration deadline) {
    RegistryOptions options =
        new RegistryOptions(
                credentials,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Duration.ofSeconds(5),
                readTimeout,
                deadline)
            .withJibCaches(jibCaches);
    ScanContext context =
        new ScanContext(Clock.systemUTC(), Limits.defaults(), notes, cancellation);
    RegistryContentStore store =
        RegistryContentStore.connect(Reference.parse(registry.host() + "/app:1"), options, context);
    stores.add(store);
    return store;
  }

  static Optional<RegistryOptions.Credentials> bob() {
    return Optional.of(new RegistryOptions.Credentials("bob", CANARY));
  }

  byte[] read(RegistryContentStore store) throws IOException {
    try (InputStream in = store.blob(blob)) {
      return in.readAllBytes();
    }
  }

  ScanException problem(RegistryContentStore store) {
    return assertThrows(ScanException.class, () -> store.manifestByTag("1"));
  }

  static FaultyRegistry.Fault cutAfter(int bytes, byte[] content) {
    return (request, wire) -> {
      wire.raw("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n");
      wire.raw(Arrays.copyOf(content, bytes));
      wire.cut();
    };
  }
}

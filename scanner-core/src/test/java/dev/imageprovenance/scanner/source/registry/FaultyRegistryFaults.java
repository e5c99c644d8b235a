package dev.imageprovenance.scanner.source.registry;

/** Faults that several tests order; stateless. */
final class FaultyRegistryFaults {
  private FaultyRegistryFaults() {}

  /** A body in chunks that never ends. */
  static FaultyRegistry.Fault endless() {
    return (request, wire) -> {
      wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      byte[] chunk =
          ("10000\r\n" + "x".repeat(0x10000) + "\r\n")
              .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
      while (true) {
        wire.raw(chunk);
      }
    };
  }
}

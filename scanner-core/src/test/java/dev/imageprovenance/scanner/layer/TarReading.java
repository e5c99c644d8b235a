package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a tar to its end and remembers what the reader said. */
abstract class TarReading {
  /** Everything that a reader says about a stream. */
  record Reading(List<TarHeader> headers, List<byte[]> contents, List<LayerAnomaly> anomalies) {
    TarHeader only() {
      assertEquals(1, headers.size());
      return headers.get(0);
    }

    String onlyContent() {
      assertEquals(1, contents.size());
      return new String(contents.get(0), StandardCharsets.ISO_8859_1);
    }

    List<LayerAnomaly.Kind> anomalyKinds() {
      return anomalies.stream().map(LayerAnomaly::kind).toList();
    }
  }

  static Reading read(byte[] tar) throws IOException {
    return read(tar, Limits.defaults());
  }

  static Reading read(byte[] tar, Limits limits) throws IOException {
    Reading reading = new Reading(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    TarReader reader =
        new TarReader(new ByteArrayInputStream(tar), limits, reading.anomalies()::add);
    for (TarHeader header = reader.next(); header != null; header = reader.next()) {
      reading.headers().add(header);
      reading.contents().add(content(reader));
    }
    return reading;
  }

  static byte[] content(TarReader reader) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] buffer = new byte[1000];
    for (int n = reader.read(buffer, 0, 1000); n >= 0; n = reader.read(buffer, 0, 1000)) {
      content.write(buffer, 0, n);
    }
    return content.toByteArray();
  }

  static ScanException problemOf(byte[] tar) {
    return assertThrows(ScanException.class, () -> read(tar));
  }

  static void assertMalformed(TarBytes tar) {
    assertEquals(ProblemKind.MALFORMED, problemOf(tar.end()).kind());
  }

  static void assertLimit(String name, byte[] tar) {
    ScanException e = problemOf(tar);
    assertEquals(ProblemKind.LIMIT, e.kind());
    assertTrue(String.valueOf(e.getMessage()).contains(name), e.getMessage());
  }

  static void assertAmbiguous(TarBytes tar) throws IOException {
    assertEquals(List.of(LayerAnomaly.Kind.AMBIGUOUS_HEADER), read(tar.end()).anomalyKinds());
  }

  static TarBytes.Header header(String name, char type, long size) {
    return new TarBytes.Header(name, type, size);
  }
}

package dev.imageprovenance.scanner.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentReaderTest {
  private final MemoryStore store = new MemoryStore();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void responseThatSaysIndexOverAManifestIsAnAnomaly(boolean documentNamesItsType) {
    String manifest = new String(SampleDocuments.manifest(new byte[1]), StandardCharsets.UTF_8);
    String type = "\"mediaType\":\"" + MediaType.OCI_MANIFEST + "\",";
    String untyped = manifest.replaceFirst("^\\{" + type, "{").replace("2," + type, "2,");
    String typed = "{" + type + untyped.substring(1);
    Descriptor served = store.put(MediaType.OCI_INDEX, documentNamesItsType ? typed : untyped);
    store.tag("1", served, Optional.empty());
    List<ImageAnomaly> anomalies =
        new DocumentReader(store, ScanContext.defaults()).byTag("1").anomalies();
    assertEquals(
        List.of(ImageAnomaly.Kind.MEDIA_TYPE_MISMATCH),
        anomalies.stream().map(ImageAnomaly::kind).toList());
  }
}

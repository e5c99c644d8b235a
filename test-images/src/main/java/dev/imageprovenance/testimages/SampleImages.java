package dev.imageprovenance.testimages;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The catalogue of all sample images; stateless. */
public final class SampleImages {
  private static final Map<String, SampleImage> BY_NAME = byName();

  private SampleImages() {}

  /** Every sample, in the order of the catalogue. */
  public static List<SampleImage> all() {
    return List.copyOf(BY_NAME.values());
  }

  /**
   * The sample with the name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static SampleImage named(String name) {
    SampleImage sample = BY_NAME.get(name);
    if (sample == null) {
      throw new IllegalArgumentException(
          "no sample is called " + name + "; there are " + String.join(", ", BY_NAME.keySet()));
    }
    return sample;
  }

  private static Map<String, SampleImage> byName() {
    Map<String, SampleImage> samples = new LinkedHashMap<>();
    Stream.of(
            DemoSamples.all(),
            SignedSamples.all(),
            LineageSamples.all(),
            UserSamples.all(),
            AccountSamples.all(),
            SetuidSamples.all(),
            CapabilitySamples.all(),
            CompressionSamples.all(),
            TocSamples.all(),
            TreeSamples.all(),
            TarSamples.all(),
            IntegritySamples.all(),
            DocumentSamples.all(),
            IndexSamples.all(),
            ArchiveSamples.all(),
            JibSamples.all())
        .flatMap(List::stream)
        .forEach(sample -> addOnce(samples, sample));
    return samples;
  }

  private static void addOnce(Map<String, SampleImage> samples, SampleImage sample) {
    if (samples.put(sample.name(), sample) != null) {
      throw new IllegalStateException("two samples are called " + sample.name());
    }
  }
}

package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.ImageScanner;
import dev.imageprovenance.scanner.ScanRequest;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.testimages.LayerBuilder;
import dev.imageprovenance.testimages.RegistryPush;
import dev.imageprovenance.testimages.TestImage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a comparison of two images asks a real registry for, by the registry's own access log. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class CompareTrafficTest {
  private static final Consumer<LayerBuilder> BASE =
      layer -> layer.directory("/usr", 0755).file("/usr/tool", 0755, "tool");
  private static final Consumer<LayerBuilder> LIBRARIES =
      layer -> layer.directory("/lib", 0755).file("/lib/a", 0644, "a");

  private final RealParts parts;
  private final RealRegistry registry;

  CompareTrafficTest(RealParts parts) {
    this.parts = parts;
    this.registry = parts.registry();
  }

  private static Consumer<LayerBuilder> application(String content, String... more) {
    return layer -> {
      layer.directory("/app", 0755).file("/app/main", 0644, content);
      List.of(more).forEach(name -> layer.file(name, 0644, "more"));
    };
  }

  @SafeVarargs
  private static TestImage image(Consumer<LayerBuilder>... layers) {
    TestImage.Builder image = TestImage.builder();
    Stream.of(layers).forEach(image::layer);
    return image.build();
  }

  /** In repositories of their own, since every blob of a repository is asked for there. */
  private String pushed(String name, TestImage image) throws IOException {
    RegistryPush.to(URI.create("http://" + registry.address() + "/"))
        .push("traffic/" + name, "1", image);
    return registry.reference("traffic/" + name + ":1");
  }

  /**
   * What was asked for, each digest by the name of what it is: {@code manifest}, {@code layer 2}.
   */
  private List<String> asked(
      Comparison comparison, int before, TestImage deployed, TestImage approved) {
    Map<String, String> names = new java.util.HashMap<>();
    for (TestImage image : List.of(deployed, approved)) {
      names.put(image.configDescriptor().digest(), "config");
      for (int i = 0; i < image.layers().size(); i++) {
        String digest = image.layers().get(i).descriptor().digest();
        names.merge(digest, "layer " + (i + 1), (one, other) -> one);
      }
    }
    List<String> asked = new ArrayList<>();
    List<RealRegistry.Access> all = registry.accesses("traffic/");
    for (RealRegistry.Access access : all.subList(before, all.size())) {
      String last = access.path().substring(access.path().lastIndexOf('/') + 1);
      asked.add(
          access.isForAManifest()
              ? "manifest"
              : Optional.ofNullable(names.get(last)).orElse(access.path()));
    }
    asked.sort(null);
    asked.add(comparison.rung().asKnown().orElseThrow().label());
    return asked;
  }

  private List<String> asked(TestImage deployed, TestImage approved, Path... caches)
      throws IOException {
    String name = "n" + registry.accesses("traffic/").size();
    String one = pushed(name + "/deployed", deployed);
    String other = pushed(name + "/approved", approved);
    ImageScanner.Builder builder = ImageScanner.builder().registry(Inspection.options(Map.of()));
    for (Path cache : caches) {
      builder.cache(cache, 1L << 30);
    }
    try (ImageScanner scanner = builder.build()) {
      if (caches.length > 0) {
        scanner.scan(ScanRequest.of(other));
      }
      int before = registry.accesses("traffic/").size();
      CompareRequest request = CompareRequest.of(one, other).signatures(SignatureWish.SKIP);
      return asked(scanner.compare(request), before, deployed, approved);
    }
  }

  @Test
  void layersThatBothImagesShareAreNotAskedFor() throws IOException {
    assertEquals(
        List.of("config", "config", "layer 3", "layer 3", "manifest", "manifest", "different"),
        asked(image(BASE, LIBRARIES, application("2")), image(BASE, LIBRARIES, application("1"))));
  }

  @Test
  void theSameLayersUnderAnotherConfigAreNotAskedFor() throws IOException {
    TestImage approved = image(BASE, LIBRARIES);
    TestImage relabelled = TestImage.builder().layer(BASE).layer(LIBRARIES).label("a", "b").build();
    assertEquals(
        List.of("config", "config", "manifest", "manifest", "same-runtime"),
        asked(relabelled, approved));
  }

  @Test
  void aFileThatOnlyOneImageHasCostsTheSharedLayersOnce() throws IOException {
    assertEquals(
        List.of(
            "config",
            "config",
            "layer 1",
            "layer 2",
            "layer 3",
            "layer 3",
            "manifest",
            "manifest",
            "different"),
        asked(
            image(BASE, LIBRARIES, application("1", "/app/more")),
            image(BASE, LIBRARIES, application("1"))));
  }

  @Test
  void aSharedLayerWhoseFactsAreCachedIsNotAskedFor() throws IOException {
    assertEquals(
        List.of("config", "config", "layer 3", "manifest", "manifest", "different"),
        asked(
            image(BASE, LIBRARIES, application("1", "/app/more")),
            image(BASE, LIBRARIES, application("1")),
            parts.workspace().directory("cache")));
  }

  @Test
  void aLayerThatBothHaveAtOtherPlacesIsAskedForOnce() throws IOException {
    assertEquals(
        List.of(
            "config",
            "config",
            "layer 1",
            "layer 1",
            "layer 2",
            "manifest",
            "manifest",
            "different"),
        asked(image(BASE, LIBRARIES), image(application("1"), BASE, LIBRARIES)));
  }

  @Test
  void lookingForSignaturesCostsFourTagsOfEachSideBesideTheListOfReferrers() throws IOException {
    String one = pushed("signatures/deployed", image(BASE));
    String other = pushed("signatures/approved", image(BASE));
    try (ImageScanner scanner =
        ImageScanner.builder().registry(Inspection.options(Map.of())).build()) {
      int before = registry.accesses("traffic/").size();
      scanner.compare(CompareRequest.of(one, other).signatures(SignatureWish.SKIP));
      int without = registry.accesses("traffic/").size() - before;
      scanner.compare(CompareRequest.of(one, other));
      int with = registry.accesses("traffic/").size() - before - without;
      assertEquals(List.of(2, 2 + 2 * 4), List.of(without, with));
    }
  }
}

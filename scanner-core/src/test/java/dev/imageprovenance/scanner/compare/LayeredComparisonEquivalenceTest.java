package dev.imageprovenance.scanner.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.FakeImages.Layer;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.Attributes;
import dev.imageprovenance.scanner.layer.LayerEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random pairs of images that share layers, compared by the layers in which they differ and by all
 * of them: the differences are the same, to the last attribute.
 */
class LayeredComparisonEquivalenceTest {
  private static final int PAIRS = 4_000;

  private int number;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void orderlyLayersDifferAsAllLayersDo(long seed) {
    Statistics statistics = new Statistics();
    Random random = new Random(seed);
    for (int i = 0; i < PAIRS; i++) {
      compareBothWays(pair(random, 0), statistics);
    }
    statistics.requireThatSomeSharedLayersWereNotRead(PAIRS / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void hostileLayersDifferAsAllLayersDo(long seed) {
    Statistics statistics = new Statistics();
    Random random = new Random(seed);
    for (int i = 0; i < PAIRS; i++) {
      compareBothWays(pair(random, 1 + random.nextInt(100)), statistics);
    }
    statistics.requireThatSomeSharedLayersWereNotRead(PAIRS / 40);
  }

  private record Pair(List<Layer> deployed, List<Layer> registry) {
    String show() {
      return "deployed" + show(deployed) + "\nregistry" + show(registry);
    }

    private static String show(List<Layer> layers) {
      return layers.stream()
          .map(
              layer -> "\n " + layer.name() + layer.entries().toString().replace("], ", "],\n    "))
          .collect(Collectors.joining());
    }
  }

  private static final class Statistics {
    private int unread;

    void requireThatSomeSharedLayersWereNotRead(int least) {
      assertTrue(unread > least, "only " + unread + " pairs left shared layers unread");
    }
  }

  private static void compareBothWays(Pair pair, Statistics statistics) {
    FakeImages images = new FakeImages();
    LayeredComparison.Result result =
        new LayeredComparison(
                images,
                Limits.defaults(),
                images.image(pair.deployed()),
                images.image(pair.registry()))
            .compare();
    assertEquals(
        Fact.known(
            TreeComparison.compare(
                FakeImages.trees(pair.deployed()), FakeImages.trees(pair.registry()))),
        result.files(),
        pair::show);
    if (result.layers().sharedRead() < result.layers().shared()) {
      statistics.unread++;
    }
  }

  /** Some layers of both, some of one, in all orders. */
  private Pair pair(Random random, int disorder) {
    List<Layer> deployed = new ArrayList<>();
    List<Layer> registry = new ArrayList<>();
    for (int blocks = 2 + random.nextInt(3); blocks > 0; blocks--) {
      Layer layer = layer(random, disorder);
      deployed.add(layer);
      registry.add(
          switch (random.nextInt(4)) {
            case 0 -> touchedAnew(layer);
            case 1 -> changed(layer, random, disorder);
            default -> layer;
          });
      if (random.nextInt(8) == 0) {
        deployed.add(layer(random, disorder));
      }
      if (random.nextInt(12) == 0) {
        registry.add(layer(random, disorder));
      }
    }
    return new Pair(deployed, registry);
  }

  private Layer named(List<LayerEntry> entries) {
    return new Layer("layer " + number++, entries);
  }

  /** Other bytes, the same content; a copy takes the place of a hard link, which no path shows. */
  private Layer touchedAnew(Layer layer) {
    List<LayerEntry> entries = new ArrayList<>(layer.entries());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof LayerEntry.HardLink link) {
        String path = link.path();
        Optional<LayerEntry.RegularFile> target =
            entries.subList(0, i).stream()
                .filter(entry -> entry.path().equals(link.target()))
                .filter(LayerEntry.RegularFile.class::isInstance)
                .map(LayerEntry.RegularFile.class::cast)
                .filter(file -> file.attributes().equals(link.attributes()))
                .findFirst();
        if (target.isPresent()) {
          entries.set(i, renamed(target.get(), path));
        }
      }
    }
    return named(entries);
  }

  private static LayerEntry renamed(LayerEntry.RegularFile file, String path) {
    return new LayerEntry.RegularFile(
        path, file.attributes(), file.size(), file.content(), file.program());
  }

  private Layer changed(Layer layer, Random random, int disorder) {
    List<LayerEntry> entries = new ArrayList<>(layer.entries());
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof LayerEntry.RegularFile file && random.nextInt(2) == 0) {
        entries.set(i, file(random, file.path()));
      }
    }
    if (random.nextInt(3) == 0) {
      Tidy tidy = new Tidy(random, entries);
      tidy.add(disorder);
    }
    return named(entries);
  }

  private Layer layer(Random random, int disorder) {
    List<LayerEntry> entries = new ArrayList<>();
    Tidy tidy = new Tidy(random, entries);
    for (int entry = 1 + random.nextInt(5); entry > 0; entry--) {
      tidy.add(disorder);
    }
    return named(entries);
  }

  /** Adds entries, as builders write them but for some disorder. */
  private static final class Tidy {
    private final Random random;
    private final List<LayerEntry> entries;
    private final Set<String> taken = new HashSet<>();

    Tidy(Random random, List<LayerEntry> entries) {
      this.random = random;
      this.entries = entries;
      entries.forEach(entry -> taken.add(entry.path()));
    }

    /**
     * One more entry.
     *
     * @param disorder in percent
     */
    void add(int disorder) {
      String path = path(random);
      boolean orderly = random.nextInt(100) >= disorder;
      if (random.nextInt(40) == 0) {
        put(new LayerEntry.Directory("", attributes(random)));
        return;
      }
      if (orderly && !prepare(path)) {
        return;
      }
      Attributes attributes = attributes(random);
      List<String> files =
          entries.stream()
              .filter(entry -> entry instanceof LayerEntry.RegularFile)
              .map(LayerEntry::path)
              .toList();
      switch (random.nextInt(orderly ? 12 : 14)) {
        case 0, 1, 2 -> put(file(random, path));
        case 3, 4 -> put(new LayerEntry.Directory(path, attributes));
        case 5, 6, 7 -> put(new LayerEntry.Whiteout(path));
        case 8 -> put(new LayerEntry.SymbolicLink(path, attributes, target(random)));
        case 9 -> {
          if (!files.isEmpty() || !orderly) {
            String target = orderly ? files.get(random.nextInt(files.size())) : path(random);
            put(new LayerEntry.HardLink(path, attributes, target));
          }
        }
        case 10 -> {
          put(new LayerEntry.Directory(path, attributes));
          entries.add(new LayerEntry.OpaqueWhiteout(path));
        }
        case 11 -> put(new LayerEntry.Fifo(path, attributes));
        case 12 -> put(new LayerEntry.Device(path, attributes, false, 0, random.nextInt(2)));
        default -> entries.add(new LayerEntry.OpaqueWhiteout(random.nextInt(8) == 0 ? "" : path));
      }
    }

    /** Every directory above has an entry, and nothing has the path yet. */
    private boolean prepare(String path) {
      if (taken.contains(path)) {
        return false;
      }
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        String parent = path.substring(0, slash);
        Optional<LayerEntry> known =
            entries.stream().filter(entry -> entry.path().equals(parent)).findFirst();
        if (known.isPresent() && !(known.get() instanceof LayerEntry.Directory)) {
          return false;
        }
        if (known.isEmpty()) {
          put(new LayerEntry.Directory(parent, new Attributes(0755, 0, 0, 0, Optional.empty())));
        }
      }
      return true;
    }

    private void put(LayerEntry entry) {
      taken.add(entry.path());
      entries.add(entry);
    }
  }

  private static LayerEntry.RegularFile file(Random random, String path) {
    String content = List.of("one", "two", "#!three").get(random.nextInt(3));
    LayerEntry.RegularFile made =
        (LayerEntry.RegularFile) CompareFixtures.file(path, 0644, content);
    return new LayerEntry.RegularFile(
        path, attributes(random), made.size(), made.content(), made.program());
  }

  private static String path(Random random) {
    List<String> components = new ArrayList<>();
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      components.add(String.valueOf((char) ('a' + random.nextInt(2))));
    }
    return String.join("/", components);
  }

  private static String target(Random random) {
    return List.of("", "/", "../").get(random.nextInt(3)) + path(random);
  }

  private static Attributes attributes(Random random) {
    return new Attributes(
        random.nextInt(6) == 0 ? 04755 : 0755,
        0,
        random.nextInt(8) == 0 ? 1 : 0,
        0,
        Optional.empty());
  }
}

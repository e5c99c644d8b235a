package dev.imageprovenance.scanner.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.context.Limits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random layers, applied by the builder and by a slow model that keeps one flat map of paths. */
class FileTreeDifferentialTest {
  private static final int IMAGES = 3_000;
  private static final int HOPS = Limits.defaults().symlinkHops();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void overlayTreeEqualsTheModel(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < IMAGES; i++) {
      List<LayerFacts> image = image(random);
      FileTree tree = FileTreeBuilder.build(image, FileTree.Engine.OVERLAY, Limits.defaults());
      assertEquals(Model.overlay(image), TreeFixtures.dump(tree), () -> show(image));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void inPlaceTreeEqualsTheModel(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < IMAGES; i++) {
      List<LayerFacts> image = image(random);
      FileTree tree = FileTreeBuilder.build(image, FileTree.Engine.IN_PLACE, Limits.defaults());
      assertEquals(Model.inPlace(image), TreeFixtures.dump(tree), () -> show(image));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {7, 8, 9})
  void unambiguousLayersGiveTheSameTreeOnBothKindsOfEngine(long seed) {
    Random random = new Random(seed);
    int unambiguous = 0;
    for (int i = 0; i < IMAGES; i++) {
      List<LayerFacts> image = image(random);
      FileTrees trees = FileTreeBuilder.build(image, Limits.defaults());
      if (!trees.areAmbiguous()) {
        unambiguous++;
        FileTree inPlace =
            FileTreeBuilder.build(image, FileTree.Engine.IN_PLACE, Limits.defaults());
        assertEquals(
            TreeFixtures.dump(inPlace), TreeFixtures.dump(trees.overlay()), () -> show(image));
        assertEquals(hidden(inPlace), hidden(trees.overlay()), () -> show(image));
      }
    }
    assertTrue(unambiguous > IMAGES / 20, "only " + unambiguous + " were unambiguous");
  }

  private static Set<String> hidden(FileTree tree) {
    return tree.hiddenFiles().map(TreeFixtures::describe).collect(Collectors.toSet());
  }

  private static String show(List<LayerFacts> image) {
    return image.stream()
        .map(facts -> facts.entries().toString().replace("), ", ")\n   "))
        .collect(Collectors.joining("\n"));
  }

  private static List<LayerFacts> image(Random random) {
    List<LayerFacts> layers = new ArrayList<>();
    for (int layer = 1 + random.nextInt(4); layer > 0; layer--) {
      List<LayerEntry> entries = new ArrayList<>();
      for (int entry = random.nextInt(9); entry > 0; entry--) {
        entries.add(entry(random));
      }
      layers.add(TreeFixtures.layer(entries, Map.of()));
    }
    return layers;
  }

  private static LayerEntry entry(Random random) {
    String path = path(random);
    Attributes attributes = attributes(random);
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> TreeFixtures.file(path, attributes);
      case 4, 5, 6 -> new LayerEntry.Directory(random.nextInt(20) == 0 ? "" : path, attributes);
      case 7, 8 -> new LayerEntry.SymbolicLink(path, attributes, target(random));
      case 9, 10 -> new LayerEntry.HardLink(path, attributes, path(random));
      case 11, 12 -> new LayerEntry.Whiteout(path);
      case 13 -> new LayerEntry.OpaqueWhiteout(random.nextInt(8) == 0 ? "" : path);
      case 14 -> new LayerEntry.Fifo(path, attributes);
      default ->
          new LayerEntry.Device(path, attributes, false, random.nextInt(2), random.nextInt(2));
    };
  }

  private static String path(Random random) {
    List<String> components = new ArrayList<>();
    for (int depth = 1 + random.nextInt(3); depth > 0; depth--) {
      components.add(
          random.nextInt(60) == 0 ? ".." : String.valueOf((char) ('a' + random.nextInt(3))));
    }
    return String.join("/", components);
  }

  private static String target(Random random) {
    return List.of("", "/", "../", "../../").get(random.nextInt(4)) + path(random);
  }

  private static Attributes attributes(Random random) {
    return new Attributes(
        List.of(0644, 0755, 04755, 02755).get(random.nextInt(4)),
        random.nextInt(3) == 0 ? 1000 : 0,
        0,
        random.nextInt(3),
        random.nextInt(6) == 0 ? Optional.of(TreeFixtures.NET_RAW) : Optional.empty());
  }

  /** Paths to inodes in a flat map; the root is the empty path. */
  private static final class Model {
    private static final class Inode {
      final LayerEntry.Inode entry;
      final boolean explicit;
      Attributes attributes;
      int layer;
      boolean opaque;

      Inode(LayerEntry.Inode entry, boolean explicit, int layer) {
        this.entry = entry;
        this.explicit = explicit;
        this.attributes = entry.attributes();
        this.layer = layer;
      }

      boolean isDirectory() {
        return entry instanceof LayerEntry.Directory;
      }

      boolean isWhiteoutDevice() {
        return entry instanceof LayerEntry.Device device
            && device.major() == 0
            && device.minor() == 0;
      }
    }

    private final TreeMap<String, Inode> files = new TreeMap<>();
    private final Set<String> whiteouts = new LinkedHashSet<>();
    private final Set<String> writtenInLayer = new LinkedHashSet<>();
    private int layer;

    Model() {
      files.put("", implicit("", 0));
    }

    static String overlay(List<LayerFacts> image) {
      Model lower = new Model();
      for (int i = 0; i < image.size(); i++) {
        Model upper = new Model();
        upper.layer = i;
        for (LayerEntry entry : image.get(i).entries()) {
          upper.unpack(entry, lower);
        }
        lower.layUnder(upper, i);
      }
      return lower.dump();
    }

    static String inPlace(List<LayerFacts> image) {
      Model model = new Model();
      for (int i = 0; i < image.size(); i++) {
        model.layer = i;
        model.writtenInLayer.clear();
        for (LayerEntry entry : image.get(i).entries()) {
          model.unpackInPlace(entry);
        }
      }
      return model.dump();
    }

    private void unpack(LayerEntry entry, Model lower) {
      String path = TreePaths.clean(entry.path());
      if (entry instanceof LayerEntry.OpaqueWhiteout) {
        String directory = makeDirectory(path);
        inodeAt(directory).opaque = !directory.isEmpty();
      } else if (path.isEmpty()) {
        putRoot(entry);
      } else {
        String real = place(path);
        if (entry instanceof LayerEntry.Whiteout) {
          if (!files.containsKey(real)) {
            whiteouts.add(real);
          }
        } else if (entry instanceof LayerEntry.HardLink link) {
          Optional<String> own = locate(link);
          Optional<Inode> inode =
              own.or(() -> lower.locate(link)).isEmpty()
                  ? Optional.empty()
                  : Optional.ofNullable(
                      own.map(files::get)
                          .orElseGet(() -> lower.files.get(lower.locate(link).orElseThrow())));
          inode.ifPresent(found -> link(real, own, found, link));
        } else {
          put(real, (LayerEntry.Inode) entry);
        }
      }
    }

    private void unpackInPlace(LayerEntry entry) {
      String path = TreePaths.clean(entry.path());
      if (entry instanceof LayerEntry.OpaqueWhiteout) {
        String directory = makeDirectory(path);
        for (String child : childrenOf(directory)) {
          sweep(child);
        }
      } else if (path.isEmpty()) {
        putRoot(entry);
      } else {
        String real = place(path);
        if (entry instanceof LayerEntry.Whiteout) {
          delete(real);
        } else if (entry instanceof LayerEntry.HardLink link) {
          Optional<String> own = locate(link);
          own.map(files::get).ifPresent(found -> link(real, own, found, link));
        } else {
          put(real, (LayerEntry.Inode) entry);
        }
      }
    }

    private void sweep(String path) {
      if (!writtenInLayer.contains(path)) {
        delete(path);
      } else {
        childrenOf(path).forEach(this::sweep);
      }
    }

    private void putRoot(LayerEntry entry) {
      if (entry instanceof LayerEntry.Directory directory) {
        files.put("", new Inode(directory, true, layer));
      }
    }

    private void put(String path, LayerEntry.Inode entry) {
      Inode existing = files.get(path);
      Inode made = new Inode(entry, true, layer);
      if (existing != null && existing.isDirectory() && made.isDirectory()) {
        made.opaque = existing.opaque;
      } else {
        delete(path);
      }
      whiteouts.remove(path);
      files.put(path, made);
      writtenInLayer.add(path);
    }

    private void link(String path, Optional<String> own, Inode inode, LayerEntry.HardLink link) {
      if (inode.isDirectory()) {
        return;
      }
      if (!own.equals(Optional.of(path))) {
        if (own.isPresent() && own.get().startsWith(path + "/")) {
          return;
        }
        delete(path);
        whiteouts.remove(path);
        files.put(path, inode);
        writtenInLayer.add(path);
      }
      apply(inode, link);
    }

    private void apply(Inode inode, LayerEntry.HardLink link) {
      inode.attributes = HardLinkHeader.apply(inode.entry, inode.attributes, link.attributes());
      inode.layer = layer;
    }

    private void layUnder(Model upper, int upperLayer) {
      upper.files.forEach(
          (path, inode) -> {
            if (inode.isWhiteoutDevice()) {
              upper.whiteouts.add(path);
            }
          });
      upper.files.values().removeIf(Inode::isWhiteoutDevice);
      upper.whiteouts.forEach(this::delete);
      upper.files.forEach(
          (path, inode) -> {
            if (inode.opaque) {
              childrenOf(path).forEach(this::delete);
            }
          });
      upper.files.forEach(
          (path, inode) -> {
            Inode below = files.get(path);
            boolean bothDirectories = below != null && below.isDirectory() && inode.isDirectory();
            if (!bothDirectories) {
              delete(path);
              files.put(path, inode);
            } else if (inode.explicit) {
              files.put(path, new Inode(inode.entry, true, upperLayer));
            }
          });
    }

    private String place(String path) {
      int slash = path.lastIndexOf('/');
      String parent = makeDirectory(path.substring(0, Math.max(slash, 0)));
      return join(parent, path.substring(slash + 1));
    }

    private String makeDirectory(String path) {
      String at = "";
      int hops = 0;
      List<String> left = components(path);
      while (!left.isEmpty()) {
        String name = left.remove(0);
        if (name.equals("..")) {
          at = parentOf(at);
          continue;
        }
        String child = join(at, name);
        Inode inode = files.get(child);
        if (inode != null && inode.entry instanceof LayerEntry.SymbolicLink link && hops < HOPS) {
          hops++;
          at = link.target().startsWith("/") ? "" : at;
          left.addAll(0, components(link.target()));
          continue;
        }
        if (inode == null || !inode.isDirectory()) {
          delete(child);
          whiteouts.remove(child);
          files.put(child, implicit(child, layer));
          writtenInLayer.remove(child);
        }
        at = child;
      }
      return at;
    }

    private Optional<String> locate(LayerEntry.HardLink link) {
      String path = TreePaths.clean(link.target());
      int slash = path.lastIndexOf('/');
      String at = "";
      int hops = 0;
      List<String> left = components(path.substring(0, Math.max(slash, 0)));
      while (!left.isEmpty()) {
        String name = left.remove(0);
        if (!inodeAt(at).isDirectory()) {
          return Optional.empty();
        }
        if (name.equals("..")) {
          at = parentOf(at);
          continue;
        }
        String child = join(at, name);
        Inode inode = files.get(child);
        if (inode == null) {
          return Optional.empty();
        }
        if (inode.entry instanceof LayerEntry.SymbolicLink symlink) {
          if (++hops > HOPS) {
            return Optional.empty();
          }
          at = symlink.target().startsWith("/") ? "" : at;
          left.addAll(0, components(symlink.target()));
          continue;
        }
        at = child;
      }
      String found = join(at, path.substring(slash + 1));
      return files.containsKey(found) && !path.isEmpty() ? Optional.of(found) : Optional.empty();
    }

    private Inode inodeAt(String path) {
      return Objects.requireNonNull(files.get(path));
    }

    private static List<String> components(String path) {
      List<String> components = new ArrayList<>(List.of(path.split("/")));
      components.removeIf(String::isEmpty);
      return components;
    }

    private static String join(String parent, String name) {
      return parent.isEmpty() ? name : parent + "/" + name;
    }

    private static String parentOf(String path) {
      return path.substring(0, Math.max(path.lastIndexOf('/'), 0));
    }

    private List<String> childrenOf(String directory) {
      return files.keySet().stream()
          .filter(path -> !path.isEmpty() && parentOf(path).equals(directory))
          .toList();
    }

    private void delete(String path) {
      files.keySet().removeIf(other -> other.equals(path) || other.startsWith(path + "/"));
      whiteouts.removeIf(other -> other.startsWith(path + "/"));
      writtenInLayer.removeIf(other -> other.equals(path) || other.startsWith(path + "/"));
    }

    private static Inode implicit(String path, int layer) {
      return new Inode(new LayerEntry.Directory(path, PathNode.IMPLICIT_ATTRIBUTES), false, layer);
    }

    private String dump() {
      Map<List<String>, String> lines =
          new TreeMap<>(
              (one, other) -> {
                for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
                  int order = one.get(i).compareTo(other.get(i));
                  if (order != 0) {
                    return order;
                  }
                }
                return one.size() - other.size();
              });
      files.forEach(
          (path, inode) -> {
            List<String> links =
                files.entrySet().stream()
                    .filter(entry -> entry.getValue() == inode)
                    .map(Map.Entry::getKey)
                    .toList();
            lines.put(
                components(path),
                TreeFixtures.describe(path, inode.entry, inode.attributes, inode.layer, links));
          });
      return String.join("\n", lines.values());
    }
  }
}

package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageConfig.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads hints at where a base ends out of the build steps in a config; stateless. */
final class HistoryClaims {
  private static final int MOST_HINTS = 8;
  private static final String JIB = "Jib";

  /** What a base usually ends with: the program to start when nobody builds on. */
  private static final Pattern START =
      Pattern.compile("(?:/bin/sh -c )?(?:#\\(nop\\)\\s*)?(?:CMD|ENTRYPOINT) .*", Pattern.DOTALL);

  private HistoryClaims() {}

  /** None when the steps do not tell which layer each of them made. */
  static List<BaseClaim> of(ImageConfig config) {
    List<History> layers = config.layerHistory();
    if (layers.isEmpty()) {
      return List.of();
    }
    List<BaseClaim> claims = new ArrayList<>();
    jib(layers).ifPresent(claims::add);
    starts(config.history()).forEach((depth, step) -> claims.add(hint(depth, step)));
    return claims;
  }

  /** Jib signs the steps that it adds to those of its base. */
  private static Optional<BaseClaim> jib(List<History> layers) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).author().filter(JIB::equals).isPresent()) {
        return Optional.of(
            new BaseClaim(
                Origin.JIB,
                i == 0
                    ? new Statement.Scratch()
                    : new Statement.Boundary(i, Optional.empty(), "below jib's own layers")));
      }
    }
    return Optional.empty();
  }

  /** By depth, the last step that sets what to start and has layers above it. */
  private static Map<Integer, String> starts(List<History> history) {
    TreeMap<Integer, String> starts = new TreeMap<>();
    TreeMap<Integer, String> open = new TreeMap<>();
    int depth = 0;
    for (History step : history) {
      if (!step.emptyLayer()) {
        starts.putAll(open);
        open.clear();
        depth++;
      } else if (depth > 0 && step.createdBy().filter(HistoryClaims::isStart).isPresent()) {
        open.put(depth, step.instruction().orElse(""));
      }
    }
    while (starts.size() > MOST_HINTS) {
      starts.pollFirstEntry();
    }
    return starts;
  }

  private static boolean isStart(String instruction) {
    return START.matcher(instruction.strip()).matches();
  }

  private static BaseClaim hint(int depth, String step) {
    return new BaseClaim(
        Origin.HISTORY,
        new Statement.Boundary(depth, Optional.empty(), "ended by " + step.strip()));
  }

  /**
   * What in the history says that the lowest layer, which would have to hold a base of which no
   * layer is left, was merged of others or imported; empty when nothing does. Where the steps do
   * not tell which layer each of them made, any may have made the lowest.
   */
  static Optional<String> squashSign(ImageConfig config) {
    List<History> layers = config.layerHistory();
    for (History step : layers.isEmpty() ? config.history() : layers.subList(0, 1)) {
      String comment = step.comment().orElse("");
      if (comment.startsWith("merge sha256:")) {
        return Optional.of("its history says that layers were merged");
      }
      if (comment.startsWith("Imported from")) {
        return Optional.of("its history says that its files were imported");
      }
    }
    return Optional.empty();
  }
}

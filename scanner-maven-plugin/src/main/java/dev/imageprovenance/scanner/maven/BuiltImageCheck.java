package dev.imageprovenance.scanner.maven;

import dev.imageprovenance.scanner.maven.jib.BuiltImage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.report.ImageReport;
import dev.imageprovenance.scanner.report.RunReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks whether what was scanned is what jib has built, and what its tags lead to; stateless. */
final class BuiltImageCheck {
  private BuiltImageCheck() {}

  /**
   * Why the scanned images are not, or are no longer, what jib has built; empty when they are.
   *
   * @param run the scans of {@code subjects}, in the same order
   * @param registry tells the digest that an address leads to
   * @throws ScanException if a registry cannot be asked what a tag leads to
   */
  static List<String> doubts(
      List<Subject> subjects, RunReport run, Function<String, Optional<Digest>> registry) {
    List<String> doubts = new ArrayList<>();
    for (int i = 0; i < subjects.size(); i++) {
      Optional<BuiltImage> built = subjects.get(i).built();
      if (built.isPresent() && run.scans().get(i).problem().isEmpty()) {
        other(built.get(), run.scans().get(i).images()).ifPresent(doubts::add);
      }
    }
    doubts.addAll(movedTags(subjects, registry));
    return doubts;
  }

  /**
   * Which tags no longer lead to what jib has pushed.
   *
   * @param registry tells the digest that an address leads to
   * @throws ScanException if a registry cannot be asked what a tag leads to
   */
  static List<String> movedTags(
      List<Subject> subjects, Function<String, Optional<Digest>> registry) {
    List<String> doubts = new ArrayList<>();
    for (Subject subject : subjects) {
      if (subject.built().orElse(null) instanceof BuiltImage.Pushed pushed) {
        doubts.addAll(moved(pushed, registry));
      }
    }
    return doubts;
  }

  private static Optional<String> other(BuiltImage built, List<ImageReport> images) {
    for (ImageReport image : images) {
      Digest promised = built.imageId().orElse(image.configDigest());
      boolean isBuilt =
          image.configDigest().equals(promised)
              || image.manifestDigest().filter(promised::equals).isPresent();
      if (!isBuilt) {
        return Optional.of(
            built.address()
                + " holds the image "
                + image.configDigest()
                + ", but jib says that it has built "
                + promised);
      }
    }
    return Optional.empty();
  }

  private static List<String> moved(
      BuiltImage.Pushed pushed, Function<String, Optional<Digest>> registry) {
    List<String> doubts = new ArrayList<>();
    for (String tag : pushed.tags()) {
      String address = pushed.address(tag);
      Optional<Digest> now = digest(address, registry);
      if (!now.equals(Optional.of(pushed.digest()))) {
        doubts.add(
            address
                + (now.isPresent() ? " leads to " + now.get() : " is gone")
                + ", but jib has pushed "
                + pushed.digest());
      }
    }
    return doubts;
  }

  private static Optional<Digest> digest(
      String address, Function<String, Optional<Digest>> registry) {
    try {
      return registry.apply(address);
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}

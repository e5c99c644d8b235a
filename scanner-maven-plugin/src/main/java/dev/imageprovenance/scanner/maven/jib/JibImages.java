package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the images that jib has built since the build began, by the files that it leaves;
 * immutable.
 *
 * @param images one for each description that jib has written
 * @param stale files that an earlier build has left in places where this one should have written
 */
public record JibImages(List<BuiltImage> images, List<Path> stale) {
  /** Copies the lists. */
  public JibImages {
    images = List.copyOf(images);
    stale = List.copyOf(stale);
  }

  /**
   * Looks where each configuration lets jib write.
   *
   * @param top where the paths begin that people see
   * @param startedAt when the build began: what is older is not of this build
   * @throws ScanException of kind CONFIGURATION if a file is not what jib writes, or if files
   *     contradict each other
   */
  public static JibImages find(List<JibConfiguration> configurations, Path top, Instant startedAt) {
    Map<Path, JibConfiguration.Outputs> places = new LinkedHashMap<>();
    for (JibConfiguration configuration : configurations) {
      places.putIfAbsent(configuration.outputs().json(), configuration.outputs());
    }
    List<BuiltImage> images = new ArrayList<>();
    List<Path> stale = new ArrayList<>();
    for (JibConfiguration.Outputs outputs : places.values()) {
      new Search(outputs, top, startedAt).into(images, stale);
    }
    return new JibImages(images, stale);
  }

  /** The files of one place. */
  private record Search(JibConfiguration.Outputs outputs, Path top, Instant startedAt) {
    void into(List<BuiltImage> images, List<Path> stale) {
      if (isFresh(outputs.json())) {
        images.add(described());
      } else if (isFresh(outputs.tar())) {
        images.add(new BuiltImage.InArchive(Optional.empty(), outputs.tar(), freshId()));
      } else {
        for (Path file : List.of(outputs.json(), outputs.tar())) {
          if (Files.exists(top.resolve(file))) {
            stale.add(file);
            return;
          }
        }
      }
    }

    private BuiltImage described() {
      JibMetadata metadata = new JibMetadataReader(top).metadata(outputs.json());
      requireAgreement(outputs.imageId(), metadata.imageId());
      requireAgreement(outputs.digest(), metadata.imageDigest());
      Optional<String> name = Optional.of(metadata.image());
      // Of an image for several platforms jib tells the index's digest as the ID, too.
      Optional<Digest> config =
          Optional.of(metadata.imageId()).filter(id -> !id.equals(metadata.imageDigest()));
      if (metadata.pushed().orElse(false)) {
        Reference reference = Reference.parse(metadata.image());
        return new BuiltImage.Pushed(
            name,
            new Reference(
                reference.registry(), reference.repository(), Optional.empty(), Optional.empty()),
            metadata.imageDigest(),
            metadata.tags(),
            config);
      }
      if (isFresh(outputs.tar())) {
        return new BuiltImage.InArchive(name, outputs.tar(), config);
      }
      if (metadata.pushed().isEmpty()) {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            outputs.json() + " does not tell where jib has put the image",
            "Update the jib-maven-plugin to 3.1.1 or newer, or name the image with <image>.",
            null);
      }
      return new BuiltImage.InDocker(name, metadata.imageId());
    }

    /** jib writes all of them one after another; of two runs at once the files may be mixed. */
    private void requireAgreement(Path file, Digest described) {
      if (!isFresh(file)) {
        return;
      }
      Digest written = new JibMetadataReader(top).digest(file);
      if (!written.equals(described)) {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            file + " says " + written + ", but " + outputs.json() + " says " + described,
            "Two goals of jib have written here; give each its own <outputPaths>.",
            null);
      }
    }

    private Optional<Digest> freshId() {
      return isFresh(outputs.imageId())
          ? Optional.of(new JibMetadataReader(top).digest(outputs.imageId()))
          : Optional.empty();
    }

    private boolean isFresh(Path file) {
      if (!Files.isRegularFile(top.resolve(file))) {
        return false;
      }
      try {
        Instant written =
            Files.getLastModifiedTime(top.resolve(file), LinkOption.NOFOLLOW_LINKS).toInstant();
        // Some file systems keep whole seconds only.
        Instant begin =
            written.getNano() == 0 ? startedAt.truncatedTo(ChronoUnit.SECONDS) : startedAt;
        return !written.isBefore(begin);
      } catch (IOException e) {
        throw new ScanException(
            ProblemKind.CONFIGURATION,
            "When " + file + " was written cannot be told: " + e.getMessage(),
            "Check who may read it.",
            e);
      }
    }
  }
}

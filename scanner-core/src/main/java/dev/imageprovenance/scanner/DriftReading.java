package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import java.util.Optional;

/** Reads how far a deployed container has drifted from its image. */
interface DriftReading {
  /** Of what is no container. */
  DriftReading NONE =
      new DriftReading() {
        @Override
        public boolean isNeeded() {
          return false;
        }

        @Override
        public Optional<Fact<ContainerDrift>> read(ImageComparison compared, Image copy) {
          return Optional.empty();
        }
      };

  /** True when there is a container. */
  boolean isNeeded();

  /**
   * Reads the container's file system; empty when there is no container.
   *
   * @param compared what became of the container's image
   * @param copy the registry's image
   */
  Optional<Fact<ContainerDrift>> read(ImageComparison compared, Image copy);
}

package dev.imageprovenance.scanner.maven.jib;

import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.source.ImageAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An image that jib has built in this build, and where it went; all kinds are immutable. */
public sealed interface BuiltImage {
  /** The image's name, as jib tells it; empty when jib has left no description. */
  Optional<String> name();

  /** Where the scanner finds it. */
  String address();

  /** The config's digest, when jib tells it: what is scanned must have it. */
  Optional<Digest> imageId();

  /**
   * In a tar, by {@code jib:buildTar}.
   *
   * @param tar as people see it
   */
  record InArchive(Optional<String> name, Path tar, Optional<Digest> imageId)
      implements BuiltImage {
    @Override
    public String address() {
      return ImageAddress.InFile.of(tar).text();
    }
  }

  /**
   * In a registry, by {@code jib:build}.
   *
   * @param repository where, with neither tag nor digest
   * @param digest the manifest's or index's
   * @param tags what must lead to it
   */
  record Pushed(
      Optional<String> name,
      Reference repository,
      Digest digest,
      List<String> tags,
      Optional<Digest> imageId)
      implements BuiltImage {
    /** Copies the list. */
    public Pushed {
      tags = List.copyOf(tags);
    }

    @Override
    public String address() {
      return new Reference(
              repository.registry(), repository.repository(), Optional.empty(), Optional.of(digest))
          .toString();
    }

    /** The address of one of the tags. */
    public String address(String tag) {
      return new Reference(
              repository.registry(), repository.repository(), Optional.of(tag), Optional.empty())
          .toString();
    }
  }

  /**
   * In Docker, by {@code jib:dockerBuild}.
   *
   * @param id the config's digest, by which engines know the image that keep images of their own;
   *     one that keeps them in containerd's store knows it by its name only
   */
  record InDocker(Optional<String> name, Digest id) implements BuiltImage {
    @Override
    public String address() {
      return "docker-daemon:" + id;
    }

    @Override
    public Optional<Digest> imageId() {
      return Optional.of(id);
    }

    /** Where an engine that does not know the ID finds the image. */
    public Optional<String> addressByName() {
      return name.map("docker-daemon:"::concat);
    }
  }
}

package dev.imageprovenance.testimages;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** A named recipe, what it shows and what a scan must say about it; immutable and thread-safe. */
public final class SampleImage {
  private final String name;
  private final String description;
  private final Expectation expectation;
  private final Form form;
  private final Optional<Supplier<? extends TestContent>> recipe;

  /** Writes a sample into a directory and says where. */
  @FunctionalInterface
  interface Form {
    Path write(Path directory, String name) throws IOException;
  }

  /** Writes the bytes of a file. */
  @FunctionalInterface
  interface FileWriter {
    void write(OutputStream out) throws IOException;
  }

  /** Makes a file at a path. */
  @FunctionalInterface
  interface PathWriter {
    void write(Path file) throws IOException;
  }

  private SampleImage(
      String name,
      String description,
      Expectation expectation,
      Form form,
      Optional<Supplier<? extends TestContent>> recipe) {
    this.name = name;
    this.description = description;
    this.expectation = expectation;
    this.form = form;
    this.recipe = recipe;
  }

  /** A sample that is written as an OCI layout with the one tag {@code latest}. */
  static SampleImage layout(
      String name,
      String description,
      Expectation expectation,
      Supplier<? extends TestContent> recipe) {
    Form form = (directory, file) -> OciLayout.of(recipe.get()).writeTo(directory.resolve(file));
    return new SampleImage(name, description, expectation, form, Optional.of(recipe));
  }

  /** A sample whose layout is put together by hand. */
  static SampleImage specialLayout(
      String name, String description, Expectation expectation, Supplier<OciLayout> layout) {
    Form form = (directory, file) -> layout.get().writeTo(directory.resolve(file));
    return new SampleImage(name, description, expectation, form, Optional.empty());
  }

  /** A sample that is one file; the name should say what kind. */
  static SampleImage file(
      String name, String description, Expectation expectation, FileWriter writer) {
    Form form =
        (directory, file) -> {
          Path path = Files.createDirectories(directory).resolve(file);
          try (OutputStream out = Files.newOutputStream(path)) {
            writer.write(out);
          }
          return path;
        };
    return new SampleImage(name, description, expectation, form, Optional.empty());
  }

  /** A sample that another tool writes into the file it is given. */
  static SampleImage madeBy(
      String name, String description, Expectation expectation, PathWriter writer) {
    Form form =
        (directory, file) -> {
          Path path = Files.createDirectories(directory).resolve(file);
          writer.write(path);
          return path;
        };
    return new SampleImage(name, description, expectation, form, Optional.empty());
  }

  /** The name, also the name of the directory or file it is written to. */
  public String name() {
    return name;
  }

  /** What it shows, in one line. */
  public String description() {
    return description;
  }

  /** What a scan with default settings must say. */
  public Expectation expectation() {
    return expectation;
  }

  /** The image or index itself, for a registry or another form; absent for finished files. */
  public Optional<TestContent> content() {
    return recipe.map(Supplier::get);
  }

  /**
   * Writes the sample.
   *
   * @return the layout directory or the file
   */
  public Path writeTo(Path directory) throws IOException {
    return form.write(directory, name);
  }

  @Override
  public String toString() {
    return name;
  }
}

package dev.imageprovenance.testimages;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Ordinary images as jib makes them, from nothing and without network; stateless. */
public final class JibImages {
  private JibImages() {}

  /**
   * Writes a docker-archive (format Docker) or a tar of an OCI layout (format OCI).
   *
   * @param user the default user, or empty for none
   */
  public static void writeTar(Path file, String user, ImageFormat format) throws IOException {
    containerize(
        user,
        format,
        Containerizer.to(
            TarImage.at(file).named(ImageReference.of("localhost", "sample/jib", "1"))));
  }

  /**
   * Pushes to a registry over plain http.
   *
   * @param reference a reference on a loopback host, with its port
   */
  public static void push(String reference, String user, ImageFormat format) throws IOException {
    try {
      containerize(
          user,
          format,
          Containerizer.to(RegistryImage.named(reference)).setAllowInsecureRegistries(true));
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException("not a reference: " + reference, e);
    }
  }

  private static void containerize(String user, ImageFormat format, Containerizer target)
      throws IOException {
    Path work = Files.createTempDirectory("sample-jib");
    try {
      image(work, user, format)
          .containerize(
              target
                  .setBaseImageLayersCache(work.resolve("base"))
                  .setApplicationLayersCache(work.resolve("application"))
                  .setToolName("sample-images")
                  .setToolVersion("1"));
    } catch (CacheDirectoryCreationException | RegistryException | ExecutionException e) {
      throw new IOException("jib could not make the image: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while jib made the image", e);
    } finally {
      Directories.delete(work);
    }
  }

  private static JibContainerBuilder image(Path work, String user, ImageFormat format)
      throws IOException {
    Path jar = Files.writeString(work.resolve("orders.jar"), "PK\3\4 sample archive\n".repeat(50));
    Path passwd = Files.writeString(work.resolve("passwd"), BaseFiles.PASSWD);
    Path group = Files.writeString(work.resolve("group"), BaseFiles.GROUP);
    JibContainerBuilder builder =
        Jib.fromScratch()
            .setFormat(format)
            .addFileEntriesLayer(
                FileEntriesLayer.builder()
                    .setName("accounts")
                    .addEntry(passwd, AbsoluteUnixPath.get("/etc/passwd"))
                    .addEntry(group, AbsoluteUnixPath.get("/etc/group"))
                    .build())
            .addFileEntriesLayer(
                FileEntriesLayer.builder()
                    .setName("application")
                    .addEntry(jar, AbsoluteUnixPath.get("/app/orders.jar"))
                    .build())
            .addLabel("org.opencontainers.image.title", "orders")
            .setEntrypoint("java", "-jar", "/app/orders.jar");
    return user.isEmpty() ? builder : builder.setUser(user);
  }
}

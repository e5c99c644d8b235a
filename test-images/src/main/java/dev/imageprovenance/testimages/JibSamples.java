package dev.imageprovenance.testimages;

import static dev.imageprovenance.testimages.Expectation.fails;
import static dev.imageprovenance.testimages.Expectation.passes;

import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.util.List;

/** Images as jib makes them; stateless. */
final class JibSamples {
  private JibSamples() {}

  static List<SampleImage> all() {
    return List.of(
        SampleImage.madeBy(
            "jib-nonroot.tar",
            "Made by jib with a user, as a docker-archive",
            passes(),
            file -> JibImages.writeTar(file, "1000:1000", ImageFormat.Docker)),
        SampleImage.madeBy(
            "jib-root.tar",
            "Made by jib without a user, as a tar of an OCI layout",
            fails().finding("default-user", "ROOT", "high", ""),
            file -> JibImages.writeTar(file, "", ImageFormat.OCI)));
  }
}

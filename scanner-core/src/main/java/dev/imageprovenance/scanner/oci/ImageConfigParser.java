package dev.imageprovenance.scanner.oci;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Parses image configs strictly (image-spec config.md); stateless. */
public final class ImageConfigParser {
  private static final String WHAT = "image config";

  private ImageConfigParser() {}

  /**
   * Parses {@code raw}, whose digest is computed with {@code algorithm}.
   *
   * @throws ScanException MALFORMED or LIMIT
   */
  public static ImageConfig parse(RawDocument raw, DigestAlgorithm algorithm, Limits limits) {
    if (raw.size() > limits.configBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The image config has "
              + raw.size()
              + " bytes, more than the limit configBytes of "
              + limits.configBytes());
    }
    Digest digest = raw.digest(algorithm);
    String what = WHAT + " " + digest;
    List<String> oddities = new ArrayList<>();
    JsonFields fields = new JsonFields(StrictJson.parseObject(raw, what, limits), what, oddities);
    Optional<JsonFields> run = fields.object("config");
    List<Digest> diffIds = diffIds(fields, limits);
    Platform platform =
        new Platform(
            fields.text("os").filter(os -> !os.isEmpty()).orElse("linux"),
            fields.text("architecture").orElse(""),
            fields.text("variant").filter(variant -> !variant.isEmpty()),
            fields.text("os.version"),
            fields.texts("os.features"));
    Optional<String> created = fields.text("created");
    Optional<String> author = fields.text("author");
    String user = run.flatMap(config -> config.text("User")).orElse("");
    List<String> entrypoint = run.map(config -> config.texts("Entrypoint")).orElse(List.of());
    List<String> command = run.map(config -> config.texts("Cmd")).orElse(List.of());
    List<String> environment = run.map(config -> config.texts("Env")).orElse(List.of());
    String workingDirectory = run.flatMap(config -> config.text("WorkingDir")).orElse("");
    List<String> ports = run.map(config -> config.keys("ExposedPorts")).orElse(List.of());
    List<String> volumes = run.map(config -> config.keys("Volumes")).orElse(List.of());
    Map<String, String> labels = run.map(config -> config.textMap("Labels")).orElse(Map.of());
    Optional<String> stopSignal = run.flatMap(config -> config.text("StopSignal"));
    List<ImageConfig.History> history = fields.objects("history", ImageConfigParser::history);
    return new ImageConfig(
        raw,
        digest,
        platform,
        created,
        author,
        user,
        entrypoint,
        command,
        environment,
        workingDirectory,
        ports,
        volumes,
        labels,
        stopSignal,
        diffIds,
        history,
        oddities);
  }

  private static List<Digest> diffIds(JsonFields fields, Limits limits) {
    JsonFields rootfs = fields.object("rootfs").orElseThrow(() -> fields.missing("rootfs"));
    String type = rootfs.requiredText("type");
    if (!type.equals("layers")) {
      throw fields.malformed("its rootfs.type is \"" + Text.excerpt(type) + "\", not \"layers\"");
    }
    int count = rootfs.texts("diff_ids").size();
    if (count > limits.layers()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "The image config lists "
              + count
              + " diffIDs, more than the limit layers of "
              + limits.layers());
    }
    return rootfs.digests("diff_ids");
  }

  private static ImageConfig.History history(JsonFields fields) {
    return new ImageConfig.History(
        fields.text("created_by"),
        fields.text("comment"),
        fields.text("author"),
        fields.text("created"),
        fields.flag("empty_layer"));
  }
}

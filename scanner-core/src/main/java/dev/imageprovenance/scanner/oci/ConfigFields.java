package dev.imageprovenance.scanner.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.imageprovenance.scanner.context.Limits;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every field of an image config, known to the specification or not, under one spelling and one
 * form of its value, so that two configs can be compared; stateless. Fields that engines take for
 * absent (null, empty, false, 0) are absent. {@code rootfs} is left out: layers are compared by
 * themselves.
 */
public final class ConfigFields {
  private static final String WHAT = "image config";
  private static final String RUN = "config.";
  private static final Map<String, String> SPELLINGS = spellings();

  private ConfigFields() {}

  /**
   * The fields of {@code config} by their paths: {@code created}, {@code config.User}, {@code
   * config.Env.PATH}, {@code config.Labels.version}. Text is as it is written, lists and objects
   * are JSON with sorted keys; the history and Docker's container_config are digests.
   *
   * @throws dev.imageprovenance.scanner.problem.ScanException MALFORMED or LIMIT, as when it was
   *     first parsed
   */
  public static SortedMap<String, String> of(ImageConfig config, Limits limits) {
    SortedMap<String, String> fields = new TreeMap<>();
    StrictJson.parseObject(config.raw(), WHAT, limits)
        .fields()
        .forEachRemaining(
            field -> addTopLevel(fields, spelled("", field.getKey()), field.getValue()));
    return fields;
  }

  private static void addTopLevel(SortedMap<String, String> fields, String name, JsonNode value) {
    switch (name) {
      case "rootfs" -> {}
      case "history" -> addDigest(fields, name, value.size() + " steps, ", value);
      // A copy of how the image was built, with whatever secrets the build was given.
      case "container_config" -> addDigest(fields, name, "", value);
      case "config" -> {
        if (value instanceof ObjectNode run) {
          run.fields()
              .forEachRemaining(
                  field -> addRun(fields, spelled(RUN, field.getKey()), field.getValue()));
        }
      }
      default -> add(fields, name, value);
    }
  }

  private static void addRun(SortedMap<String, String> fields, String name, JsonNode value) {
    switch (name) {
      case "Env" -> value.forEach(entry -> addVariable(fields, entry.asText()));
      case "Labels" ->
          value
              .fields()
              .forEachRemaining(
                  label -> fields.put(RUN + "Labels." + label.getKey(), label.getValue().asText()));
      case "ExposedPorts", "Volumes" -> addSet(fields, RUN + name, value);
      default -> add(fields, RUN + name, value);
    }
  }

  /** The last of several settings of one variable is in force. */
  private static void addVariable(SortedMap<String, String> fields, String entry) {
    int equals = entry.indexOf('=');
    String name = equals < 0 ? entry : entry.substring(0, equals);
    fields.put(RUN + "Env." + name, equals < 0 ? "" : entry.substring(equals + 1));
  }

  private static void addSet(SortedMap<String, String> fields, String name, JsonNode value) {
    ArrayNode sorted = JsonNodeFactory.instance.arrayNode();
    Stream.Builder<String> keys = Stream.builder();
    value.fieldNames().forEachRemaining(keys);
    keys.build().sorted().forEach(sorted::add);
    add(fields, name, sorted);
  }

  private static void addDigest(
      SortedMap<String, String> fields, String name, String before, JsonNode value) {
    if (!value.isEmpty()) {
      byte[] bytes = canonical(value).toString().getBytes(StandardCharsets.UTF_8);
      fields.put(name, before + Digest.compute(DigestAlgorithm.SHA256, bytes));
    }
  }

  private static void add(SortedMap<String, String> fields, String name, JsonNode value) {
    boolean absent =
        value.isNull()
            || (value.isTextual() && value.textValue().isEmpty())
            || (value.isContainerNode() && value.isEmpty())
            || (value.isBoolean() && !value.booleanValue())
            || (value.isNumber() && value.decimalValue().signum() == 0);
    if (!absent) {
      fields.put(name, value.isTextual() ? value.textValue() : canonical(value).toString());
    }
  }

  /** The parser has bounded how deep this can go. */
  private static JsonNode canonical(JsonNode value) {
    if (value instanceof ObjectNode object) {
      SortedMap<String, JsonNode> sorted = new TreeMap<>();
      object
          .fields()
          .forEachRemaining(field -> sorted.put(field.getKey(), canonical(field.getValue())));
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      copy.setAll(sorted);
      return copy;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> copy.add(canonical(element)));
      return copy;
    }
    return value;
  }

  private static String spelled(String prefix, String key) {
    return SPELLINGS.getOrDefault(prefix + StrictJson.fold(key), key);
  }

  /** Engines match keys under case folding; every spelling of a known one is that one. */
  private static Map<String, String> spellings() {
    Map<String, String> spellings = new HashMap<>();
    List.of(
            "architecture",
            "author",
            "comment",
            "config",
            "container",
            "container_config",
            "created",
            "docker_version",
            "history",
            "id",
            "os",
            "os.features",
            "os.version",
            "parent",
            "rootfs",
            "throwaway",
            "variant")
        .forEach(name -> spellings.put(StrictJson.fold(name), name));
    List.of(
            "ArgsEscaped",
            "AttachStderr",
            "AttachStdin",
            "AttachStdout",
            "Cmd",
            "CpuShares",
            "Domainname",
            "Entrypoint",
            "Env",
            "ExposedPorts",
            "Healthcheck",
            "Hostname",
            "Image",
            "Labels",
            "MacAddress",
            "Memory",
            "MemorySwap",
            "NetworkDisabled",
            "OnBuild",
            "OpenStdin",
            "Shell",
            "StdinOnce",
            "StopSignal",
            "StopTimeout",
            "Tty",
            "User",
            "Volumes",
            "WorkingDir")
        .forEach(name -> spellings.put(RUN + StrictJson.fold(name), name));
    return Map.copyOf(spellings);
  }
}

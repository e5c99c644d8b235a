package dev.imageprovenance.scanner.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.compare.ConfigDifference.Effect;
import dev.imageprovenance.scanner.compare.ConfigDifference.Withheld;
import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.ImageConfig;
import dev.imageprovenance.scanner.oci.ImageConfigParser;
import dev.imageprovenance.scanner.oci.RawDocument;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigComparisonTest {
  private static ImageConfig config(String fields) {
    String json = "{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}" + fields + "}";
    return ImageConfigParser.parse(
        RawDocument.of(json.getBytes(StandardCharsets.UTF_8)),
        DigestAlgorithm.SHA256,
        Limits.defaults());
  }

  private static List<ConfigDifference> compare(String deployed, String registry) {
    return ConfigComparison.compare(config(deployed), config(registry), Limits.defaults());
  }

  private static ConfigDifference only(String deployed, String registry) {
    List<ConfigDifference> found = compare(deployed, registry);
    assertEquals(1, found.size(), found.toString());
    return found.get(0);
  }

  private static String run(String fields) {
    return ",\"config\":{" + fields + "}";
  }

  @Test
  void changedUserIsSevere() {
    ConfigDifference found = only(run("\"User\":\"0\""), run("\"User\":\"1000\""));
    assertEquals(
        new ConfigDifference(
            "config.User",
            Effect.RUNTIME,
            Severity.HIGH,
            Optional.of("0"),
            Optional.of("1000"),
            Withheld.NOTHING),
        found);
  }

  @Test
  void absentUserIsAnEmptyOne() {
    assertEquals(List.of(), compare(run("\"User\":\"\""), run("\"Cmd\":null")));
  }

  @Test
  void keysAreTheSameUnderCaseFolding() {
    assertEquals(List.of(), compare(run("\"user\":\"1\""), run("\"User\":\"1\"")));
  }

  @Test
  void variablesAreToldByName() {
    ConfigDifference found =
        only(run("\"Env\":[\"A=1\",\"B=2\"]"), run("\"Env\":[\"B=2\",\"A=3\"]"));
    assertEquals("config.Env.A", found.field());
    assertEquals(Severity.HIGH, found.severity());
  }

  @Test
  void lastOfRepeatedVariablesCounts() {
    assertEquals(List.of(), compare(run("\"Env\":[\"A=1\",\"A=2\"]"), run("\"Env\":[\"A=2\"]")));
  }

  @Test
  void otherOrderOfPortsIsNoDifference() {
    assertEquals(
        List.of(),
        compare(
            run("\"ExposedPorts\":{\"1/tcp\":{},\"2/tcp\":{}}"),
            run("\"ExposedPorts\":{\"2/tcp\":{},\"1/tcp\":{}}")));
  }

  @Test
  void createdTimeIsHarmless() {
    List<ConfigDifference> found = compare(",\"created\":\"a\"", ",\"created\":\"b\"");
    assertEquals(Effect.HARMLESS, found.get(0).effect());
    assertTrue(ConfigComparison.isRuntimeEqual(found));
  }

  @Test
  void healthCheckThatAConversionDroppedIsToldAsDropped() {
    ConfigDifference found = only("", run("\"Healthcheck\":{\"Test\":[\"CMD\",\"x\"]}"));
    assertEquals(Effect.DROPPED, found.effect());
  }

  @Test
  void healthCheckThatOnlyTheDeployedSideHasIsARuntimeDifference() {
    ConfigDifference found = only(run("\"Healthcheck\":{\"Test\":[\"CMD\",\"x\"]}"), "");
    assertEquals(Effect.RUNTIME, found.effect());
  }

  @Test
  void otherHealthCheckIsARuntimeDifference() {
    ConfigDifference found =
        only(
            run("\"Healthcheck\":{\"Test\":[\"CMD\",\"x\"]}"),
            run("\"Healthcheck\":{\"Test\":[\"CMD\",\"y\"]}"));
    assertEquals(Effect.RUNTIME, found.effect());
  }

  @Test
  void labelIsHarmless() {
    assertEquals(
        Effect.HARMLESS,
        only(run("\"Labels\":{\"a\":\"1\"}"), run("\"Labels\":{\"a\":\"2\"}")).effect());
  }

  @Test
  void labelThatAnEngineActsUponIsNot() {
    List<ConfigDifference> found =
        compare(run("\"Labels\":{\"io.containers.capabilities\":\"chown\"}"), "");
    assertFalse(ConfigComparison.isRuntimeEqual(found));
  }

  @Test
  void unknownFieldCountsAsOneThatARuntimeUses() {
    assertFalse(ConfigComparison.isRuntimeEqual(compare(run("\"New\":\"1\""), "")));
  }

  @Test
  void valueOfATellingVariableIsWithheld() {
    ConfigDifference found = only(run("\"Env\":[\"DB_PASSWORD=hunter2\"]"), "");
    assertEquals(Withheld.WHOLE, found.withheld());
    assertFalse(found.toString().contains("hunter2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Cmd", "Entrypoint", "OnBuild"})
  void secretAmongTheWordsOfACommandIsWithheld(String field) {
    ConfigDifference found =
        only(
            run("\"" + field + "\":[\"app\",\"--token\",\"hunter2\"]"),
            run("\"" + field + "\":[\"app\",\"--token\",\"other\"]"));
    assertEquals(Withheld.PARTS, found.withheld());
    assertEquals(Optional.of("[\"app\",\"--token\",\"(withheld)\"]"), found.deployed());
    assertEquals(found.deployed(), found.registry());
  }

  @Test
  void secretInAHealthCheckIsWithheld() {
    ConfigDifference found =
        only(
            run(
                "\"Healthcheck\":{\"Test\":[\"CMD-SHELL\",\"curl -u a:hunter2"
                    + " http://localhost\"]}"),
            "");
    assertFalse(found.toString().contains("hunter2"), found.toString());
  }

  @Test
  void runtimeDifferencesComeFirst() {
    List<ConfigDifference> found =
        compare(
            ",\"created\":\"a\"" + run("\"WorkingDir\":\"/a\",\"User\":\"0\""),
            ",\"created\":\"b\"" + run("\"WorkingDir\":\"/b\",\"User\":\"1\""));
    assertEquals(
        List.of("config.User", "config.WorkingDir", "created"),
        found.stream().map(ConfigDifference::field).toList());
  }
}

package dev.imageprovenance.scanner.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostNamespace;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PodListReaderTest {
  private static final String POD =
      """
      {"apiVersion": "v1", "kind": "Pod",
       "metadata": {"name": "web-5d9c7b8f6-x2x9z", "namespace": "shop",
         "managedFields": [{"fieldsV1": {"f:spec": {}}}],
         "ownerReferences": [
           {"kind": "Other", "name": "o"},
           {"kind": "ReplicaSet", "name": "web-5d9c7b8f6", "controller": true}]},
       "spec": {
         "hostPID": true, "hostUsers": false,
         "securityContext": {"runAsUser": 1000, "runAsNonRoot": true, "fsGroup": 7,
           "supplementalGroups": [8, 9]},
         "containers": [{"name": "app", "image": "registry.example/app:1",
           "securityContext": {"runAsUser": 2000, "allowPrivilegeEscalation": false,
             "capabilities": {"add": ["NET_ADMIN"], "drop": ["ALL"]},
             "readOnlyRootFilesystem": true}}],
         "initContainers": [{"name": "prepare", "image": "registry.example/prepare:1"}],
         "ephemeralContainers": [{"name": "debug", "image": "busybox"}]},
       "status": {
         "containerStatuses": [{"name": "app", "image": "registry.example/app:1",
           "imageID": "registry.example/app@sha256:%1$s", "state": {"running": {"startedAt": "x"}}}],
         "initContainerStatuses": [{"name": "prepare", "image": "p", "imageID": "sha256:%1$s",
           "state": {"terminated": {"reason": "Completed", "exitCode": 0}}}]}}
      """
          .formatted("a".repeat(64));

  private static PodList read(String json) {
    return read(json, PodListLimits.defaults());
  }

  private static PodList read(String json, PodListLimits limits) {
    return new PodListReader(limits)
        .read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "pods.json");
  }

  private static Pod pod() {
    return read(POD).pods().get(0);
  }

  private static PodContainer container(int index) {
    return pod().containers().get(index);
  }

  private static ScanException refused(String json) {
    return assertThrows(ScanException.class, () -> read(json));
  }

  private static String list(String kind, String... items) {
    // As kubectl sorts them: the kind comes behind the items.
    return "{\"apiVersion\":\"v1\",\"items\":["
        + String.join(",", items)
        + "],\"kind\":\""
        + kind
        + "\"}";
  }

  private static String named(String name) {
    return "{\"metadata\":{\"name\":\""
        + name
        + "\"},\"spec\":{\"containers\":[{\"name\":\"c\"}]}}";
  }

  private static String withSpec(String spec) {
    return "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":" + spec + "}";
  }

  @Test
  void readsOnePod() {
    assertEquals("shop web-5d9c7b8f6-x2x9z", pod().namespace() + " " + pod().name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"List", "PodList"})
  void readsLists(String kind) {
    assertEquals(
        List.of("a", "b"),
        read(list(kind, named("a"), named("b"))).pods().stream().map(Pod::name).toList());
  }

  @Test
  void readsAnEmptyList() {
    assertEquals(List.of(), read(list("List")).pods());
  }

  @Test
  void keepsEveryKindOfContainer() {
    assertEquals(
        List.of(Role.CONTAINER, Role.INIT, Role.EPHEMERAL),
        pod().containers().stream().map(PodContainer::role).toList());
  }

  @Test
  void joinsStatusesByName() {
    assertEquals(State.RUNNING, container(0).status().orElseThrow().state());
  }

  @Test
  void keepsTheReasonOfAState() {
    assertEquals(Optional.of("Completed"), container(1).status().orElseThrow().reason());
  }

  @Test
  void aContainerWithoutStatusIsNotLost() {
    assertEquals(Optional.empty(), container(2).status());
  }

  @Test
  void aWaitingContainerHasNoImageYet() {
    PodList pods =
        read(
            """
            {"kind": "Pod", "metadata": {"name": "p"},
             "spec": {"containers": [{"name": "c", "image": "app:1"}]},
             "status": {"containerStatuses": [{"name": "c", "imageID": "",
               "state": {"waiting": {"reason": "ImagePullBackOff", "message": "m"}}}]}}
            """);
    ContainerStatus status = pods.pods().get(0).containers().get(0).status().orElseThrow();
    assertEquals(
        new ContainerStatus(
            new ImageId.Missing(), "", State.WAITING, Optional.of("ImagePullBackOff")),
        status);
  }

  @Test
  void aStatusThatTheSpecDoesNotNameIsNotLost() {
    PodList pods =
        read(
            """
            {"kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": []},
             "status": {"containerStatuses": [{"name": "ghost", "imageID": "x"}]}}
            """);
    assertEquals("ghost", pods.pods().get(0).containers().get(0).name());
  }

  @Test
  void theContainersSettingsWin() {
    assertEquals(Optional.of(2000L), container(0).security().runAsUser());
  }

  @Test
  void thePodsSettingsHoldElsewhere() {
    assertEquals(Optional.of(1000L), container(1).security().runAsUser());
  }

  @Test
  void escalationIsAllowedUnlessForbidden() {
    assertEquals(
        List.of(false, true),
        List.of(
            container(0).security().allowPrivilegeEscalation(),
            container(1).security().allowPrivilegeEscalation()));
  }

  @Test
  void capabilitiesAreTheContainersAlone() {
    assertEquals(
        "[NET_ADMIN] [ALL] []",
        container(0).security().addedCapabilities()
            + " "
            + container(0).security().droppedCapabilities()
            + " "
            + container(1).security().droppedCapabilities());
  }

  @Test
  void theVolumesGroupIsOneOfTheGroups() {
    assertEquals(List.of(7L, 8L, 9L), container(0).security().supplementalGroups());
  }

  @Test
  void knowsWhatIsSharedWithTheNode() {
    assertEquals(Set.of(HostNamespace.PID), container(0).security().host().namespaces());
  }

  @Test
  void usersAreTheNodesUnlessSaidOtherwise() {
    assertTrue(
        read(withSpec("{\"containers\":[{\"name\":\"c\"}]}"))
            .pods()
            .get(0)
            .containers()
            .get(0)
            .security()
            .host()
            .users());
  }

  @Test
  void theControllerIsTheOwner() {
    assertEquals("web-5d9c7b8f6", pod().workload().name());
  }

  @Test
  void aReplicaSetsNameClaimsADeployment() {
    assertEquals("Deployment/web", pod().workload().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"web", "web-server", "web-5d9c7b8f6-", "-5d9c7b8f6"})
  void otherNamesClaimNoDeployment(String name) {
    assertEquals(Optional.empty(), Workload.of("ReplicaSet", name).deployment());
  }

  @Test
  void nullIsTheSameAsAbsent() {
    assertEquals(
        "",
        read(withSpec(
                "{\"containers\":[{\"name\":\"c\",\"image\":null,\"securityContext\":null}]}"))
            .pods()
            .get(0)
            .containers()
            .get(0)
            .specImage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\":\"Pod\",\"kind\":\"Pod\"}",
        "{\"kind\":\"Pod\",\"spec\":{\"hostPID\":true,\"hostPID\":false}}",
        "{\"kind\":\"Pod\",\"unknown\":{\"a\":1,\"a\":2}}",
        "{\"kind\":\"Pod\",\"spec\":{\"containers\":[{\"name\":\"c\"},{\"name\":\"c\"}]}}",
        "{\"kind\":\"Pod\",\"spec\":{\"containers\":{}}}",
        "{\"kind\":\"Pod\",\"spec\":{\"hostPID\":\"true\"}}",
        "{\"kind\":\"Pod\",\"spec\":{\"securityContext\":{\"runAsUser\":\"0\"}}}",
        "{\"kind\":\"Pod\",\"spec\":{\"securityContext\":{\"runAsUser\":0.5}}}",
        "{\"kind\":\"Pod\",\"spec\":{\"securityContext\":{\"runAsUser\":99999999999999999999}}}",
        "{\"kind\":\"Pod\"",
        "{\"kind\":\"Pod\"} {}",
        "{kind: Pod}"
      })
  void whatKubernetesDoesNotWriteIsMalformed(String json) {
    assertEquals(ProblemKind.MALFORMED, refused(json).kind());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"kind\":\"Deployment\"}",
        "{\"kind\":\"List\"}",
        "{\"kind\":\"List\",\"items\":[{\"kind\":\"Service\"}]}"
      })
  void whatIsNoPodListIsAMistakeOfTheUser(String json) {
    assertEquals(ProblemKind.USAGE, refused(json).kind());
  }

  @Test
  void whatIsNoUtf8IsMalformed() {
    byte[] utf16 = POD.getBytes(StandardCharsets.UTF_16);
    ScanException refused =
        assertThrows(
            ScanException.class,
            () ->
                new PodListReader(PodListLimits.defaults())
                    .read(new ByteArrayInputStream(utf16), "pods.json"));
    assertEquals(ProblemKind.MALFORMED, refused.kind());
  }

  @Test
  void aMissingFileIsNotFound() {
    ScanException refused =
        assertThrows(
            ScanException.class,
            () -> new PodListReader(PodListLimits.defaults()).read(Path.of("no such file")));
    assertEquals(ProblemKind.NOT_FOUND, refused.kind());
  }

  private static void assertExceeds(String limit, PodListLimits limits) {
    ScanException refused =
        assertThrows(ScanException.class, () -> read(list("List", named("a"), named("b")), limits));
    assertEquals(ProblemKind.LIMIT, refused.kind());
    assertTrue(String.valueOf(refused.getMessage()).contains(limit), refused::toString);
  }

  @Test
  void bytesHaveALimit() {
    assertExceeds("podListBytes", new PodListLimits(50, 9, 9, 9, 99, 99_999));
  }

  @Test
  void depthHasALimit() {
    assertExceeds("podListDepth", new PodListLimits(9_999, 3, 9, 9, 99, 99_999));
  }

  @Test
  void podsHaveALimit() {
    assertExceeds("limit pods", new PodListLimits(9_999, 9, 1, 9, 99, 99_999));
  }

  @Test
  void containersHaveALimit() {
    assertExceeds("podContainers", new PodListLimits(9_999, 9, 9, 1, 99, 99_999));
  }

  @Test
  void textsHaveALimit() {
    assertExceeds("podTextChars", new PodListLimits(9_999, 9, 9, 9, 0, 99_999));
  }

  @Test
  void whatIsKeptHasALimit() {
    assertExceeds("podKeptBytes", new PodListLimits(9_999, 9, 9, 9, 99, 500));
  }

  @Test
  void equalTextsAreKeptOnce() {
    List<Pod> pods = read(list("List", named("same"), named("same"))).pods();
    assertSame(pods.get(0).name(), pods.get(1).name());
  }

  @Test
  void anIdIsReadAsTheKindThatItIs() {
    assertInstanceOf(ImageId.Pulled.class, container(0).status().orElseThrow().imageId());
  }
}

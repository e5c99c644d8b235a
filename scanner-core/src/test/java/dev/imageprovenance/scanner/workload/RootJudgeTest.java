package dev.imageprovenance.scanner.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.finding.Verdict;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.RootAccess.Answer;
import dev.imageprovenance.scanner.workload.RootAccess.Code;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The join of what a pod allows with what its image holds. */
final class RootJudgeTest {
  private static final Fact<ImageRights> UNREAD = Fact.unknown("the registry did not answer");
  private static final long NET_RAW = 1L << 13;
  private static final long SETUID = 1L << 7;
  private static final long SYS_ADMIN = 1L << 21;

  /** What the reader makes of a pod's spec, a container's securityContext and its state. */
  private static RootAccess judge(
      String pod, String container, State state, Fact<ImageRights> image) {
    String json =
        "{\"kind\":\"Pod\",\"metadata\":{\"name\":\"p\"},\"spec\":{"
            + pod
            + (pod.isEmpty() ? "" : ",")
            + "\"containers\":[{\"name\":\"c\",\"securityContext\":{"
            + container
            + "}}]}}";
    PodList read =
        new PodListReader(PodListLimits.defaults())
            .read(
                new ByteArrayInputStream(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8)),
                "pods.json");
    return RootJudge.judge(read.pods().get(0).containers().get(0).security(), state, image);
  }

  private static RootAccess judge(String container, Fact<ImageRights> image) {
    return judge("", container, State.RUNNING, image);
  }

  private static String told(RootAccess access) {
    return access.answer() + " " + access.severity() + " " + access.reasons().get(0).code();
  }

  private static WorkloadFixtures withSu() {
    return new WorkloadFixtures().file("bin/su", 04755, 0, 0);
  }

  private static FileCapabilities capabilities(long permitted, boolean effective) {
    return new FileCapabilities(2, effective, permitted, 0, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    // image's User, securityContext, expected
    "'', '', IS_ROOT HIGH ROOT_USER",
    "0, '', IS_ROOT HIGH ROOT_USER",
    "root, '', IS_ROOT HIGH ROOT_USER",
    "zero, '', IS_ROOT HIGH USER_MAY_BE_ROOT",
    "1000, '', CAN_BECOME_ROOT MEDIUM SETUID_ROOT_FILE",
    "app, '', CAN_BECOME_ROOT MEDIUM SETUID_ROOT_FILE",
    "'', 'runAsUser:1000', CAN_BECOME_ROOT MEDIUM SETUID_ROOT_FILE",
    "1000, 'runAsUser:0', IS_ROOT HIGH ROOT_USER",
    "1000, 'allowPrivilegeEscalation:false', CANNOT_BECOME_ROOT INFO NO_NEW_PRIVILEGES",
    "0, 'allowPrivilegeEscalation:false', IS_ROOT HIGH ROOT_USER",
    "1000, 'privileged:true', CAN_BECOME_ROOT CRITICAL SETUID_ROOT_FILE",
    "0, 'privileged:true', IS_ROOT CRITICAL ROOT_USER",
    "1000, 'privileged:true;allowPrivilegeEscalation:false', CAN_BECOME_ROOT CRITICAL SETUID_ROOT_FILE",
    "1000, 'capabilities:{\"drop\":[\"ALL\"]}', CAN_BECOME_ROOT LOW SETUID_ROOT_FILE",
    "0, 'capabilities:{\"drop\":[\"ALL\"]}', IS_ROOT HIGH ROOT_USER",
  })
  void whoItIsAndCanBecomeWithSetuidRoot(String user, String context, String expected) {
    assertEquals(expected, told(judge(members(context), withSu().user(user).build())));
  }

  /** {@code a:1;b:2} as members of a JSON object. */
  private static String members(String written) {
    StringBuilder out = new StringBuilder();
    for (String member : written.isEmpty() ? new String[0] : written.split(";", -1)) {
      int colon = member.indexOf(':');
      out.append(out.isEmpty() ? "" : ",")
          .append('"')
          .append(member, 0, colon)
          .append("\":")
          .append(member.substring(colon + 1));
    }
    return out.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "'', DOES_NOT_START INFO REFUSED_AS_ROOT",
    "0, DOES_NOT_START INFO REFUSED_AS_ROOT",
    "00, DOES_NOT_START INFO REFUSED_AS_ROOT",
    "+0, DOES_NOT_START INFO REFUSED_AS_ROOT",
    "0:1000, DOES_NOT_START INFO REFUSED_AS_ROOT",
    ":1000, DOES_NOT_START INFO REFUSED_AS_ROOT",
    "root, DOES_NOT_START INFO REFUSED_AS_NAME",
    "app, DOES_NOT_START INFO REFUSED_AS_NAME",
    "nobody-knows, DOES_NOT_START INFO REFUSED_AS_NAME",
    "1000, CAN_BECOME_ROOT MEDIUM SETUID_ROOT_FILE",
    "4294967296, IS_ROOT HIGH USER_MAY_BE_ROOT",
  })
  void runAsNonRootBelievesNumbersOtherThanZero(String user, String expected) {
    assertEquals(
        expected,
        told(judge("", "'runAsNonRoot':true", State.WAITING, withSu().user(user).build())));
  }

  @Test
  void runAsNonRootRefusesTheNumberZero() {
    assertEquals(
        "DOES_NOT_START INFO REFUSED_AS_ROOT",
        told(judge("", "'runAsNonRoot':true,'runAsUser':0", State.WAITING, UNREAD)));
  }

  @Test
  void aRefusedContainerThatRunsIsNotExplainedAway() {
    assertEquals(
        Answer.UNKNOWN, judge("'runAsNonRoot':true", withSu().user("app").build()).answer());
  }

  @Test
  void aUserThatTheImageDoesNotHaveDoesNotStart() {
    assertEquals(
        "DOES_NOT_START INFO NO_SUCH_USER",
        told(judge("", "", State.WAITING, withSu().user("missing").build())));
  }

  @Test
  void withoutPrivilegedFilesNobodyBecomesRoot() {
    assertEquals(
        "CANNOT_BECOME_ROOT INFO NO_SUCH_FILES",
        told(judge("", new WorkloadFixtures().user("1000").build())));
  }

  @Test
  void aScriptsSetuidBitGivesNothing() {
    assertEquals(
        Answer.CANNOT_BECOME_ROOT,
        judge("", new WorkloadFixtures().user("1000").script("bin/su", 04755).build()).answer());
  }

  @Test
  void aFileThatOnlyItsGroupMayExecuteIsOfNoUseToOthers() {
    Fact<ImageRights> image =
        new WorkloadFixtures().user("1001").file("bin/helper", 04754, 0, 50).build();
    assertEquals(Answer.CANNOT_BECOME_ROOT, judge("", image).answer());
  }

  @Test
  void theImagesGroupFileCountsEvenWithRunAsUser() {
    Fact<ImageRights> image = new WorkloadFixtures().file("bin/helper", 04754, 0, 50).build();
    assertEquals(
        Answer.CAN_BECOME_ROOT, judge("'runAsUser':1000,'runAsGroup':1000", image).answer());
  }

  @Test
  void aStrictGroupsPolicyLeavesTheImagesGroupFileOut() {
    Fact<ImageRights> image = new WorkloadFixtures().file("bin/helper", 04754, 0, 50).build();
    assertEquals(
        Answer.CANNOT_BECOME_ROOT,
        judge(
                "'securityContext':{'supplementalGroupsPolicy':'Strict'}",
                "'runAsUser':1000,'runAsGroup':1000",
                State.RUNNING,
                image)
            .answer());
  }

  @Test
  void aGroupOfThePodCounts() {
    Fact<ImageRights> image =
        new WorkloadFixtures().user("1001").file("bin/helper", 04754, 0, 77).build();
    assertEquals(
        Answer.CAN_BECOME_ROOT,
        judge("'securityContext':{'supplementalGroups':[77]}", "", State.RUNNING, image).answer());
  }

  @Test
  void aClosedDirectoryHidesItsFiles() {
    Fact<ImageRights> image =
        new WorkloadFixtures()
            .user("1000")
            .directory("private", 0700)
            .file("private/su", 04755, 0, 0)
            .build();
    assertEquals(Answer.CANNOT_BECOME_ROOT, judge("", image).answer());
  }

  @Test
  void aCapabilityWorthRootIsAWay() {
    assertEquals(
        "CAN_BECOME_ROOT MEDIUM CAPABILITY_FILE",
        told(
            judge(
                "",
                new WorkloadFixtures()
                    .user("1000")
                    .capable("bin/tool", 0755, capabilities(SETUID, true))
                    .build())));
  }

  @Test
  void anOrdinaryCapabilityIsNoWay() {
    RootAccess access =
        judge(
            "",
            new WorkloadFixtures()
                .user("1000")
                .capable("bin/ping", 0755, capabilities(NET_RAW, true))
                .build());
    assertEquals(
        "CANNOT_BECOME_ROOT [cap_net_raw]",
        access.answer() + " " + access.files().get(0).capabilities());
  }

  @Test
  void theKernelRefusesAFileWhoseCapabilitiesAreDropped() {
    assertEquals(
        "CANNOT_BECOME_ROOT INFO CAPABILITIES_DROPPED",
        told(
            judge(
                "'capabilities':{'drop':['ALL']}",
                new WorkloadFixtures()
                    .user("1000")
                    .capable("bin/tool", 0755, capabilities(SETUID, true))
                    .build())));
  }

  @Test
  void oneDroppedCapabilityIsEnoughForARefusal() {
    assertEquals(
        Answer.CANNOT_BECOME_ROOT,
        judge(
                "'capabilities':{'drop':['NET_RAW']}",
                new WorkloadFixtures()
                    .user("1000")
                    .capable("bin/tool", 0755, capabilities(SETUID | NET_RAW, true))
                    .build())
            .answer());
  }

  @Test
  void withoutTheEffectiveFlagDroppedCapabilitiesAreMaskedOnly() {
    assertEquals(
        Answer.CAN_BECOME_ROOT,
        judge(
                "'capabilities':{'drop':['NET_RAW']}",
                new WorkloadFixtures()
                    .user("1000")
                    .capable("bin/tool", 0755, capabilities(SETUID | NET_RAW, false))
                    .build())
            .answer());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        // what the pod says of SYS_ADMIN, which no runtime gives by itself
        "``, CANNOT_BECOME_ROOT",
        "'add':['SYS_ADMIN'], CAN_BECOME_ROOT",
        "'add':['sys_admin'], CAN_BECOME_ROOT",
        "'add':['CAP_SYS_ADMIN'], CAN_BECOME_ROOT",
        "'add':['ALL'], CAN_BECOME_ROOT",
        "'add':['SYS_ADMIN']|'drop':['ALL'], CAN_BECOME_ROOT",
        "'add':['ALL']|'drop':['SYS_ADMIN'], CANNOT_BECOME_ROOT",
        "'add':['ALL']|'drop':['ALL'], CANNOT_BECOME_ROOT",
        // containerd knows no names with the prefix, so that nothing is dropped there
        "'add':['ALL']|'drop':['CAP_SYS_ADMIN'], CAN_BECOME_ROOT",
      })
  void theBoundingSetIsWhatTheRuntimesMakeOfAddAndDrop(String written, Answer expected) {
    assertEquals(
        expected,
        judge(
                "'capabilities':{" + written.replace('|', ',') + "}",
                new WorkloadFixtures()
                    .user("1000")
                    .capable("bin/tool", 0755, capabilities(SYS_ADMIN, true))
                    .build())
            .answer());
  }

  @Test
  void capabilitiesOfAnotherUserNamespaceGiveNothing() {
    FileCapabilities foreign = new FileCapabilities(3, true, SETUID, 0, Optional.of(1000L));
    assertEquals(
        Answer.CANNOT_BECOME_ROOT,
        judge("", new WorkloadFixtures().user("1000").capable("bin/tool", 0755, foreign).build())
            .answer());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', LOW",
    "'', '\"privileged\":true', MEDIUM",
    "1000, '', LOW",
  })
  void inAUserNamespaceRootIsWorthLess(String user, String context, Severity expected) {
    assertEquals(
        expected,
        judge("'hostUsers':false", context, State.RUNNING, withSu().user(user).build()).severity());
  }

  @Test
  void aPrivilegedContainerMattersEvenIfItIsNobody() {
    assertEquals(
        "CANNOT_BECOME_ROOT HIGH",
        judge("'privileged':true", new WorkloadFixtures().user("1000").build()).answer()
            + " "
            + judge("'privileged':true", new WorkloadFixtures().user("1000").build()).severity());
  }

  @Test
  void withoutTheImageItsUserIsUnknown() {
    RootAccess access = judge("", UNREAD);
    assertEquals(
        "UNKNOWN Optional[HIGH] UNKNOWN",
        access.answer() + " " + access.unknownUpTo() + " " + access.verdict(Severity.HIGH));
  }

  @Test
  void rootByThePodIsKnownWithoutTheImage() {
    assertEquals("IS_ROOT HIGH ROOT_USER", told(judge("'runAsUser':0", UNREAD)));
  }

  @Test
  void noNewPrivilegesIsKnownWithoutTheImage() {
    assertEquals(
        Answer.CANNOT_BECOME_ROOT,
        judge("'runAsUser':1000,'allowPrivilegeEscalation':false", UNREAD).answer());
  }

  @Test
  void withoutTheImageItsFilesAreUnknown() {
    RootAccess access = judge("'runAsUser':1000", UNREAD);
    assertEquals(
        "UNKNOWN Optional[MEDIUM] FILES_UNKNOWN",
        access.answer() + " " + access.unknownUpTo() + " " + access.reasons().get(0).code());
  }

  @Test
  void whatCannotBeThatSevereDoesNotMakeTheVerdictUnknown() {
    assertEquals(Verdict.PASS, judge("'runAsUser':1000", UNREAD).verdict(Severity.HIGH));
  }

  @Test
  void windowsIsNotUnderstood() {
    assertEquals(Answer.UNKNOWN, judge("", new WorkloadFixtures().os("windows").build()).answer());
  }

  @Test
  void sharedNamespacesOfTheNodeAreTold() {
    List<RootAccess.Reason> reasons =
        judge("'hostNetwork':true", "", State.RUNNING, withSu().build()).reasons();
    assertEquals(Code.HOST_NAMESPACES, reasons.get(reasons.size() - 1).code());
  }

  @Test
  void manyFilesAreCounted() {
    WorkloadFixtures image = new WorkloadFixtures().user("1000");
    for (int i = 0; i < 50; i++) {
      image.file("bin/su" + i, 04755, 0, 0);
    }
    RootAccess access = judge("", image.build());
    assertEquals("50 20", access.fileCount() + " " + access.files().size());
  }

  @Test
  void aGroupOnlyExecutableIsNotUnknownWhenGroupsAreKnown() {
    assertFalse(judge("", withSu().user("1000").build()).unknownUpTo().isPresent());
  }
}

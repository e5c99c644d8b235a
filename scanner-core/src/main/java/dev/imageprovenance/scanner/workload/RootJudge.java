package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.check.CapabilityClass;
import dev.imageprovenance.scanner.check.ContainerUser;
import dev.imageprovenance.scanner.check.UserClass;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.CapabilityNames;
import dev.imageprovenance.scanner.layer.FileCapabilities;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.ContainerSecurity.HostNamespace;
import dev.imageprovenance.scanner.workload.ContainerStatus.State;
import dev.imageprovenance.scanner.workload.RootAccess.Answer;
import dev.imageprovenance.scanner.workload.RootAccess.Code;
import dev.imageprovenance.scanner.workload.RootAccess.Reason;
import dev.imageprovenance.scanner.workload.RootAccess.UsableFile;
import dev.imageprovenance.scanner.workload.RootAccess.UsableFile.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds out whether a container's process is root or can become it, from what the pod says, what
 * the image holds and what the kernel does (execve(2), capabilities(7)); for one judgement.
 */
final class RootJudge {
  private final ContainerSecurity security;
  private final State state;
  private final Fact<ImageRights> image;
  private final List<Reason> reasons = new ArrayList<>();

  private RootJudge(ContainerSecurity security, State state, Fact<ImageRights> image) {
    this.security = security;
    this.state = state;
    this.image = image;
  }

  /**
   * Judges one container.
   *
   * @param state what it does, by its status
   * @param image what its image gives, or why that is not known
   */
  static RootAccess judge(ContainerSecurity security, State state, Fact<ImageRights> image) {
    return new RootJudge(security, state, image).judge();
  }

  private RootAccess judge() {
    ProcessUser user = ProcessUser.of(security, image);
    if (security.host().windows() || user.isForWindows()) {
      say(Code.NOT_LINUX, "users and permissions of Windows are not understood");
      return unknown(user, Severity.HIGH);
    }
    if (user.who().isEmpty()) {
      say(
          Code.USER_UNKNOWN,
          "the image says who it runs as, and "
              + image.whyUnknown().orElse("its config is not known"));
      return unknown(user, worst());
    }
    ContainerUser who = user.who().get();
    Optional<Reason> refusal = refusal(user, who);
    if (refusal.isPresent()) {
      return refused(user, refusal.get());
    }
    return switch (who.userClass()) {
      case ROOT, ROOT_POSSIBLE -> root(user, who);
      case UNRESOLVABLE -> unresolvable(user, who);
      case NON_ROOT_UNVERIFIABLE, NON_ROOT_VERIFIABLE -> nonRoot(user, who);
    };
  }

  /** Why the kubelet does not start it: runAsNonRoot believes numbers other than 0 only. */
  private Optional<Reason> refusal(ProcessUser user, ContainerUser who) {
    if (!security.runAsNonRoot()) {
      return Optional.empty();
    }
    if (user.isNumber()) {
      return user.number() == 0
          ? Optional.of(
              new Reason(
                  Code.REFUSED_AS_ROOT,
                  "runAsNonRoot is true and " + user.description() + " is root"))
          : Optional.empty();
    }
    return who.userClass() == UserClass.ROOT && user.userPart().isEmpty()
        ? Optional.of(
            new Reason(
                Code.REFUSED_AS_ROOT, "runAsNonRoot is true and the image says no other user"))
        : Optional.of(
            new Reason(
                Code.REFUSED_AS_NAME,
                "runAsNonRoot is true and "
                    + user.description()
                    + " is a name, which the kubelet cannot judge"));
  }

  private RootAccess refused(ProcessUser user, Reason refusal) {
    reasons.add(refusal);
    if (state == State.RUNNING) {
      say(
          Code.RUNS_AGAINST_RULES,
          "it should not have been started, and it runs: the image may be another platform's");
      return unknown(user, worst());
    }
    return answer(user, Answer.DOES_NOT_START, Severity.INFO, List.of());
  }

  private RootAccess root(ProcessUser user, ContainerUser who) {
    say(
        who.userClass() == UserClass.ROOT ? Code.ROOT_USER : Code.USER_MAY_BE_ROOT,
        user.isDefault()
            ? "neither pod nor image set a user"
            : user.description() + ": " + who.reason());
    return answer(user, Answer.IS_ROOT, asRoot(), List.of());
  }

  private RootAccess unresolvable(ProcessUser user, ContainerUser who) {
    if (!who.unknown().isEmpty()) {
      say(Code.USER_UNKNOWN, who.unknown().get(0));
      return unknown(user, worst());
    }
    return refused(user, new Reason(Code.NO_SUCH_USER, user.description() + ": " + who.reason()));
  }

  private RootAccess nonRoot(ProcessUser user, ContainerUser who) {
    // The API server refuses privileged together with it, and runtimes differ in what wins.
    if (!security.allowPrivilegeEscalation() && !security.privileged()) {
      say(
          Code.NO_NEW_PRIVILEGES,
          "allowPrivilegeEscalation is false, so that no file gives it rights");
      return answer(user, Answer.CANNOT_BECOME_ROOT, Severity.INFO, List.of());
    }
    Fact<List<PrivilegedFile>> files =
        image instanceof Fact.Known<ImageRights> known
            ? known.value().files()
            : Fact.unknown(image.whyUnknown().orElse(""));
    if (!(files instanceof Fact.Known<List<PrivilegedFile>> known)) {
      say(
          Code.FILES_UNKNOWN,
          "which files could make it root is not known: " + files.whyUnknown().orElse(""));
      return unknown(user, worstByFile());
    }
    return byFiles(user, who, known.value());
  }

  private RootAccess byFiles(ProcessUser user, ContainerUser who, List<PrivilegedFile> all) {
    long uid = who.uid().orElse(-1L);
    Set<Long> groups = Set.copyOf(user.groups());
    long bounding = CapabilitySet.bounding(security);
    List<UsableFile> usable = new ArrayList<>();
    boolean perhaps = false;
    for (PrivilegedFile file : all) {
      if (file.isExecutableBy(uid, groups)) {
        effectOf(file, bounding).ifPresent(usable::add);
      } else if (!who.unknown().isEmpty() && file.isExecutableInSomeGroup(uid)) {
        perhaps |= effectOf(file, bounding).filter(found -> found.effect().makesRoot()).isPresent();
      }
    }
    usable.sort(Comparator.comparing(UsableFile::effect).thenComparing(UsableFile::path));
    if (!usable.isEmpty() && usable.get(0).effect().makesRoot()) {
      sayFile(usable, bounding);
      return answer(user, Answer.CAN_BECOME_ROOT, byFile(usable.get(0), bounding), usable);
    }
    if (perhaps) {
      say(Code.GROUPS_UNKNOWN, "a file could make it root, and " + who.unknown().get(0));
      return unknown(user, worstByFile());
    }
    sayNone(usable);
    return answer(
        user,
        Answer.CANNOT_BECOME_ROOT,
        security.privileged() ? privilegedButNotRoot() : Severity.INFO,
        usable);
  }

  /** What executing {@code file} gives within the bounding set; empty when nothing. */
  private static Optional<UsableFile> effectOf(PrivilegedFile file, long bounding) {
    Optional<FileCapabilities> capabilities = file.capabilities();
    long permitted = capabilities.map(FileCapabilities::permitted).orElse(0L);
    List<String> gained = CapabilityNames.in(permitted & bounding);
    // A file with the effective flag insists on all that it asks for: execve fails with EPERM.
    boolean fails =
        capabilities.filter(FileCapabilities::effective).isPresent()
            && (permitted & ~bounding) != 0;
    Effect effect;
    if (fails) {
      effect = Effect.FAILS;
    } else if (file.setsUserToRoot()) {
      effect = Effect.SETUID_ROOT;
    } else if (gained.stream()
        .anyMatch(name -> CapabilityClass.of(name) == CapabilityClass.ROOT_EQUIVALENT)) {
      effect = Effect.ROOT_CAPABILITIES;
    } else if (!gained.isEmpty()) {
      effect = Effect.CAPABILITIES;
    } else if (file.setsUser()) {
      effect = Effect.SETUID_OTHER;
    } else if (file.setsGroup()) {
      effect = Effect.SETGID;
    } else {
      return Optional.empty();
    }
    return Optional.of(
        new UsableFile(
            file.path(),
            effect,
            file.attributes().mode(),
            file.attributes().uid(),
            file.attributes().gid(),
            fails ? CapabilityNames.in(permitted) : gained));
  }

  private void sayFile(List<UsableFile> usable, long bounding) {
    UsableFile first = usable.get(0);
    long more = usable.stream().filter(file -> file.effect().makesRoot()).count() - 1;
    boolean isSetuid = first.effect() == Effect.SETUID_ROOT;
    say(
        isSetuid ? Code.SETUID_ROOT_FILE : Code.CAPABILITY_FILE,
        "via "
            + Text.excerpt(first.path())
            + (isSetuid
                ? " (setuid root" + (bounding == 0 ? ", without any capability)" : ")")
                : " (" + String.join(", ", first.capabilities()) + ")")
            + (more == 0 ? "" : " and " + more + (more == 1 ? " other file" : " other files")));
  }

  private void sayNone(List<UsableFile> usable) {
    Optional<UsableFile> failing =
        usable.stream().filter(file -> file.effect() == Effect.FAILS).findFirst();
    if (failing.isPresent()) {
      say(
          Code.CAPABILITIES_DROPPED,
          Text.excerpt(failing.get().path())
              + " cannot be executed: it asks for "
              + String.join(", ", failing.get().capabilities())
              + ", which "
              + (failing.get().capabilities().size() == 1 ? "is" : "are")
              + " not all in the container's bounding set");
    } else {
      say(Code.NO_SUCH_FILES, "no file that it may execute makes it root");
    }
  }

  private RootAccess unknown(ProcessUser user, Severity upTo) {
    Severity known = security.privileged() ? privilegedButNotRoot() : Severity.INFO;
    return access(user, Answer.UNKNOWN, known, Optional.of(upTo), List.of());
  }

  private RootAccess answer(
      ProcessUser user, Answer answer, Severity severity, List<UsableFile> files) {
    return access(user, answer, severity, Optional.empty(), files);
  }

  private RootAccess access(
      ProcessUser user,
      Answer answer,
      Severity severity,
      Optional<Severity> unknownUpTo,
      List<UsableFile> files) {
    if (answer != Answer.DOES_NOT_START) {
      addCircumstances();
    }
    return new RootAccess(
        user.describe(),
        answer,
        reasons,
        files.stream().limit(RootAccess.SHOWN_FILES).toList(),
        files.size(),
        severity,
        unknownUpTo);
  }

  private void addCircumstances() {
    if (security.privileged()) {
      say(Code.PRIVILEGED, "privileged: it has the node's devices and every capability");
    }
    if (!security.host().users()) {
      say(Code.USER_NAMESPACE, "hostUsers is false: its root is a user without rights on the node");
    }
    String shared =
        security.host().namespaces().stream()
            .filter(namespace -> namespace != HostNamespace.USER)
            .sorted()
            .map(HostNamespace::label)
            .collect(Collectors.joining(" and "));
    if (!shared.isEmpty()) {
      say(Code.HOST_NAMESPACES, "shares the node's " + shared);
    }
  }

  private void say(Code code, String text) {
    reasons.add(new Reason(code, text));
  }

  /** As severe as the process could turn out to be. */
  private Severity worst() {
    return asRoot();
  }

  private Severity asRoot() {
    if (!security.host().users()) {
      return security.privileged() ? Severity.MEDIUM : Severity.LOW;
    }
    return security.privileged() ? Severity.CRITICAL : Severity.HIGH;
  }

  private Severity privilegedButNotRoot() {
    return security.host().users() ? Severity.HIGH : Severity.LOW;
  }

  private Severity worstByFile() {
    return security.privileged() ? asRoot() : bounded(Severity.MEDIUM);
  }

  private Severity byFile(UsableFile file, long bounding) {
    if (security.privileged()) {
      return asRoot();
    }
    boolean isPowerless = file.effect() == Effect.SETUID_ROOT && bounding == 0;
    return bounded(isPowerless ? Severity.LOW : Severity.MEDIUM);
  }

  private Severity bounded(Severity onTheNode) {
    return security.host().users() ? onTheNode : Severity.LOW;
  }
}

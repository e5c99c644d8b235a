package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.check.ResolvedUser.Membership;
import dev.imageprovenance.scanner.check.ResolvedUser.Role;
import dev.imageprovenance.scanner.check.ResolvedUser.Trouble;
import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.oci.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks who the image's process runs as when nobody says otherwise (image-spec config.md, "User");
 * stateless and thread-safe.
 */
public final class DefaultUserCheck implements Check {
  /** A group file can put one user into tens of thousands of groups. */
  private static final int SHOWN_GROUPS = 20;

  @Override
  public CheckId id() {
    return CheckId.DEFAULT_USER;
  }

  @Override
  public String title() {
    return "Who does the image run as when nobody says otherwise?";
  }

  @Override
  public Map<String, Severity> codes() {
    Map<String, Severity> codes = new TreeMap<>();
    for (UserClass each : UserClass.values()) {
      each.severity().ifPresent(severity -> codes.put(each.name(), severity));
    }
    codes.put("PRIVILEGED_GROUP", Severity.LOW);
    codes.put("ENGINE_DEPENDENT_GROUP", Severity.LOW);
    return codes;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    Optional<String> unsupported = LinuxOnly.whyUnsupported(facts);
    if (unsupported.isPresent()) {
      return Findings.unknown(id(), unsupported.get());
    }
    List<EngineView<ResolvedUser>> users = resolve(facts);
    return Findings.outcome(
        id(),
        EngineView.union(users, view -> judge(facts, view.value())),
        users.stream().flatMap(view -> view.value().unknown().stream()).toList(),
        summarize(facts.image().config().user(), users));
  }

  /**
   * Who the image's user is, for a caller that wants the numbers: one for each way in which engines
   * read the image, the worst first, equal ones once. Empty for images that are not Linux.
   */
  public static List<UserEvidence> users(ImageFacts facts) {
    return LinuxOnly.whyUnsupported(facts).isPresent()
        ? List.of()
        : resolve(facts).stream()
            .map(EngineView::value)
            .sorted(Comparator.comparing(ResolvedUser::userClass))
            .map(user -> evidence(facts, user))
            .distinct()
            .toList();
  }

  /**
   * Who a process of this image is that is started with another User than the config's: one for
   * each way in which engines read the image, the worst first, equal ones once. Empty for images
   * that are not Linux.
   *
   * @param user as the config would have it, for example {@code 1000:2000}
   */
  public static List<ContainerUser> users(ImageFacts facts, String user) {
    return LinuxOnly.whyUnsupported(facts).isPresent()
        ? List.of()
        : resolve(facts, user).stream()
            .map(EngineView::value)
            .map(ContainerUser::of)
            .sorted(Comparator.comparing(ContainerUser::userClass))
            .distinct()
            .toList();
  }

  private static List<EngineView<ResolvedUser>> resolve(ImageFacts facts) {
    return resolve(facts, facts.image().config().user());
  }

  private static List<EngineView<ResolvedUser>> resolve(ImageFacts facts, String user) {
    UserSpec spec = UserSpec.parse(user);
    if (facts.trees() instanceof Fact.Known<List<FileTree>> trees) {
      return AccountFiles.views(trees.value()).stream()
          .map(view -> new EngineView<>(view.label(), UserResolver.resolve(spec, view.value())))
          .toList();
    }
    String why = facts.trees().whyUnknown().orElse("the file system is not known");
    return List.of(new EngineView<>("all engines", UserResolver.resolveWithoutFiles(spec, why)));
  }

  private List<Finding> judge(ImageFacts facts, ResolvedUser user) {
    List<Finding> findings = new ArrayList<>();
    boolean told = user.userClass() != UserClass.UNRESOLVABLE || user.unknown().isEmpty();
    if (told) {
      user.userClass()
          .severity()
          .ifPresent(severity -> findings.add(userFinding(facts, user, severity)));
    }
    for (Trouble trouble : user.troubles()) {
      findings.add(
          finding(
              facts,
              user,
              UserClass.UNRESOLVABLE.name(),
              Severity.MEDIUM,
              shown(facts) + ": " + trouble.reason(),
              UserRemedies.of(trouble)));
    }
    if (user.userClass() == UserClass.ROOT || user.userClass() == UserClass.ROOT_POSSIBLE) {
      return findings; // No group gives root more than it has.
    }
    addGroupFindings(facts, user, findings);
    return findings;
  }

  /** Each finding lists all groups as evidence, so that there must not be one for each of many. */
  private void addGroupFindings(ImageFacts facts, ResolvedUser user, List<Finding> findings) {
    List<Membership> privileged =
        user.groups().stream().filter(group -> privilegeOf(group).isPresent()).toList();
    privileged.stream()
        .limit(SHOWN_GROUPS)
        .forEach(
            group ->
                findings.add(groupFinding(facts, user, group, privilegeOf(group).orElseThrow())));
    if (privileged.size() > SHOWN_GROUPS) {
      findings.add(
          finding(
              facts,
              user,
              "PRIVILEGED_GROUP",
              Severity.LOW,
              shown(facts)
                  + " has "
                  + (privileged.size() - SHOWN_GROUPS)
                  + " further groups that can do what others cannot",
              UserRemedies.leaving(privileged.get(SHOWN_GROUPS), user)));
    }
  }

  private static Optional<String> privilegeOf(Membership group) {
    return PrivilegedGroups.privilegeOf(group.gid(), group.name());
  }

  private Finding userFinding(ImageFacts facts, ResolvedUser user, Severity severity) {
    return finding(
        facts,
        user,
        user.userClass().name(),
        severity,
        isSilent(facts)
            ? shown(facts) + ": " + user.reason()
            : shown(facts) + " " + consequence(user) + ": " + user.reason(),
        UserRemedies.of(user));
  }

  private static String consequence(ResolvedUser user) {
    return switch (user.userClass()) {
      case ROOT -> "runs as root";
      case ROOT_POSSIBLE -> "can run as root";
      case UNRESOLVABLE -> "cannot be resolved";
      case NON_ROOT_UNVERIFIABLE -> "is not verifiably non-root";
      case NON_ROOT_VERIFIABLE -> "is non-root";
    };
  }

  private Finding groupFinding(
      ImageFacts facts, ResolvedUser user, Membership group, String privilege) {
    boolean differs = group.role() == Role.CONTAINERD_PRIMARY;
    return finding(
        facts,
        user,
        differs ? "ENGINE_DEPENDENT_GROUP" : "PRIVILEGED_GROUP",
        Severity.LOW,
        shown(facts)
            + " has the "
            + group.role().label()
            + " "
            + group.show()
            + ", which "
            + privilege
            + (differs
                ? "; docker and podman give it "
                    + user.primaryGroup().map(Membership::show).orElse("another")
                : ""),
        UserRemedies.leaving(group, user));
  }

  private Finding finding(
      ImageFacts facts,
      ResolvedUser user,
      String code,
      Severity severity,
      String message,
      Remedy remedy) {
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(evidence(facts, user));
    user.account().ifPresent(evidence::add);
    Optional<LayerLocation> location = user.layerIndex().map(facts::locate);
    return new Finding(
        id(),
        code,
        severity,
        isSilent(facts) ? "no USER" : shown(facts),
        message,
        Optional.of(remedy),
        location,
        evidence);
  }

  private static UserEvidence evidence(ImageFacts facts, ResolvedUser user) {
    return new UserEvidence(
        facts.image().config().user(),
        user.userClass().name(),
        user.uid(),
        user.primaryGroup().map(Membership::gid),
        user.supplementaryGroups().stream().map(Membership::gid).toList());
  }

  private static String summarize(String configured, List<EngineView<ResolvedUser>> users) {
    ResolvedUser worst =
        users.stream()
            .map(EngineView::value)
            .min(Comparator.comparing(ResolvedUser::userClass))
            .orElseThrow();
    boolean differ =
        users.size() > 1 && users.stream().map(EngineView::value).distinct().count() > 1;
    return describe(configured, worst) + (differ ? "; engines differ" : "");
  }

  private static String describe(String configured, ResolvedUser user) {
    return switch (user.userClass()) {
      case ROOT -> "runs as root (" + given(configured) + ")";
      case ROOT_POSSIBLE -> "can run as root (" + given(configured) + ")";
      case UNRESOLVABLE -> "the uid of User " + quoted(configured) + " cannot be told";
      case NON_ROOT_UNVERIFIABLE -> "runs as " + numbersAndNames(user) + ", given as a name";
      case NON_ROOT_VERIFIABLE -> "runs as " + numbersAndNames(user);
    };
  }

  private static String numbersAndNames(ResolvedUser user) {
    StringBuilder out = new StringBuilder("uid ");
    out.append(user.uid().map(String::valueOf).orElse("?"));
    user.name().ifPresent(name -> out.append(" (").append(GoText.show(name)).append(')'));
    user.primaryGroup().ifPresent(group -> out.append(", group ").append(group.show()));
    List<Membership> supplementary = user.supplementaryGroups();
    if (!supplementary.isEmpty()) {
      out.append(", supplementary ").append(list(supplementary));
    }
    return out.toString();
  }

  private static String list(List<Membership> groups) {
    String shown =
        groups.stream().limit(SHOWN_GROUPS).map(Membership::show).collect(Collectors.joining(", "));
    return groups.size() > SHOWN_GROUPS
        ? shown + " and " + (groups.size() - SHOWN_GROUPS) + " more"
        : shown;
  }

  /** True for a config that says nothing about the user. */
  private static boolean isSilent(ImageFacts facts) {
    return facts.image().config().user().isEmpty();
  }

  private static String shown(ImageFacts facts) {
    return isSilent(facts)
        ? "The image sets no USER"
        : "User " + quoted(facts.image().config().user());
  }

  private static String given(String configured) {
    return configured.isEmpty() ? "no USER set" : "User is " + quoted(configured);
  }

  private static String quoted(String configured) {
    return "\"" + Text.excerpt(configured) + "\"";
  }
}

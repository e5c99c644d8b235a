package dev.imageprovenance.scanner.workload;

import dev.imageprovenance.scanner.check.ContainerUser;
import dev.imageprovenance.scanner.check.UserClass;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.RootAccess.User.Origin;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The user that the kubelet has a container started as: the pod's runAsUser, else the user part of
 * the image's User; immutable. The group part of the image's User plays no part in Kubernetes, as
 * the kubelet passes on the user alone; other engines honour it, so that its groups count as well.
 *
 * @param origin who says so
 * @param configured as written
 * @param userPart of {@code configured}
 * @param who that is, the worst that any engine makes of it; empty when the image is not known
 * @param groups all groups that are known
 * @param isForWindows whether the image is
 */
record ProcessUser(
    Origin origin,
    String configured,
    String userPart,
    Optional<ContainerUser> who,
    List<Long> groups,
    boolean isForWindows) {
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+");

  ProcessUser {
    groups = List.copyOf(groups);
  }

  static ProcessUser of(ContainerSecurity security, Fact<ImageRights> image) {
    return security.runAsUser().isPresent()
        ? ofPod(security, security.runAsUser().get(), image)
        : ofImage(security, image);
  }

  private static ProcessUser ofPod(ContainerSecurity security, long uid, Fact<ImageRights> image) {
    String user = Long.toString(uid);
    String spec = withGroup(user, security);
    if (!(image instanceof Fact.Known<ImageRights> known)) {
      return new ProcessUser(
          Origin.POD,
          spec,
          user,
          Optional.of(withoutImage(uid, security, image.whyUnknown().orElse(""))),
          groups(security, List.of()),
          false);
    }
    List<ContainerUser> users = known.value().users(spec);
    return new ProcessUser(
        Origin.POD,
        spec,
        user,
        users.stream().findFirst(),
        groups(security, users),
        users.isEmpty());
  }

  private static ProcessUser ofImage(ContainerSecurity security, Fact<ImageRights> image) {
    if (!(image instanceof Fact.Known<ImageRights> known)) {
      return new ProcessUser(
          Origin.IMAGE, "", "", Optional.empty(), groups(security, List.of()), false);
    }
    String configured = known.value().configuredUser();
    int colon = configured.indexOf(':');
    String userPart = colon < 0 ? configured : configured.substring(0, colon);
    List<ContainerUser> users =
        Stream.of(withGroup(userPart, security), configured)
            .distinct()
            .flatMap(spec -> known.value().users(spec).stream())
            .toList();
    return new ProcessUser(
        Origin.IMAGE,
        configured,
        userPart,
        users.stream().min(Comparator.comparing(ContainerUser::userClass)),
        groups(security, users),
        users.isEmpty());
  }

  private static String withGroup(String user, ContainerSecurity security) {
    return user + security.runAsGroup().map(group -> ":" + group).orElse("");
  }

  /** A number says enough of itself, but not which groups the image puts it into. */
  private static ContainerUser withoutImage(long uid, ContainerSecurity security, String why) {
    boolean inRange = uid >= 0 && uid <= Integer.MAX_VALUE;
    UserClass userClass =
        uid == 0
            ? UserClass.ROOT
            : inRange ? UserClass.NON_ROOT_VERIFIABLE : UserClass.ROOT_POSSIBLE;
    return new ContainerUser(
        userClass,
        Optional.of(uid),
        Optional.empty(),
        security.runAsGroup().stream().toList(),
        List.of(),
        uid == 0
            ? "0 is root's number"
            : inRange ? "it is a number other than 0" : "it is a number outside 0 to 2147483647",
        List.of("its groups are not known: " + why));
  }

  private static List<Long> groups(ContainerSecurity security, List<ContainerUser> users) {
    Stream<Long> primary =
        Stream.concat(
            security.runAsGroup().stream(),
            security.runAsGroup().isPresent()
                ? Stream.empty()
                : users.stream().flatMap(user -> user.primaryGroups().stream()));
    Stream<Long> ofImage =
        security.ignoresImageGroups()
            ? Stream.empty()
            : users.stream().flatMap(user -> user.otherGroups().stream());
    return Stream.of(primary, ofImage, security.supplementalGroups().stream())
        .flatMap(all -> all)
        .distinct()
        .sorted()
        .toList();
  }

  /** Whether the kubelet takes the user for a number, as Go reads numbers of 64 bits. */
  boolean isNumber() {
    return NUMBER.matcher(userPart).matches() && new BigInteger(userPart).bitLength() < Long.SIZE;
  }

  /** The number. */
  long number() {
    return new BigInteger(userPart).longValueExact();
  }

  /** True when nobody says which user it is. */
  boolean isDefault() {
    return origin == Origin.IMAGE && userPart.isEmpty();
  }

  /** Names it in a sentence. */
  String description() {
    if (origin == Origin.POD) {
      return "runAsUser " + userPart;
    }
    return configured.isEmpty()
        ? "the image sets no user"
        : "the image's User \"" + Text.excerpt(configured) + "\"";
  }

  RootAccess.User describe() {
    return new RootAccess.User(
        origin,
        configured,
        who.map(ContainerUser::userClass),
        who.flatMap(ContainerUser::uid),
        who.flatMap(ContainerUser::name),
        groups);
  }
}

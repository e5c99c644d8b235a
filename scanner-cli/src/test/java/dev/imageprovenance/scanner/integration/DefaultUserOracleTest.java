package dev.imageprovenance.scanner.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.imageprovenance.scanner.check.DefaultUserCheck;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user that the scanner reads from an image against what {@code id} prints in a container. */
@Tag("integration")
@ExtendWith(RealParts.Extension.class)
class DefaultUserOracleTest {
  private final RealParts parts;

  DefaultUserOracleTest(RealParts parts) {
    this.parts = parts;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "root",
        "0",
        "00",
        "+0",
        "0:0",
        "root:root",
        "app",
        "1000",
        "01000",
        "app:audio",
        "1000:29",
        "1000:audio",
        "app:29",
        "named",
        "2000",
        "named:0",
        "12345",
        "12345:54321",
        "12345:shared",
        "0:shared",
        "nobody",
        "www-data",
        "daemon:disk",
        "2147483647"
      })
  void userAndGroupsAreThoseThatIdPrints(String user) {
    String image = "user-" + Integer.toHexString(user.hashCode()) + ":1";
    String reference = parts.images().withUser(OracleImages.DEBIAN, user, image);

    assertEquals(idInContainer(image), idByScanner(reference), () -> "USER " + user);
  }

  /** uid, gid, and all groups as a set: id repeats none. */
  private String idInContainer(String image) {
    String[] numbers =
        parts
            .docker()
            .runAsDefaultUser(image, "sh", "-c", "id -u; id -g; id -G")
            .strip()
            .split("\n", -1);
    SortedSet<Long> groups =
        Arrays.stream(numbers[2].split(" ", -1))
            .map(Long::valueOf)
            .collect(Collectors.toCollection(TreeSet::new));
    return numbers[0] + " " + numbers[1] + " " + groups;
  }

  private String idByScanner(String reference) {
    List<UserEvidence> users =
        DefaultUserCheck.users(Inspection.facts(reference, parts.layerCache()));
    assertEquals(1, users.size(), () -> "engines should agree: " + users);
    UserEvidence user = users.get(0);
    long gid = user.gid().orElseThrow();
    SortedSet<Long> groups = new TreeSet<>(user.supplementaryGroups());
    groups.add(gid);
    return user.uid().orElseThrow() + " " + gid + " " + groups;
  }
}

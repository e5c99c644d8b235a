package dev.imageprovenance.testimages;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Images that differ in who they run as; stateless. */
final class UserSamples {
  private static final String CHECK = "default-user";

  private UserSamples() {}

  static List<SampleImage> all() {
    return Stream.of(numeric(), named(), root(), possibleRoot()).flatMap(List::stream).toList();
  }

  private static List<SampleImage> numeric() {
    return List.of(user("user-numeric", "1000", "a number", Expectation.passes()));
  }

  private static List<SampleImage> named() {
    return List.of(
        user(
            "user-named",
            "app",
            "a name, which runAsNonRoot cannot verify",
            Expectation.passes().finding(CHECK, "NON_ROOT_UNVERIFIABLE", "")));
  }

  private static List<SampleImage> root() {
    return List.of(
        SampleImage.layout(
            "user-absent",
            "No User in the config, which means root",
            isRoot(),
            () -> TestImage.builder().layer(BaseFiles.accounts()).build()),
        user("user-empty", "", "empty, which means root", isRoot()),
        user("user-root", "root", "root by name", isRoot()),
        user("user-0", "0", "root by number", isRoot()),
        user("user-00", "00", "root by number with a leading zero", isRoot()),
        user("user-0-0", "0:0", "root with root's group", isRoot()),
        user("user-root-root", "root:root", "root with root's group, by name", isRoot()));
  }

  private static List<SampleImage> possibleRoot() {
    return List.of(
        user("user-plus-0", "+0", "a signed zero, which engines read as 0", maybeRoot()));
  }

  private static Expectation isRoot() {
    return Expectation.fails().finding(CHECK, "ROOT", "");
  }

  private static Expectation maybeRoot() {
    return Expectation.fails().finding(CHECK, "ROOT_POSSIBLE", "");
  }

  private static SampleImage user(
      String name, String user, String description, Expectation expectation) {
    return userIn(name, BaseFiles.accounts(), user, description, expectation);
  }

  private static SampleImage userIn(
      String name,
      Consumer<LayerBuilder> layer,
      String user,
      String description,
      Expectation expectation) {
    return SampleImage.layout(
        name,
        "User \"" + user + "\": " + description,
        expectation,
        () -> TestImage.builder().layer(layer).user(user).build());
  }
}

package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.RootAccess;
import java.util.stream.Collectors;

/** Puts into words who runs an image in pods and what that can become; stateless. */
final class UseWording {
  private UseWording() {}

  /** "shop Deployment/web". */
  static String workload(PodImage.Use use) {
    String name = Text.escape(use.workload().toString());
    return use.namespace().isEmpty() ? name : Text.escape(use.namespace()) + " " + name;
  }

  /** "(2 pods) init container setup (terminated, Error)". */
  static String containers(PodImage.Use use) {
    String pods = use.pods().size() > 1 ? "(" + Wording.grouped(use.pods().size()) + " pods) " : "";
    return switch (use.state()) {
      case RUNNING -> pods + container(use);
      default ->
          pods
              + container(use)
              + " ("
              + use.state().label()
              + use.stateReason().map(reason -> ", " + Text.excerpt(reason)).orElse("")
              + ")";
    };
  }

  /** "init container setup". */
  static String container(PodImage.Use use) {
    String role = use.role() == Role.CONTAINER ? "" : use.role().label() + " ";
    return role + Text.escape(use.container());
  }

  /** "uid 1000 (app)". */
  static String user(RootAccess.User user) {
    String uid =
        user.uid()
            .map(number -> "uid " + number)
            .orElse(user.configured().isEmpty() ? "user not known" : "uid not known");
    return uid + user.name().map(name -> " (" + Text.excerpt(name) + ")").orElse("");
  }

  /** "can become root via /usr/bin/su (setuid root)". */
  static String answer(RootAccess access) {
    return access.reasons().stream()
        .map(RootAccess.Reason::text)
        .map(text -> Wording.message(text, false))
        .collect(Collectors.joining("; ", access.answer().label() + " " + separator(access), ""));
  }

  /** A file is named as the way that it is: {@code can become root via /usr/bin/su}. */
  static String separator(RootAccess access) {
    return access.answer() == RootAccess.Answer.CAN_BECOME_ROOT ? "" : "— ";
  }
}

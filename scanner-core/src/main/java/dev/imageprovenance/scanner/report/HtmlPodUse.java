package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.workload.PodContainer.Role;
import dev.imageprovenance.scanner.workload.PodImage;
import dev.imageprovenance.scanner.workload.RootAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shows who runs an image, and what that process can become; not thread-safe. */
final class HtmlPodUse {
  /** Of more pods the rest is counted. */
  private static final int MOST_PODS = 100;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final Severity failOn;
  private final String why;

  /**
   * For the users of one image.
   *
   * @param why what is said of the image already, and need not be said again of each of them
   */
  HtmlPodUse(HtmlPage page, Severity failOn, String why) {
    this.page = page;
    this.html = page.html();
    this.failOn = failOn;
    this.why = why;
  }

  void render(PodImage.Use use) throws IOException {
    RootAccess access = use.access();
    html.open("li").open("div");
    if (access.unknownUpTo().isPresent()) {
      html.leaf("span", "unknown", "class", "severity unread");
    } else {
      HtmlVerdict.severity(html, access.severity(), failOn);
    }
    html.text(" ").open("span", "class", "workload");
    html.text(use.namespace().isEmpty() ? "" : Text.escape(use.namespace()) + " ");
    html.text(Text.escape(use.workload().toString())).close("span").close("div");
    html.leaf("p", container(use) + ": " + user(access.user()) + ", " + access.answer().label());
    if (!access.reasons().isEmpty()) {
      html.leaf("p", reasons(access), "class", "aside");
    }
    details(use);
    html.close("li");
  }

  private static String container(PodImage.Use use) {
    StringBuilder out = new StringBuilder();
    if (use.role() != Role.CONTAINER) {
      out.append(use.role().label()).append(' ');
    }
    out.append("container ").append(Text.escape(use.container()));
    out.append(", ").append(use.state().label());
    if (use.stateReason().isPresent()) {
      out.append(" (").append(Text.excerpt(use.stateReason().get())).append(')');
    }
    return out.toString();
  }

  private static String user(RootAccess.User user) {
    String uid =
        user.uid()
            .map(number -> "uid " + number)
            .orElse(user.configured().isEmpty() ? "user not known" : "uid not known");
    return uid + user.name().map(name -> " (" + Text.excerpt(name) + ")").orElse("");
  }

  private String reasons(RootAccess access) {
    List<String> reasons = new ArrayList<>();
    for (RootAccess.Reason reason : access.reasons()) {
      String text =
          why.isEmpty()
              ? reason.text()
              : reason.text().replace(why, "the image could not be looked at");
      reasons.add(Wording.message(text, false));
    }
    return String.join("; ", reasons);
  }

  private void details(PodImage.Use use) throws IOException {
    html.open("details");
    int count = use.access().fileCount();
    String files =
        count == 0
            ? ""
            : ", " + Wording.count(count, "file that gives rights", "files that give rights");
    html.leaf("summary", Wording.count(use.pods().size(), "pod", "pods") + files);
    html.open("p").text("Pods: ");
    HtmlQuota quota = new HtmlQuota(page, use.pods().size(), MOST_PODS);
    for (String pod : use.pods()) {
      if (!quota.admits()) {
        break;
      }
      html.name(pod).text(" ");
    }
    html.close("p");
    quota.tellLeftOut("pod", "pods");
    files(use.access());
    html.close("details");
  }

  private void files(RootAccess access) throws IOException {
    if (access.files().isEmpty()) {
      return;
    }
    html.open("ul", "class", "paths");
    HtmlQuota quota = new HtmlQuota(page, access.fileCount(), access.files().size());
    for (RootAccess.UsableFile file : access.files()) {
      if (!quota.admits()) {
        break;
      }
      html.open("li").name(file.path());
      html.text(" " + Wording.octal(file.mode()) + " " + file.uid() + ":" + file.gid() + " ");
      html.text(file.effect().label());
      html.text(file.capabilities().isEmpty() ? "" : ": " + String.join(", ", file.capabilities()));
      html.close("li");
    }
    html.close("ul");
    quota.tellLeftOut("file", "files");
  }
}

package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.ContainerDrift;
import dev.imageprovenance.scanner.compare.FileDifference;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shows how a container's files differ from its image; not thread-safe. */
final class HtmlDrift {
  /** Of more paths in a list the rest is counted. */
  private static final int MOST_PATHS = 500;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final int level;
  private final String anchor;

  HtmlDrift(HtmlPage page, int level, String anchor) {
    this.page = page;
    this.html = page.html();
    this.level = level;
    this.anchor = anchor;
  }

  void render(Fact<ContainerDrift> fact) throws IOException {
    html.open("section").leaf("h" + level, "Drift of the container from its image");
    if (fact instanceof Fact.Known<ContainerDrift> known) {
      drift(known.value());
    } else {
      html.open("p", "class", "problem").leaf("b", "Not known: ");
      html.text(Wording.message(fact.whyUnknown().orElse(""), false)).close("p");
    }
    html.close("section");
  }

  private void drift(ContainerDrift drift) throws IOException {
    if (drift.differences().isEmpty() && drift.whiteoutNames().isEmpty()) {
      html.leaf("p", "None: the container's files are its image's.");
    } else if (!drift.differences().isEmpty()) {
      new HtmlFileDifferences(page, anchor + "-drift").render(drift.differences());
    }
    paths("Changed below the engine, which does not list it", drift.unrecorded(), true);
    paths(
        "Named like a layer's whiteouts, which nothing honest makes", drift.whiteoutNames(), true);
    mounts(drift.notLookedInto());
    paths("Written by every engine, and not counted", drift.writtenByEngine(), false);
    List<String> ignored = new ArrayList<>();
    for (FileDifference difference : drift.ignored()) {
      ignored.add(difference.path());
    }
    paths("Ignored as asked for", ignored, false);
  }

  private void paths(String title, List<String> relative, boolean isOpen) throws IOException {
    if (relative.isEmpty()) {
      return;
    }
    String[] attributes = isOpen ? new String[] {"open", "open"} : new String[0];
    html.open("details", attributes);
    html.leaf("summary", title + ": " + Wording.count(relative.size(), "path", "paths"));
    html.open("ul", "class", "paths");
    HtmlQuota quota = new HtmlQuota(page, relative.size(), MOST_PATHS);
    for (String path : relative) {
      if (!quota.admits()) {
        break;
      }
      html.open("li").code(FileWording.path(path)).close("li");
    }
    html.close("ul");
    quota.tellLeftOut("path", "paths");
    html.close("details");
  }

  private void mounts(List<ContainerDrift.Mount> mounts) throws IOException {
    if (mounts.isEmpty()) {
      return;
    }
    html.open("details", "open", "open");
    html.leaf("summary", "Mounted over the files, and not looked into: " + mounts.size());
    html.open("ul", "class", "paths");
    HtmlQuota quota = new HtmlQuota(page, mounts.size(), MOST_PATHS);
    for (ContainerDrift.Mount mount : mounts) {
      if (!quota.admits()) {
        break;
      }
      html.open("li").name(mount.path()).text(" " + Text.excerpt(mount.type()) + " ");
      html.text(Text.excerpt(mount.source())).close("li");
    }
    html.close("ul");
    quota.tellLeftOut("mount", "mounts");
    html.close("details");
  }
}

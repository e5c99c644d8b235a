package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.report.HtmlFindingGroups.Anchored;
import java.io.IOException;
import java.util.List;

/** Shows one group of findings: what is wrong, where it comes from, what to do; not thread-safe. */
final class HtmlFindingCard {
  /** Remedies name no more subjects: nobody pastes longer commands. */
  private static final int MOST_REMEDIED = 100;

  /** Subjects that are shown without opening the evidence. */
  private static final int MOST_SUBJECTS = 24;

  private final HtmlPage page;
  private final HtmlWriter html;
  private final ImageReport image;
  private final HtmlFindingGroups groups;
  private final Severity failOn;

  HtmlFindingCard(HtmlPage page, ImageReport image, HtmlFindingGroups groups, Severity failOn) {
    this.page = page;
    this.html = page.html();
    this.image = image;
    this.groups = groups;
    this.failOn = failOn;
  }

  void render(Anchored anchored) throws IOException {
    FindingGroup group = anchored.group();
    Finding first = group.first();
    html.open(
        "li",
        "class",
        "finding " + HtmlVerdict.style(first.severity(), failOn),
        "id",
        anchored.anchor());
    html.open("p", "class", "what");
    HtmlVerdict.severity(html, first.severity(), failOn);
    html.text(" ").leaf("span", Wording.message(group.headline(), false), "class", "message");
    html.text(" ").leaf("span", group.codes(), "class", "reason-code").close("p");
    if (group.location().isPresent()) {
      location(group, group.location().get());
    }
    subjects(group);
    remedy(group);
    new HtmlEvidence(page).render(group);
    html.close("li");
  }

  private void location(FindingGroup group, LayerLocation location) throws IOException {
    html.open("p", "class", "where").text("from ");
    String name = group.whose("layer " + (location.layerIndex() + 1));
    boolean isDrawn = location.layerIndex() < image.layers().size();
    if (isDrawn) {
      html.leaf("a", name, "href", "#" + groups.layer(location.layerIndex()));
    } else {
      html.text(name);
    }
    html.text(" ").code(Wording.message(location.layerDigest(), false));
    if (location.instruction().isPresent()) {
      html.text(" made by ").name(cut(location.instruction().get()));
    }
    html.close("p");
  }

  /** Names what a group is about; a single finding's message has done that. */
  private void subjects(FindingGroup group) throws IOException {
    if (group.size() == 1) {
      return;
    }
    List<String> subjects = group.subjects();
    HtmlQuota quota = new HtmlQuota(page, subjects.size(), MOST_SUBJECTS);
    html.open("p", "class", "subjects");
    for (String subject : subjects) {
      if (!quota.admits()) {
        break;
      }
      html.code(subject).text(" ");
    }
    if (quota.leftOut() > 0) {
      html.leaf(
          "span", "and " + Wording.grouped(quota.leftOut()) + " more, see below", "class", "aside");
    }
    html.close("p");
  }

  private void remedy(FindingGroup group) throws IOException {
    int most = Math.min(group.size(), MOST_REMEDIED);
    List<RemedyLines.Line> lines = new FindingGroup(group.findings().subList(0, most)).remedy(true);
    if (lines.isEmpty()) {
      return;
    }
    boolean isUrgent = group.first().severity().isAtLeast(failOn);
    String[] attributes =
        isUrgent
            ? new String[] {"class", "remedy", "open", "open"}
            : new String[] {"class", "remedy"};
    html.open("details", attributes).leaf("summary", "Remedy");
    html.open("dl");
    for (RemedyLines.Line line : lines) {
      remedyLine(line);
    }
    html.close("dl");
    if (most < group.size()) {
      html.leaf(
          "p",
          "These lines are about the first " + most + " of " + Wording.grouped(group.size()) + ".",
          "class",
          "left-out");
    }
    html.close("details");
  }

  private void remedyLine(RemedyLines.Line line) throws IOException {
    String text = String.join(" ", line.words());
    String label = line.label();
    if (!label.isEmpty()) {
      html.leaf("dt", label.endsWith(":") ? label.substring(0, label.length() - 1) : label);
    }
    html.open("dd");
    boolean isForPasting = line.isCommand() || text.startsWith("<");
    if (isForPasting) {
      html.open("pre").code(text).close("pre");
    } else {
      html.text(text.isEmpty() ? "" : capitalized(text));
    }
    html.close("dd");
  }

  private static String capitalized(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }

  private static String cut(String raw) {
    String excerpt = Text.excerpt(raw);
    return excerpt.endsWith("…") ? raw.substring(0, Math.min(raw.length(), 200)) + "…" : raw;
  }
}

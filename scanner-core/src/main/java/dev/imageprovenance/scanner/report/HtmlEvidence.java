package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.finding.Evidence;
import dev.imageprovenance.scanner.finding.Evidence.AccountEvidence;
import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.ClauseEvidence;
import dev.imageprovenance.scanner.finding.Evidence.DigestEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Evidence.OriginEvidence;
import dev.imageprovenance.scanner.finding.Evidence.UserEvidence;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;

/** Shows the facts that a group of findings rests on, as a table; not thread-safe. */
final class HtmlEvidence {
  /** Of more findings in one group the rest is counted. */
  private static final int MOST_FINDINGS = 1_000;

  /** Of more links to one file the rest is counted. */
  private static final int MOST_LINKS = 20;

  private final HtmlPage page;
  private final HtmlWriter html;

  HtmlEvidence(HtmlPage page) {
    this.page = page;
    this.html = page.html();
  }

  void render(FindingGroup group) throws IOException {
    boolean isAboutFiles = group.first().evidence(FileEvidence.class).isPresent();
    boolean hasFacts = group.size() > 1 || !group.first().evidence().isEmpty();
    if (!hasFacts) {
      return;
    }
    html.open("details", "class", "evidence");
    html.leaf("summary", summary(group, isAboutFiles));
    html.open("div", "class", "scroll").open("table");
    boolean hasFurther = !isAboutFiles || hasFurther(group);
    head(isAboutFiles, hasFurther);
    html.open("tbody");
    HtmlQuota quota = new HtmlQuota(page, group.size(), MOST_FINDINGS);
    for (Finding finding : group.findings()) {
      if (!quota.admits()) {
        break;
      }
      row(finding, isAboutFiles, hasFurther);
    }
    html.close("tbody").close("table").close("div");
    quota.tellLeftOut("finding", "findings");
    html.close("details");
  }

  private static String summary(FindingGroup group, boolean isAboutFiles) {
    return isAboutFiles ? "Evidence: " + Wording.count(group.size(), "file", "files") : "Evidence";
  }

  private void head(boolean isAboutFiles, boolean hasFurther) throws IOException {
    html.open("thead").open("tr");
    header(isAboutFiles ? "Path" : "About");
    if (isAboutFiles) {
      header("Mode");
      header("Owner");
      header("Size");
      header("Content");
    }
    if (hasFurther) {
      header(isAboutFiles ? "Further" : "Facts");
    }
    html.close("tr").close("thead");
  }

  private void header(String name) throws IOException {
    html.leaf("th", name, "scope", "col");
  }

  private void row(Finding finding, boolean isAboutFiles, boolean hasFurther) throws IOException {
    html.open("tr");
    FileEvidence file = isAboutFiles ? finding.evidence(FileEvidence.class).orElse(null) : null;
    if (file == null) {
      html.open("th", "scope", "row").name(finding.subject()).close("th");
      if (isAboutFiles) {
        html.leaf("td", "", "colspan", "4");
      }
    } else {
      file(file);
    }
    if (hasFurther) {
      html.open("td");
      for (Evidence evidence : finding.evidence()) {
        if (evidence != file) {
          html.open("div");
          fact(evidence);
          html.close("div");
        }
      }
      html.close("td");
    }
    html.close("tr");
  }

  /** Whether there is anything but one file in the evidence of some. */
  private static boolean hasFurther(FindingGroup group) {
    for (Finding finding : group.findings()) {
      int files = finding.evidence(FileEvidence.class).isPresent() ? 1 : 0;
      if (finding.evidence().size() > files) {
        return true;
      }
    }
    return false;
  }

  private void file(FileEvidence file) throws IOException {
    html.open("th", "scope", "row").name(file.path());
    int links = 0;
    for (String other : file.otherPaths()) {
      if (links++ == MOST_LINKS) {
        html.text(" and " + Wording.grouped(file.otherPaths().size() - MOST_LINKS) + " more links");
        break;
      }
      html.text(" also ").name(other);
    }
    if (file.hidden()) {
      html.leaf("div", "hidden by a higher layer", "class", "aside");
    }
    html.close("th");
    html.open("td", "class", "short").code(Wording.octal(file.mode())).close("td");
    html.open("td", "class", "short").code(FindingGroup.ownership(file)).close("td");
    html.leaf("td", Wording.grouped(file.size()), "class", "amount");
    html.open("td").code(file.contentDigest().orElse("(" + file.type() + ")")).close("td");
  }

  private void fact(Evidence evidence) throws IOException {
    if (evidence instanceof FileEvidence other) {
      html.name(other.path()).text(" " + Wording.octal(other.mode()) + " ");
      html.code(FindingGroup.ownership(other));
    } else if (evidence instanceof CapabilityEvidence capabilities) {
      html.code(FindingGroup.capabilities(capabilities));
      html.text(" revision " + capabilities.revision());
    } else if (evidence instanceof UserEvidence user) {
      user(user);
    } else if (evidence instanceof AccountEvidence account) {
      html.name(account.file()).text(" line " + account.line() + ": ").name(account.name());
      if (account.id().isPresent()) {
        html.text(", id " + account.id().get());
      }
    } else if (evidence instanceof DigestEvidence digest) {
      compared(digest);
    } else if (evidence instanceof ClauseEvidence clause) {
      html.text("policy ").name(clause.clause());
      if (clause.location().isPresent()) {
        html.text(" at ").name(clause.location().get().toString());
      }
    } else if (evidence instanceof OriginEvidence origin) {
      html.text(TextFindingSection.inWords(origin));
    } else if (evidence instanceof NamedValue named) {
      html.text(Text.escape(named.name()) + " ").name(named.value());
    } else {
      throw new IllegalStateException("no wording for " + evidence.getClass());
    }
  }

  private void user(UserEvidence user) throws IOException {
    html.text("User is ");
    if (user.configured().isEmpty()) {
      html.text("not set");
    } else {
      html.name(user.configured());
    }
    html.text(", class " + Text.escape(user.userClass()));
    if (user.uid().isPresent()) {
      html.text(", uid " + user.uid().get());
    }
    if (user.gid().isPresent()) {
      html.text(", gid " + user.gid().get());
    }
    if (!user.supplementaryGroups().isEmpty()) {
      html.text(", groups");
      for (long group : user.supplementaryGroups()) {
        html.text(" " + group);
      }
    }
  }

  private void compared(DigestEvidence digest) throws IOException {
    html.open("div", "class", "contrast");
    html.text(Text.escape(digest.kind()) + " expected ").name(digest.expected());
    html.text(" (" + Text.escape(digest.expectedFrom()) + ")").close("div");
    if (digest.actual().isPresent()) {
      html.open("div", "class", "contrast found");
      html.text("found ").name(digest.actual().get()).close("div");
    }
  }
}

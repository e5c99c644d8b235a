package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.image.Fact;
import java.io.IOException;
import java.util.Optional;

/**
 * Draws how equal two sides are as a ladder: the strongest rung on top, the one that was proved
 * marked, and how high one had to get; not thread-safe.
 */
final class HtmlLadder {
  private final HtmlWriter html;

  HtmlLadder(HtmlWriter html) {
    this.html = html;
  }

  void render(int level, Comparison comparison) throws IOException {
    Optional<Rung> reached =
        comparison.isIntegrityBroken() ? Optional.empty() : comparison.rung().asKnown();
    html.open("section").leaf("h" + level, "How equal they are");
    if (reached.isEmpty()) {
      html.open("p", "class", "problem").leaf("b", "No rung is proved: ");
      html.text(Wording.message(reason(comparison), false)).close("p");
    }
    html.open("ol", "class", "ladder");
    for (Rung rung : Rung.values()) {
      rung(rung, reached, comparison.required());
    }
    html.close("ol");
    if (comparison.assurance() == Assurance.ASSERTED_BY_ENGINE) {
      html.open("p", "class", "hint");
      html.text("It rests on the engine's own records, not on its bytes; ").code("--rehash");
      html.text(" reads its layers.").close("p");
    }
    html.close("section");
  }

  private static String reason(Comparison comparison) {
    return comparison.rung() instanceof Fact.Unknown<Rung> unknown
        ? unknown.reason()
        : comparison.why();
  }

  private void rung(Rung rung, Optional<Rung> reached, Rung required) throws IOException {
    boolean isReached = reached.filter(rung::equals).isPresent();
    boolean suffices = rung.satisfies(required);
    String style =
        "rung "
            + (suffices ? "pass" : "fail")
            + (rung == Rung.DIFFERENT ? " ground" : "")
            + (isReached ? " reached" : "")
            + (rung == required ? " required" : "");
    if (isReached) {
      html.open("li", "class", style, "aria-current", "true");
    } else {
      html.open("li", "class", style);
    }
    html.open("span", "class", "rails", "aria-hidden", "true").close("span");
    html.open("div").leaf("b", rung.label()).text(" ");
    if (isReached) {
      html.leaf("span", suffices ? "reached" : "reached, which is too low", "class", "tag here");
      html.text(" ");
    }
    if (rung == required) {
      html.leaf("span", "required, or a rung above", "class", "tag");
    }
    html.leaf("p", meaning(rung)).close("div").close("li");
  }

  private static String meaning(Rung rung) {
    return switch (rung) {
      case IDENTICAL -> "The manifest or index is the same, byte for byte.";
      case SAME_IMAGE -> "The same configuration and the same layers, packaged in another way.";
      case SAME_RUNTIME -> "The same layers, and the same settings wherever a runtime looks.";
      case SAME_CONTENT -> "The same files and runtime settings from another build.";
      case DIFFERENT -> "A setting or a file differs.";
    };
  }
}

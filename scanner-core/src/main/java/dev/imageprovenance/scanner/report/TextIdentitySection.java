package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.List;

/** Tells the digests that the two sides go by, each with kind and origin; not thread-safe. */
final class TextIdentitySection {
  private static final int KIND_COLUMN = LabelledLines.VALUE_COLUMN + 10;
  private static final int DIGEST_COLUMN = KIND_COLUMN + 9;

  private final TextPage page;
  private final LabelledLines lines;
  private final boolean verbose;
  private final Comparison comparison;

  TextIdentitySection(TextPage page, LabelledLines lines, boolean verbose, Comparison comparison) {
    this.page = page;
    this.lines = lines;
    this.verbose = verbose;
    this.comparison = comparison;
  }

  void render() throws IOException {
    List<KnownDigest> deployed = KnownDigests.ofDeployed(comparison);
    List<KnownDigest> registry = KnownDigests.ofRegistry(comparison);
    boolean isMany = comparison.images().size() > 1 && !verbose;
    if (isMany) {
      deployed = comparison.deployed().identity().digests();
      registry = comparison.registry().identity().digests();
    }
    if (deployed.equals(registry)) {
      print("both", deployed);
    } else {
      print("deployed", deployed);
      print("registry", registry);
    }
    lines.end();
    if (verbose) {
      verifications();
    }
  }

  private void print(String side, List<KnownDigest> digests) throws IOException {
    boolean first = true;
    for (KnownDigest known : digests) {
      Phrase phrase = new Phrase();
      if (first) {
        phrase.wordAt(LabelledLines.VALUE_COLUMN, side, Style.PLAIN);
      }
      phrase
          .wordAt(KIND_COLUMN, KnownDigests.kind(comparison, known), Style.PLAIN)
          .wordAt(DIGEST_COLUMN, Wording.digest(known.digest(), verbose), Style.PLAIN)
          .words("(" + known.origin().label() + ")", Style.FAINT);
      known.repository().ifPresent(name -> phrase.words("of").word(Text.escape(name), Style.PLAIN));
      lines.printFurther("digests", phrase);
      first = false;
    }
  }

  private void verifications() throws IOException {
    TextVerificationList list = new TextVerificationList(page, LabelledLines.VALUE_COLUMN, true);
    for (ImageComparison image : comparison.images()) {
      list.print("deployed", image.deployedVerifications());
      list.print("registry", image.registryVerifications());
    }
  }
}

package dev.imageprovenance.scanner.report;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageComparison;
import dev.imageprovenance.scanner.compare.ImageIdentity.KnownDigest;
import dev.imageprovenance.scanner.image.SourceKind;
import dev.imageprovenance.scanner.oci.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    SourceKind kind = comparison.deployed().kind();
    if (kind == SourceKind.DOCKER_DAEMON || kind == SourceKind.PODMAN) {
      lines.print(
          "held by",
          new Phrase().words(Wording.message(comparison.deployed().servedBy(), verbose)));
    }
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
    for (Map.Entry<KnownDigest, List<String>> entry : withRepositories(digests).entrySet()) {
      KnownDigest known = entry.getKey();
      Phrase phrase = new Phrase();
      if (first) {
        phrase.wordAt(LabelledLines.VALUE_COLUMN, side, Style.PLAIN);
      }
      phrase
          .wordAt(KIND_COLUMN, KnownDigests.kind(comparison, known), Style.PLAIN)
          .wordAt(DIGEST_COLUMN, Wording.digest(known.digest(), verbose), Style.PLAIN)
          .words("(" + known.origin().label() + ")", Style.FAINT);
      if (!entry.getValue().isEmpty()) {
        phrase.words("of " + TextDriftSection.names(entry.getValue(), verbose));
      }
      lines.printFurther("digests", phrase);
      first = false;
    }
  }

  /** Each digest once, with the repositories that it was recorded for. */
  private static Map<KnownDigest, List<String>> withRepositories(List<KnownDigest> digests) {
    Map<String, KnownDigest> first = new HashMap<>();
    Map<KnownDigest, List<String>> repositories = new LinkedHashMap<>();
    for (KnownDigest known : digests) {
      String same = known.digest() + " " + known.origin();
      KnownDigest told = first.computeIfAbsent(same, unused -> known);
      List<String> names = repositories.computeIfAbsent(told, unused -> new ArrayList<>());
      known.repository().ifPresent(name -> names.add(Text.escape(name)));
    }
    return repositories;
  }

  private void verifications() throws IOException {
    TextVerificationList list = new TextVerificationList(page, LabelledLines.VALUE_COLUMN, true);
    for (ImageComparison image : comparison.images()) {
      list.print("deployed", image.deployedVerifications());
      list.print("registry", image.registryVerifications());
    }
  }
}

package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.CheckId;
import dev.imageprovenance.scanner.finding.Evidence.DigestEvidence;
import dev.imageprovenance.scanner.finding.Evidence.NamedValue;
import dev.imageprovenance.scanner.finding.Finding;
import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.finding.Remedy;
import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.DigestVerification.Status;
import dev.imageprovenance.scanner.image.DigestVerification.When;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.ImageAnomaly;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.LayerFacts;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Asks whether every byte of the image is the byte that was promised; stateless and thread-safe.
 * What nobody verified makes it UNKNOWN, never a pass.
 */
public final class IntegrityCheck implements Check {
  private static final String REBUILD =
      "Do not run the image: pull it again, and if it stays broken, build and push it anew and find"
          + " out who changed it";

  @Override
  public CheckId id() {
    return CheckId.INTEGRITY;
  }

  @Override
  public String title() {
    return "Is every byte of the image the byte that was promised?";
  }

  @Override
  public Map<String, Severity> codes() {
    Map<String, Severity> codes = new TreeMap<>();
    codes.put("SIZE_MISMATCH", Severity.CRITICAL);
    codes.put("DIGEST_MISMATCH", Severity.CRITICAL);
    codes.put("BROKEN_CONTENT", Severity.CRITICAL);
    codes.put(LayerAnomaly.Kind.TRAILING_COMPRESSED_DATA.name(), Severity.CRITICAL);
    codes.put(LayerAnomaly.Kind.TRAILING_DATA.name(), Severity.MEDIUM);
    for (ImageAnomaly.Kind each : ImageAnomaly.Kind.values()) {
      if (each != ImageAnomaly.Kind.FOREIGN_LAYER) {
        codes.put(code(each), severity(each));
      }
    }
    return codes;
  }

  @Override
  public CheckOutcome check(ImageFacts facts) {
    List<Finding> findings = new ArrayList<>();
    Set<String> unknown = new LinkedHashSet<>();
    Map<LayerKey, String> toldOfLayers = new HashMap<>();
    judgeDigests(facts, findings, unknown, toldOfLayers);
    judgeLayers(facts, Optional.empty(), facts.layers(), findings, unknown, toldOfLayers.keySet());
    for (CopyState copy : facts.copies()) {
      Optional<Digest> manifest = Optional.of(copy.copy().manifest());
      judgeLayers(facts, manifest, copy.layers(), findings, unknown, toldOfLayers.keySet());
    }
    for (ImageAnomaly anomaly : facts.image().anomalies()) {
      judgeAnomaly(anomaly, findings, unknown);
    }
    return Findings.outcome(id(), findings, unknown, summarize(facts));
  }

  /** A layer of the image, or of one of its copies. */
  private record LayerKey(Optional<Digest> copy, int index) {
    String name() {
      return "layer " + (index + 1) + ofCopy(copy);
    }
  }

  private void judgeLayers(
      ImageFacts facts,
      Optional<Digest> copy,
      List<LayerState> layers,
      List<Finding> findings,
      Set<String> unknown,
      Set<LayerKey> toldOfLayers) {
    for (LayerState layer : layers) {
      LayerKey key = new LayerKey(copy, layer.layer().index());
      judgeCompleteness(facts, key, layer, unknown, toldOfLayers);
      judgeStream(key, layer, findings);
    }
  }

  /**
   * Judges what became of each digest.
   *
   * @param toldOfLayers by layer, why it could not be read: the same reason is told once for both
   *     digests of the layer
   */
  private void judgeDigests(
      ImageFacts facts,
      List<Finding> findings,
      Set<String> unknown,
      Map<LayerKey, String> toldOfLayers) {
    for (DigestVerification digest : facts.verifications()) {
      if (digest.status() == Status.VERIFIED) {
        continue;
      }
      if (digest.status() == Status.MISMATCH && digest.actual().isPresent()) {
        findings.add(mismatch(facts, digest, digest.actual().get()));
        continue;
      }
      boolean told =
          digest
              .layerIndex()
              .map(index -> new LayerKey(digest.copy(), index))
              .map(layer -> digest.note().equals(toldOfLayers.put(layer, digest.note())))
              .orElse(false);
      if (told) {
        continue;
      }
      if (digest.status() == Status.MISMATCH) {
        findings.add(unreadable(facts, digest));
      } else {
        unknown.add(name(digest) + " could not be verified: " + ImagePath.words(digest.note()));
      }
    }
  }

  private Finding mismatch(ImageFacts facts, DigestVerification digest, Digest actual) {
    boolean sizeOnly = actual.equals(digest.expected());
    String note = digest.note().isEmpty() ? "" : " (" + ImagePath.words(digest.note()) + ")";
    return digestFinding(
        facts,
        digest,
        sizeOnly ? "SIZE_MISMATCH" : "DIGEST_MISMATCH",
        sizeOnly
            ? name(digest) + " has another size than was promised" + note
            : name(digest)
                + " is not what was promised: expected "
                + digest.expected()
                + " (from the "
                + digest.expectedFrom().label()
                + "), found "
                + actual
                + note);
  }

  /** The bytes are so broken that they could not be read to their end and hashed. */
  private Finding unreadable(ImageFacts facts, DigestVerification digest) {
    return digestFinding(
        facts,
        digest,
        "BROKEN_CONTENT",
        name(digest) + " cannot be what was promised: " + ImagePath.words(digest.note()));
  }

  private Finding digestFinding(
      ImageFacts facts, DigestVerification digest, String code, String message) {
    return new Finding(
        id(),
        code,
        Severity.CRITICAL,
        digest.expected().toString(),
        message,
        Optional.of(Remedy.of(REBUILD)),
        location(facts, digest),
        List.of(
            new DigestEvidence(
                digest.kind().label(),
                digest.expected().toString(),
                digest.expectedFrom().label(),
                digest.actual().map(Digest::toString))));
  }

  private static Optional<LayerLocation> location(ImageFacts facts, DigestVerification digest) {
    List<LayerState> layers =
        digest.copy().map(manifest -> facts.copy(manifest).layers()).orElse(facts.layers());
    return digest
        .layerIndex()
        .flatMap(
            index -> layers.stream().filter(layer -> layer.layer().index() == index).findFirst())
        .map(LayerState::location);
  }

  /** A digest that nobody even tried to verify must not count as verified. */
  private static void judgeCompleteness(
      ImageFacts facts,
      LayerKey key,
      LayerState state,
      Set<String> unknown,
      Set<LayerKey> toldOfLayers) {
    ImageLayer layer = state.layer();
    String name = key.name();
    if (!toldOfLayers.contains(key)) {
      state.facts().whyUnknown().map(ImagePath::words).ifPresent(unknown::add);
    }
    if (layer.descriptor().isPresent() && !isJudged(facts, DigestKind.LAYER, key)) {
      unknown.add("the stored bytes of " + name + " were not verified");
    }
    if (layer.diffId().isEmpty()) {
      unknown.add(name + " has no diffID, so that nothing says what it should contain");
    } else if (!isJudged(facts, DigestKind.DIFF_ID, key)) {
      unknown.add("the content of " + name + " was not verified against its diffID");
    }
  }

  private static boolean isJudged(ImageFacts facts, DigestKind kind, LayerKey layer) {
    return facts.verifications().stream()
        .anyMatch(
            digest ->
                digest.kind() == kind
                    && digest.copy().equals(layer.copy())
                    && digest.layerIndex().equals(Optional.of(layer.index())));
  }

  private void judgeStream(LayerKey key, LayerState state, List<Finding> findings) {
    if (!(state.facts() instanceof Fact.Known<LayerFacts> known)) {
      return;
    }
    for (LayerAnomaly anomaly : known.value().anomalies()) {
      if (anomaly.kind() == LayerAnomaly.Kind.TRAILING_COMPRESSED_DATA) {
        findings.add(
            streamFinding(
                key,
                state,
                anomaly,
                Severity.CRITICAL,
                "has bytes behind the end of its compressed stream: podman refuses them, docker and"
                    + " containerd ignore them"));
      } else if (anomaly.kind() == LayerAnomaly.Kind.TRAILING_DATA) {
        findings.add(
            streamFinding(
                key,
                state,
                anomaly,
                Severity.MEDIUM,
                "has data behind the end of its tar, which engines ignore and other programs may"
                    + " read"));
      }
    }
  }

  private Finding streamFinding(
      LayerKey key, LayerState state, LayerAnomaly anomaly, Severity severity, String what) {
    return new Finding(
        id(),
        anomaly.kind().name(),
        severity,
        "layer " + state.layer().displayDigest(),
        "L" + key.name().substring(1) + " " + what + detail(anomaly.detail()),
        Optional.of(
            Remedy.of(
                "Build the layer again with a tool that ends it where it ends (docker build,"
                    + " jib)")),
        Optional.of(state.location()),
        List.of(new NamedValue("detail", anomaly.detail())));
  }

  private static String detail(String detail) {
    return detail.isEmpty() ? "" : " (" + ImagePath.words(detail) + ")";
  }

  private void judgeAnomaly(ImageAnomaly anomaly, List<Finding> findings, Set<String> unknown) {
    String message = ImagePath.words(anomaly.subject()) + ": " + ImagePath.words(anomaly.detail());
    if (anomaly.kind() == ImageAnomaly.Kind.FOREIGN_LAYER) {
      unknown.add(message);
      return;
    }
    findings.add(
        new Finding(
            id(),
            code(anomaly.kind()),
            severity(anomaly.kind()),
            anomaly.subject(),
            message,
            Optional.of(Remedy.of(remedy(anomaly.kind()))),
            Optional.empty(),
            List.of(new NamedValue("detail", anomaly.detail()))));
  }

  private static String code(ImageAnomaly.Kind kind) {
    return kind == ImageAnomaly.Kind.OTHER ? "DOCUMENT_ANOMALY" : kind.name();
  }

  private static Severity severity(ImageAnomaly.Kind kind) {
    return switch (kind) {
      // Engines disagree about which layers there are: what was verified need not be what runs.
      case LAYER_COUNT_MISMATCH -> Severity.CRITICAL;
      // The registry itself says that these are not the bytes.
      case HEADER_DIGEST_MISMATCH -> Severity.CRITICAL;
      // The index leads one platform's machines to another platform's image.
      case PLATFORM_MISMATCH -> Severity.CRITICAL;
      // Engines with a containerd store load another image than the one that was scanned.
      case ARCHIVE_CONTRADICTS_ITSELF -> Severity.CRITICAL;
      case FALSE_ATTESTATION, AMBIGUOUS_INDEX, RUNNABLE_ARTIFACT -> Severity.HIGH;
      case MEDIA_TYPE_MISMATCH, FOLDED_KEY, FOREIGN_LAYER, OTHER -> Severity.MEDIUM;
      case NO_LAYERS -> Severity.LOW;
    };
  }

  private static String remedy(ImageAnomaly.Kind kind) {
    return switch (kind) {
      case LAYER_COUNT_MISMATCH, HEADER_DIGEST_MISMATCH -> REBUILD;
      case ARCHIVE_CONTRADICTS_ITSELF ->
          "Do not load the archive: save the image again, and if it stays so, find out who changed it";
      case AMBIGUOUS_INDEX ->
          "Leave one child per platform in the index, or scan every child with --all-platforms, or"
              + " the one that runs by its digest";
      case RUNNABLE_ARTIFACT ->
          "Give an image an image's config type, or take the child out of the index";
      case FALSE_ATTESTATION ->
          "Find out who added the child to the index; a real attestation names a sibling's digest"
              + " and holds in-toto statements only";
      case NO_LAYERS -> "Check that this is the image you meant: it has no files";
      default -> "Build and push the image again with a tool that writes consistent documents";
    };
  }

  private static String name(DigestVerification digest) {
    return switch (digest.kind()) {
      case LAYER -> "layer " + number(digest) + ofCopy(digest.copy());
      case DIFF_ID ->
          "the content of layer " + number(digest) + ofCopy(digest.copy()) + " (its diffID)";
      default -> "the " + digest.kind().label() + ofCopy(digest.copy());
    };
  }

  private static String ofCopy(Optional<Digest> copy) {
    return copy.map(manifest -> " of the copy " + manifest).orElse("");
  }

  private static String number(DigestVerification digest) {
    return digest.layerIndex().map(index -> Integer.toString(index + 1)).orElse("?");
  }

  private static String summarize(ImageFacts facts) {
    String copies =
        facts.copies().stream()
            .filter(copy -> isVerified(facts, copy))
            .map(IntegrityCheck::describe)
            .collect(Collectors.joining(", "));
    return summarize(facts.verifications())
        + (copies.isEmpty() ? "" : "; also verified: " + copies);
  }

  private static boolean isVerified(ImageFacts facts, CopyState copy) {
    return facts.verifications().stream()
            .filter(digest -> digest.copy().equals(Optional.of(copy.copy().manifest())))
            .allMatch(digest -> digest.status() == Status.VERIFIED)
        && copy.layers().stream()
            .allMatch(
                state -> state.facts().asKnown().isPresent() && state.layer().diffId().isPresent());
  }

  private static String describe(CopyState copy) {
    Set<String> compressions = new TreeSet<>();
    for (LayerState layer : copy.layers()) {
      layer.facts().asKnown().ifPresent(facts -> compressions.add(facts.compression().label()));
    }
    return "copy "
        + copy.copy().manifest()
        + (compressions.isEmpty() ? "" : " (" + String.join(", ", compressions) + ")");
  }

  private static String summarize(List<DigestVerification> digests) {
    long verified = digests.stream().filter(d -> d.status() == Status.VERIFIED).count();
    long earlier =
        digests.stream()
            .filter(d -> d.status() == Status.VERIFIED && d.when() == When.EARLIER)
            .count();
    return verified
        + " of "
        + Findings.count(digests.size(), "digest", "digests")
        + " verified"
        + (earlier == 0 ? "" : ", " + earlier + " of them earlier");
  }
}

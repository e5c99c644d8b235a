package dev.imageprovenance.scanner.lineage;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.Resolution;
import dev.imageprovenance.scanner.lineage.BaseClaim.Origin;
import dev.imageprovenance.scanner.oci.Descriptor;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.DigestAlgorithm;
import dev.imageprovenance.scanner.oci.DigestKind;
import dev.imageprovenance.scanner.oci.ImageIndex;
import dev.imageprovenance.scanner.oci.ImageManifest;
import dev.imageprovenance.scanner.oci.MediaType;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.statement.PredicateTypes;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance;
import dev.imageprovenance.scanner.signature.statement.Statement;
import dev.imageprovenance.scanner.signature.statement.StatementParser;
import dev.imageprovenance.scanner.source.AttestationRule;
import dev.imageprovenance.scanner.source.ImageResolver;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the images that BuildKit's provenance beside an image says it was built with (BuildKit
 * attestation-storage.md; SLSA provenance v0.2 and v1); not thread-safe. Nobody has signed these
 * statements, their order means nothing, and images that only built are among them: all of it is
 * claims.
 */
public final class ProvenanceMaterials {
  private static final String PREDICATE_TYPE = "in-toto.io/predicate-type";

  /** Each is asked for at its registry. */
  private static final int MOST_MATERIALS = 100;

  /** BuildKit writes one. */
  private static final int MOST_STATEMENTS = 32;

  private final ContentStore store;
  private final ImageResolver documents;
  private final Limits limits;
  private int attestations;
  private int statements;
  private int materials;

  /** Finds them in the store that the image was read from. */
  public ProvenanceMaterials(ContentStore store, ScanContext context) {
    this.store = store;
    this.documents = new ImageResolver(store, context);
    this.limits = context.limits();
  }

  /**
   * The images that were in the build. What cannot be read or understood is a claim that cannot be
   * used, with the reason.
   *
   * @throws ScanException of kind CANCELLED
   */
  public List<BaseClaim> of(Image image) {
    Optional<Digest> manifest = image.manifest().map(ImageManifest::digest);
    List<BaseClaim> claims = new ArrayList<>();
    attestations = 0;
    statements = 0;
    materials = 0;
    if (manifest.isEmpty()) {
      return claims;
    }
    for (Resolution.Step step : image.resolution().steps()) {
      if (step.kind() == DigestKind.INDEX) {
        collect("index " + step.digest(), claims, () -> ofIndex(step.digest(), manifest.get()));
      }
    }
    return claims;
  }

  @FunctionalInterface
  private interface Reading {
    List<BaseClaim> read();
  }

  private static void collect(String what, List<BaseClaim> claims, Reading reading) {
    try {
      claims.addAll(reading.read());
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      claims.add(unusable(what, String.valueOf(e.getMessage())));
    }
  }

  private List<BaseClaim> ofIndex(Digest digest, Digest manifest) {
    List<BaseClaim> claims = new ArrayList<>();
    if (documents.root(new ImageResolver.Root.ByDigest(digest)) instanceof ImageIndex index) {
      for (Descriptor child : index.manifests()) {
        if (AttestationRule.isClaimedAbout(child, manifest)) {
          if (++attestations > MOST_STATEMENTS) {
            return withMore(claims, "index " + digest, "attestations");
          }
          collect("attestation " + child.digest(), claims, () -> ofAttestation(child, manifest));
        }
      }
    }
    return claims;
  }

  private List<BaseClaim> ofAttestation(Descriptor child, Digest manifest) {
    List<BaseClaim> claims = new ArrayList<>();
    ImageResolver.Root root = new ImageResolver.Root.ByDescriptor(child, "attestation");
    if (documents.root(root) instanceof ImageManifest attestation) {
      for (Descriptor layer : attestation.layers()) {
        if (mayBeProvenance(layer)) {
          if (++statements > MOST_STATEMENTS) {
            return withMore(claims, "attestation " + child.digest(), "statements");
          }
          collect("statement " + layer.digest(), claims, () -> ofStatement(layer, manifest));
        }
      }
    }
    return claims;
  }

  /** Whoever built the image can put any number of them beside it. */
  private static List<BaseClaim> withMore(List<BaseClaim> claims, String what, String noun) {
    claims.add(
        unusable(what, "only the first " + MOST_STATEMENTS + " " + noun + " were looked at"));
    return claims;
  }

  private static boolean mayBeProvenance(Descriptor layer) {
    String type = layer.annotations().getOrDefault(PREDICATE_TYPE, "");
    return layer.mediaType().equals(MediaType.IN_TOTO)
        && (type.isEmpty() || PredicateTypes.isProvenance(type));
  }

  private List<BaseClaim> ofStatement(Descriptor layer, Digest manifest) {
    Statement statement = StatementParser.parse(read(layer), limits);
    if (!(statement.predicate() instanceof SlsaProvenance provenance)) {
      return List.of();
    }
    if (!statement.isAbout(manifest)) {
      return List.of(unusable("statement " + layer.digest(), "it is about another image"));
    }
    List<BaseClaim> claims = new ArrayList<>();
    int left = Math.max(0, MOST_MATERIALS - materials);
    provenance.materials().stream()
        .flatMap(material -> MaterialName.of(material).stream())
        .distinct()
        .limit(left)
        .forEach(named -> claims.add(new BaseClaim(Origin.PROVENANCE, named)));
    materials += claims.size();
    if (provenance.materials().size() > left && claims.size() == left) {
      claims.add(
          unusable(
              "statement " + layer.digest(),
              "of its "
                  + provenance.materials().size()
                  + " materials the first "
                  + left
                  + " images were looked at"));
    }
    return claims;
  }

  private RawDocument read(Descriptor descriptor) {
    DigestAlgorithm algorithm =
        descriptor
            .digest()
            .knownAlgorithm()
            .orElseThrow(
                () ->
                    new ScanException(
                        ProblemKind.UNSUPPORTED,
                        "The algorithm of " + descriptor.digest() + " is unsupported"));
    if (descriptor.size() > limits.configBytes()) {
      throw new ScanException(
          ProblemKind.LIMIT,
          "It has "
              + descriptor.size()
              + " bytes, more than the limit configBytes of "
              + limits.configBytes());
    }
    try (InputStream in = store.blob(descriptor)) {
      RawDocument raw = RawDocument.of(in.readNBytes((int) descriptor.size() + 1));
      Digest actual = raw.digest(algorithm);
      if (!actual.equals(descriptor.digest())) {
        throw new ScanException(
            ProblemKind.INTEGRITY, "Its bytes have the digest " + actual + " instead");
      }
      return raw;
    } catch (IOException e) {
      throw new ScanException(
          ProblemKind.UNREACHABLE,
          "Reading it broke off: " + Text.excerpt(String.valueOf(e.getMessage())),
          null,
          e);
    }
  }

  private static BaseClaim unusable(String what, String why) {
    return new BaseClaim(Origin.PROVENANCE, new BaseClaim.Statement.Unusable(what, why));
  }
}

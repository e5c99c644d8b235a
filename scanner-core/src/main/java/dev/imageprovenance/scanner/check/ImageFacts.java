package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.LayerLocation;
import dev.imageprovenance.scanner.image.DigestVerification;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.image.ImageLayer;
import dev.imageprovenance.scanner.layer.FileTree;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.signature.Signatures;
import java.util.List;
import java.util.Optional;

/**
 * All that is known about one image when checks run; immutable and thread-safe. What could not be
 * had is an unknown fact with its reason.
 *
 * @param image the documents
 * @param layers each layer's state, lowest first
 * @param verifications every digest of the image and its copies: documents and layers
 * @param tree the effective file system on overlay engines, unknown when a layer is
 * @param inPlaceTree the file system on engines that unpack in place; the same object as the value
 *     of {@code tree} when nothing is ambiguous
 * @param copies what was found in copies that an engine may run in the image's place
 * @param lineage which images it is built on; empty when nobody asked
 * @param signatures who signed it and what is attested of it; empty when nobody asked, unknown
 *     where there is no place for signatures beside it
 */
public record ImageFacts(
    Image image,
    List<LayerState> layers,
    List<DigestVerification> verifications,
    Fact<FileTree> tree,
    Fact<FileTree> inPlaceTree,
    List<CopyState> copies,
    Optional<Lineage> lineage,
    Optional<Fact<Signatures>> signatures) {
  /** Copies the lists. */
  public ImageFacts {
    layers = List.copyOf(layers);
    verifications = List.copyOf(verifications);
    copies = List.copyOf(copies);
  }

  /** Facts of an image without copies, of whose origin nobody asked. */
  public ImageFacts(
      Image image,
      List<LayerState> layers,
      List<DigestVerification> verifications,
      Fact<FileTree> tree,
      Fact<FileTree> inPlaceTree) {
    this(
        image,
        layers,
        verifications,
        tree,
        inPlaceTree,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with what it is built on. */
  public ImageFacts withLineage(Lineage found) {
    return new ImageFacts(
        image, layers, verifications, tree, inPlaceTree, copies, Optional.of(found), signatures);
  }

  /** The same with who signed it. */
  public ImageFacts withSignatures(Fact<Signatures> found) {
    return new ImageFacts(
        image, layers, verifications, tree, inPlaceTree, copies, lineage, Optional.of(found));
  }

  /** Where the layer of that index is, for a finding. */
  public LayerLocation locate(int layerIndex) {
    ImageLayer layer = image.layers().get(layerIndex);
    return new LayerLocation(
        layerIndex,
        layer.displayDigest(),
        layer.history().flatMap(history -> history.instruction()));
  }

  /**
   * The copy with that manifest.
   *
   * @throws java.util.NoSuchElementException if the image has no such copy
   */
  public CopyState copy(Digest manifest) {
    return copies.stream()
        .filter(copy -> copy.copy().manifest().equals(manifest))
        .findFirst()
        .orElseThrow();
  }

  /** The trees that checks must look at: one, or two where engines could disagree. */
  public Fact<List<FileTree>> trees() {
    if (tree instanceof Fact.Known<FileTree> overlay
        && inPlaceTree instanceof Fact.Known<FileTree> inPlace) {
      return Fact.known(
          overlay.value() == inPlace.value()
              ? List.of(overlay.value())
              : List.of(overlay.value(), inPlace.value()));
    }
    return Fact.unknown(
        tree.whyUnknown().or(inPlaceTree::whyUnknown).orElse("the file system could not be built"));
  }
}

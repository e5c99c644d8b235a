package dev.imageprovenance.scanner.check;

import dev.imageprovenance.scanner.finding.Severity;
import dev.imageprovenance.scanner.layer.LayerAnomaly;
import dev.imageprovenance.scanner.layer.TreeAnomaly;
import java.util.Optional;

/**
 * Ways in which a layer gives different file systems on different engines, and how much each
 * matters. Names are codes of findings.
 */
enum Ambiguity {
  DUPLICATE_ENTRY(
      Severity.HIGH,
      "the layer has this path more than once: docker and podman refuse it, containerd takes the"
          + " last"),
  REPEATED_DIRECTORY(
      Severity.LOW,
      "the layer has this directory more than once with the same attributes: some engines refuse"
          + " that"),
  ESCAPING_NAME(
      Severity.HIGH,
      "the name tries to leave the root directory: some engines refuse it, others drop or resolve"
          + " the dots"),
  MISPLACED_WHITEOUT(
      Severity.HIGH,
      "the whiteout stands where no honest builder puts it: some engines refuse the layer, some"
          + " keep the file, some delete it"),
  WHITEOUT_AND_CONTENT(
      Severity.HIGH,
      "the layer deletes and brings the same path: overlay engines leave the lower files visible,"
          + " engines that unpack in place delete them"),
  OPAQUE_ORDER(
      Severity.HIGH,
      "what this opaque marker hides depends on the engine: overlay engines and engines that unpack"
          + " in place disagree about it"),
  OVERLAY_WHITEOUT_DEVICE(
      Severity.HIGH,
      "a character device 0:0 is a deletion to the kernel's overlay, and a device elsewhere"),
  OVERLAY_ATTRIBUTE(
      Severity.HIGH,
      "docker and podman store overlay attributes and the kernel or fuse-overlayfs obeys them,"
          + " containerd drops them: they can swap whole directories, or change modes and owners"),
  MALFORMED_CAPABILITY(
      Severity.HIGH,
      "the security.capability attribute is malformed: every engine refuses the layer"),
  OWNER_WRAPS(
      Severity.HIGH, "the owner's number does not fit 32 bits: every engine makes root the owner"),
  TOC_DISAGREES(
      Severity.HIGH,
      "the layer's table of contents and its tar disagree: podman and stargz snapshotters read the"
          + " table, docker and others unpack the tar, so they run different files"),
  TOC_UNREADABLE(
      Severity.HIGH,
      "the layer carries a table of contents that was not compared with its tar: engines that read"
          + " it may run other files than engines that unpack"),
  TOC_MISPLACED(
      Severity.HIGH,
      "the layer's footer or annotation names another table of contents than the one that was"
          + " compared with its tar: engines that read the other one may run other files"),
  SEVERAL_TOCS(
      Severity.HIGH,
      "the layer has more than one table of contents: engines read different ones or refuse it"),
  PARENT_IS_SYMLINK(
      Severity.MEDIUM,
      "the entry lies below a symbolic link of the same layer: docker and podman refuse it,"
          + " containerd and engines that unpack in place follow the link"),
  PARENT_IS_LOWER_SYMLINK(
      Severity.MEDIUM,
      "the entry lies below a symbolic link of a lower layer: overlay engines put a new directory in"
          + " the link's place, engines that unpack in place follow the link"),
  HARD_LINK_TO_LOWER_LAYER(
      Severity.MEDIUM,
      "the hard link points into a lower layer: overlay engines refuse it, engines that unpack in"
          + " place make it, and give the lower file the link's attributes"),
  DANGLING_HARD_LINK(Severity.MEDIUM, "the hard link points at nothing: engines refuse the layer"),
  HARD_LINK_CHANGES_ATTRIBUTES(
      Severity.MEDIUM,
      "the hard link's header has other attributes than its file: docker, podman and containerd"
          + " apply them to both names, other tools ignore them"),
  AMBIGUOUS_HEADER(
      Severity.MEDIUM, "the tar header can be read in more than one way, and readers do"),
  UNKNOWN_ENTRY_TYPE(
      Severity.MEDIUM,
      "the entry has a type that is not applied here: engines skip it or refuse the layer"),
  MISSING_END_OF_ARCHIVE(
      Severity.LOW, "the tar ends without its two zero blocks, as if it had been cut off"),
  AUFS_METADATA(
      Severity.LOW,
      "a name of the AUFS storage driver's bookkeeping: docker skips what is below it, containerd"
          + " and podman unpack it"),
  CASE_FOLDING_NAMES(
      Severity.INFO,
      "names in one directory differ in letter case or Unicode form only: on a file system that"
          + " folds them, as on macOS and Windows, one takes the other's place");

  private final Severity severity;
  private final String explanation;

  Ambiguity(Severity severity, String explanation) {
    this.severity = severity;
    this.explanation = explanation;
  }

  Severity severity() {
    return severity;
  }

  /** What engines do, in one sentence without a full stop. */
  String explanation() {
    return explanation;
  }

  /** Some kinds are ordinary in great number; they are always told together. */
  boolean isAlwaysGrouped() {
    return severity == Severity.INFO;
  }

  /** The ambiguity that a layer's stream shows; empty for what the integrity check tells. */
  static Optional<Ambiguity> of(LayerAnomaly.Kind kind) {
    return switch (kind) {
      case TRAILING_DATA, TRAILING_COMPRESSED_DATA -> Optional.empty();
      case MISSING_END_OF_ARCHIVE -> Optional.of(MISSING_END_OF_ARCHIVE);
      case DUPLICATE_ENTRY -> Optional.of(DUPLICATE_ENTRY);
      case TOC_DISAGREES -> Optional.of(TOC_DISAGREES);
      case TOC_UNREADABLE -> Optional.of(TOC_UNREADABLE);
      case TOC_MISPLACED -> Optional.of(TOC_MISPLACED);
      case SEVERAL_TOCS -> Optional.of(SEVERAL_TOCS);
      case ESCAPING_NAME -> Optional.of(ESCAPING_NAME);
      case MISPLACED_WHITEOUT -> Optional.of(MISPLACED_WHITEOUT);
      case PARENT_IS_SYMLINK -> Optional.of(PARENT_IS_SYMLINK);
      case HARD_LINK_TO_LOWER_LAYER -> Optional.of(HARD_LINK_TO_LOWER_LAYER);
      case OVERLAY_WHITEOUT_DEVICE -> Optional.of(OVERLAY_WHITEOUT_DEVICE);
      case OVERLAY_ATTRIBUTE -> Optional.of(OVERLAY_ATTRIBUTE);
      case MALFORMED_CAPABILITY -> Optional.of(MALFORMED_CAPABILITY);
      case OWNER_WRAPS -> Optional.of(OWNER_WRAPS);
      case AMBIGUOUS_HEADER -> Optional.of(AMBIGUOUS_HEADER);
      case AUFS_METADATA -> Optional.of(AUFS_METADATA);
      case UNKNOWN_ENTRY_TYPE -> Optional.of(UNKNOWN_ENTRY_TYPE);
    };
  }

  /** The ambiguity that stacked layers show. */
  static Ambiguity of(TreeAnomaly.Kind kind) {
    return switch (kind) {
      case PARENT_IS_LOWER_SYMLINK -> PARENT_IS_LOWER_SYMLINK;
      case HARD_LINK_TO_LOWER_LAYER -> HARD_LINK_TO_LOWER_LAYER;
      case WHITEOUT_AND_CONTENT -> WHITEOUT_AND_CONTENT;
      case OPAQUE_ORDER -> OPAQUE_ORDER;
      case CASE_FOLDING_NAMES -> CASE_FOLDING_NAMES;
      case DANGLING_HARD_LINK -> DANGLING_HARD_LINK;
      case HARD_LINK_CHANGES_ATTRIBUTES -> HARD_LINK_CHANGES_ATTRIBUTES;
      case OVERLAY_WHITEOUT_DEVICE -> OVERLAY_WHITEOUT_DEVICE;
    };
  }
}

package dev.imageprovenance.scanner.signature.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whom a user believes about images, and under which conditions; immutable.
 *
 * @param signers keys and identities
 * @param mappings where images are found under another name than they were signed under
 * @param summaries what verification summaries must say to count; empty when whoever asks judges
 *     that himself: then all count that a verifier may write, those that say FAILED too
 * @param trustedRoot who vouches for the certificates of identities; without one these can only be
 *     unknown
 */
public record Trust(
    List<TrustedSigner> signers,
    List<RepositoryMapping> mappings,
    Optional<SummaryRequirement> summaries,
    Optional<TrustedRoot> trustedRoot) {
  /** Nobody is believed: what is found stays unverified. */
  public static final Trust NOBODY = in();

  /** Copies the lists. */
  public Trust {
    signers = List.copyOf(signers);
    mappings = List.copyOf(mappings);
  }

  /** These keys and identities. */
  public static Trust in(TrustedSigner... signers) {
    return new Trust(
        List.of(signers), List.of(), Optional.of(SummaryRequirement.passed()), Optional.empty());
  }

  /** The same trust, and images found below {@code foundAt} were signed below {@code signedAs}. */
  public Trust mapping(String foundAt, String signedAs) {
    List<RepositoryMapping> more = new ArrayList<>(mappings);
    more.add(new RepositoryMapping(foundAt, signedAs));
    return new Trust(signers, more, summaries, trustedRoot);
  }

  /** The same trust with another requirement of verification summaries. */
  public Trust summaries(SummaryRequirement requirement) {
    return new Trust(signers, mappings, Optional.of(requirement), trustedRoot);
  }

  /** The same trust, believing whom {@code root} vouches for about who its identities are. */
  public Trust trustedRoot(TrustedRoot root) {
    return new Trust(signers, mappings, summaries, Optional.of(root));
  }

  /** The keys. */
  public List<TrustedKey> keys() {
    return signers.stream()
        .filter(TrustedKey.class::isInstance)
        .map(TrustedKey.class::cast)
        .toList();
  }

  /** The identities. */
  public List<TrustedIdentity> identities() {
    return signers.stream()
        .filter(TrustedIdentity.class::isInstance)
        .map(TrustedIdentity.class::cast)
        .toList();
  }
}

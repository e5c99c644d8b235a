package dev.imageprovenance.scanner.signature.trust;

import java.util.ArrayList;
import java.util.List;

/**
 * Whom a user believes about images, and under which conditions; immutable.
 *
 * @param signers keys and identities
 * @param mappings where images are found under another name than they were signed under
 * @param summaries what verification summaries must say
 */
public record Trust(
    List<TrustedSigner> signers, List<RepositoryMapping> mappings, SummaryRequirement summaries) {
  /** Nobody is believed: what is found stays unverified. */
  public static final Trust NOBODY = new Trust(List.of(), List.of(), SummaryRequirement.passed());

  /** Copies the lists. */
  public Trust {
    signers = List.copyOf(signers);
    mappings = List.copyOf(mappings);
  }

  /** These keys and identities. */
  public static Trust in(TrustedSigner... signers) {
    return new Trust(List.of(signers), List.of(), SummaryRequirement.passed());
  }

  /** The same trust, and images found below {@code foundAt} were signed below {@code signedAs}. */
  public Trust mapping(String foundAt, String signedAs) {
    List<RepositoryMapping> more = new ArrayList<>(mappings);
    more.add(new RepositoryMapping(foundAt, signedAs));
    return new Trust(signers, more, summaries);
  }

  /** The same trust with another requirement of verification summaries. */
  public Trust summaries(SummaryRequirement requirement) {
    return new Trust(signers, mappings, requirement);
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

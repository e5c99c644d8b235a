package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.context.ScanContext;
import dev.imageprovenance.scanner.image.ContentStore;
import dev.imageprovenance.scanner.image.Image;
import dev.imageprovenance.scanner.lineage.BaseClaim;
import dev.imageprovenance.scanner.lineage.BaseClaim.Statement;
import dev.imageprovenance.scanner.lineage.BaseClaims;
import dev.imageprovenance.scanner.lineage.BaseImage;
import dev.imageprovenance.scanner.lineage.BaseLevel;
import dev.imageprovenance.scanner.lineage.Candidate;
import dev.imageprovenance.scanner.lineage.Candidate.Role;
import dev.imageprovenance.scanner.lineage.CandidateReading;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.lineage.LineageAssembly;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.source.ImageAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks for the bases of one image; used once, not thread-safe. */
final class BaseSearch {
  /** How many bases are asked for their own bases: no honest chain is that long. */
  private static final int MOST_FOLLOWED = 32;

  /** Signatures and lists of referrers, which are kept under tags as well. */
  private static final Pattern NO_IMAGE = Pattern.compile("sha(256|512)-[a-f0-9]{64,128}(\\..+)?");

  private final Image image;
  private final List<BaseClaim> told;
  private final LineageAssembly assembly;
  private final AskedBases asked;
  private final ScanContext context;
  private final BaseReader reader;
  private final ClaimedImages claimed;
  private final Map<String, Candidate> candidates = new LinkedHashMap<>();
  private final List<BaseClaim> claims = new ArrayList<>();

  /**
   * @param store what the image was read from
   * @param told what is claimed elsewhere than in the image's own documents
   */
  BaseSearch(
      Image image,
      Optional<ContentStore> store,
      List<BaseClaim> told,
      LineageAssembly assembly,
      AskedBases asked,
      ScanContext context) {
    this.image = image;
    this.told = told;
    this.assembly = assembly;
    this.asked = asked;
    this.context = context;
    this.reader = asked.reader(image.config().platform());
    this.claimed = new ClaimedImages(asked, reader, store, context);
  }

  Lineage search() {
    asked.bases().forEach(this::readRequested);
    asked.approved().ifPresent(this::readApproved);
    asked.wanted().forEach(this::readWanted);
    List<BaseClaim> said = new ArrayList<>(BaseClaims.of(image, context.limits()));
    said.addAll(told);
    for (BaseClaim claim : said) {
      claims.add(claim);
      readClaimed(claim);
    }
    followBases();
    Lineage lineage = assembly.lineage(claims, candidates.values());
    if (!asked.isThorough()) {
      return lineage;
    }
    BaseFreshness freshness = new BaseFreshness(reader, asked::whyNotAsked, context.limits());
    List<BaseLevel> bases = lineage.bases().stream().map(freshness::of).toList();
    return lineage.withBases(bases);
  }

  private void readRequested(ImageAddress address) {
    claims.add(BaseClaims.requested(address.text(), reference(address)));
    candidates.putIfAbsent(
        address.text(), new Candidate(address.text(), Role.REQUESTED, read(address)));
  }

  private void readApproved(ApprovedBases approved) {
    if (approved instanceof ApprovedBases.InRepository inRepository) {
      readRepository(inRepository.repository());
      return;
    }
    for (ImageAddress address : ((ApprovedBases.Listed) approved).addresses()) {
      if (!candidates.containsKey(address.text())) {
        candidates.put(address.text(), new Candidate(address.text(), Role.LISTED, read(address)));
      }
    }
  }

  private void readWanted(Reference reference) {
    context.cancellation().throwIfCancelled();
    if (!candidates.containsKey(reference.toString())) {
      candidates.put(
          reference.toString(),
          new Candidate(reference.toString(), Role.POLICY, reader.read(reference)));
    }
  }

  private List<CandidateReading> read(ImageAddress address) {
    context.cancellation().throwIfCancelled();
    return reader.read(address);
  }

  private void readRepository(Reference repository) {
    String name = repository.registry() + "/" + repository.repository();
    List<String> tags;
    try {
      tags =
          reader.tags(repository).stream().filter(tag -> !NO_IMAGE.matcher(tag).matches()).toList();
    } catch (ScanException e) {
      if (e.kind() == ProblemKind.CANCELLED) {
        throw e;
      }
      unknown(name, CandidateReading.Unknown.of(e));
      return;
    }
    for (String tag : tags.subList(0, Math.min(tags.size(), asked.mostTags()))) {
      context.cancellation().throwIfCancelled();
      Reference reference =
          new Reference(
              repository.registry(), repository.repository(), Optional.of(tag), Optional.empty());
      candidates.putIfAbsent(
          reference.toString(),
          new Candidate(reference.toString(), Role.LISTED, reader.read(reference)));
    }
    if (tags.size() > asked.mostTags()) {
      unknown(
          name,
          new CandidateReading.Unknown(
              "the repository has "
                  + tags.size()
                  + " tags, of which the first "
                  + asked.mostTags()
                  + " were looked at",
              Optional.of("List the tags that are approved in a file for --bases.")));
    } else if (tags.isEmpty()) {
      unknown(
          name,
          new CandidateReading.Unknown(
              "the repository has no tags", Optional.of("Check the repository's name.")));
    }
  }

  private void unknown(String name, CandidateReading.Unknown reading) {
    candidates.put(name, new Candidate(name, Role.LISTED, reading));
  }

  private void readClaimed(BaseClaim claim) {
    if (claim.statement() instanceof Statement.Named named && named.reference().isPresent()) {
      Reference reference = named.reference().get();
      boolean isRead = named.digest().isPresent() && isRead(named.digest().get());
      if (!isRead && !candidates.containsKey(reference.toString())) {
        candidates.put(
            reference.toString(),
            new Candidate(reference.toString(), Role.CLAIMED, claimed.read(reference)));
      }
    }
  }

  /** Under whatever name: a copy has the same digest. */
  private boolean isRead(Digest digest) {
    return candidates.values().stream()
        .flatMap(candidate -> candidate.readings().stream())
        .anyMatch(
            reading ->
                reading instanceof CandidateReading.Read read && read.image().hasDigest(digest));
  }

  /** The base of a base, as deep as those that were found say. */
  private void followBases() {
    Set<Digest> followed = new HashSet<>();
    Deque<BaseImage> open = new ArrayDeque<>(found());
    while (!open.isEmpty() && followed.size() < MOST_FOLLOWED) {
      BaseImage base = open.poll();
      if (followed.add(base.config())) {
        for (BaseClaim claim : BaseClaims.ofBase(base)) {
          if (!isSaid(claim)) {
            claims.add(claim);
            readClaimed(claim);
          }
        }
        found().stream().filter(image -> !followed.contains(image.config())).forEach(open::add);
      }
    }
  }

  /** Labels are inherited, so that a base often says what the image says as well. */
  private boolean isSaid(BaseClaim claim) {
    return claims.stream().anyMatch(known -> known.statement().equals(claim.statement()));
  }

  private List<BaseImage> found() {
    List<BaseImage> found = new ArrayList<>();
    for (Candidate candidate : candidates.values()) {
      for (CandidateReading reading : candidate.readings()) {
        if (reading instanceof CandidateReading.Read read && assembly.isBuiltOn(read.image())) {
          found.add(read.image());
        }
      }
    }
    return found;
  }

  private static Optional<Reference> reference(ImageAddress address) {
    return address instanceof ImageAddress.InRegistry inRegistry
        ? Optional.of(inRegistry.reference())
        : Optional.empty();
  }
}

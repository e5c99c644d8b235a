package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.source.ImageAddress;
import dev.imageprovenance.scanner.source.ImageAddressParser;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A question about bases whose addresses were understood; immutable.
 *
 * @param question what was asked
 * @param bases the addresses that it names one by one
 * @param approved the further ones
 */
record BaseAddresses(
    BaseQuestion question, List<ImageAddress> bases, Optional<ApprovedBases> approved) {
  BaseAddresses {
    bases = List.copyOf(bases);
  }

  /**
   * Understands {@code question}.
   *
   * @param directory where relative paths begin
   * @throws dev.imageprovenance.scanner.problem.ScanException USAGE, CONFIGURATION or LIMIT
   */
  static BaseAddresses of(BaseQuestion question, Path directory) {
    return new BaseAddresses(
        question,
        question.bases().stream().map(base -> ImageAddressParser.parse(base, directory)).toList(),
        question.approved().map(text -> ApprovedBases.of(text, directory)));
  }

  /** The registries that it names. */
  Set<String> registries() {
    Set<String> registries = new TreeSet<>();
    bases.forEach(base -> registry(base).ifPresent(registries::add));
    if (approved.isPresent()) {
      if (approved.get() instanceof ApprovedBases.InRepository inRepository) {
        registries.add(inRepository.repository().registry());
      } else {
        ((ApprovedBases.Listed) approved.get())
            .addresses()
            .forEach(address -> registry(address).ifPresent(registries::add));
      }
    }
    return registries;
  }

  /** The registry of an address in one. */
  static Optional<String> registry(ImageAddress address) {
    return address instanceof ImageAddress.InRegistry inRegistry
        ? Optional.of(inRegistry.reference().registry())
        : Optional.empty();
  }
}

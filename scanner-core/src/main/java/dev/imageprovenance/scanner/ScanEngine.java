package dev.imageprovenance.scanner;

import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.lineage.Lineage;
import dev.imageprovenance.scanner.oci.Digest;
import dev.imageprovenance.scanner.policy.PolicyLoader;
import dev.imageprovenance.scanner.report.ScanReport;
import dev.imageprovenance.scanner.report.SignedImageReport;
import dev.imageprovenance.scanner.workload.PodsComparison;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked about images: {@link ImageScanner} answers, and the tests of front-ends put
 * their own answers here. Implementations are thread-safe.
 */
public interface ScanEngine {
  /** Scans one address; see {@link ImageScanner#scan}. */
  ScanReport scan(ScanRequest request);

  /** Compares two addresses; see {@link ImageScanner#compare}. */
  Comparison compare(CompareRequest request);

  /** Tells where an image comes from; see {@link ImageScanner#lineage}. */
  List<Lineage> lineage(LineageRequest request);

  /** Tells what is signed of an image, and by whom; see {@link ImageScanner#signatures}. */
  List<SignedImageReport> signatures(SignatureRequest request);

  /** Compares what pods run; see {@link ImageScanner#comparePods}. */
  PodsComparison comparePods(PodsRequest request);

  /** Reads policies; see {@link ImageScanner#policies}. */
  PolicyLoader policies();

  /** Where an address leads; see {@link ImageScanner#resolve}. */
  Optional<Digest> resolve(String address);
}

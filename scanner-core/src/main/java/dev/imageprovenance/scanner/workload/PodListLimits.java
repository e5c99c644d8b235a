package dev.imageprovenance.scanner.workload;

/**
 * Every bound of reading a list of pods, by name; immutable. What exceeds one is an error of kind
 * LIMIT.
 *
 * @param podListBytes largest list, in bytes
 * @param podListDepth deepest nesting of its JSON
 * @param pods most pods
 * @param podContainers most containers of all pods together
 * @param podTextChars longest text that is kept: a name, a reference, an image ID
 * @param podKeptBytes most bytes, roughly, that all that is kept takes in memory
 */
public record PodListLimits(
    long podListBytes,
    int podListDepth,
    int pods,
    int podContainers,
    int podTextChars,
    long podKeptBytes) {
  /** The limits that suit the largest clusters that Kubernetes supports. */
  public static PodListLimits defaults() {
    return new PodListLimits(2L << 30, 128, 200_000, 1_000_000, 4_096, 256L << 20);
  }
}

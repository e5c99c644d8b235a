package dev.imageprovenance.scanner.signature.keyless;

import dev.sigstore.trustroot.TransparencyLog;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Leaves of a log's signed note (C2SP tlog-checkpoint) the signature by the log's own key, under
 * the name that the library looks for; stateless. The names beside signatures are not signed: the
 * key tells whose they are, logs may go by another name than their address, and witnesses sign too.
 */
final class CheckpointNote {
  private static final int MOST_SIGNATURES = 64;
  private static final int HINT = 4;
  private static final Pattern SIGNATURE = Pattern.compile("\u2014 (\\S+) (\\S+)");

  private CheckpointNote() {}

  /** The note as it is if no line of it says that the log's key signed it. */
  static String signedBy(TransparencyLog log, String note) {
    int end = note.indexOf("\n\n");
    if (end < 0) {
      return note;
    }
    byte[] hint = Arrays.copyOf(log.getLogId().getKeyId(), HINT);
    return note.substring(end + 2)
        .lines()
        .limit(MOST_SIGNATURES)
        .flatMap(line -> signature(line, hint).stream())
        .findFirst()
        .map(
            signature ->
                note.substring(0, end + 2)
                    + "\u2014 "
                    + log.getBaseUrl().getHost()
                    + " "
                    + signature
                    + "\n")
        .orElse(note);
  }

  private static Optional<String> signature(String line, byte[] hint) {
    Matcher matcher = SIGNATURE.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(matcher.group(2));
      boolean own = bytes.length > HINT && Arrays.equals(Arrays.copyOf(bytes, HINT), hint);
      return own ? Optional.of(matcher.group(2)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}

package dev.imageprovenance.scanner.finding;

import dev.imageprovenance.scanner.finding.Evidence.CapabilityEvidence;
import dev.imageprovenance.scanner.finding.Evidence.FileEvidence;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Recognises a finding again in another build of the image; immutable and thread-safe.
 *
 * <p>It is made of what is wrong with what: the check, the code, the subject and, of a file, its
 * content and its privileges (mode, owner, group, capabilities). It knows nothing of wording,
 * severity and layers, so that a rebuild or a release of this software keeps it; a file with other
 * bytes or more privileges under the same name has another one.
 *
 * @param value 64 lower-case hexadecimal digits
 */
public record FindingFingerprint(String value) {
  private static final String VERSION = "1";

  /**
   * @throws IllegalArgumentException if the value is not 64 lower-case hexadecimal digits
   */
  public FindingFingerprint {
    if (!isOne(value)) {
      throw new IllegalArgumentException("not a fingerprint: " + value.length() + " characters");
    }
  }

  /** Whether it is 64 lower-case hexadecimal digits. */
  public static boolean isOne(String value) {
    return value.matches("[0-9a-f]{64}");
  }

  /** The fingerprint of {@code finding}. */
  public static FindingFingerprint of(Finding finding) {
    MessageDigest hash = sha256();
    add(hash, VERSION);
    add(hash, finding.check().value());
    add(hash, finding.code());
    add(hash, finding.subject());
    Optional<FileEvidence> file = finding.evidence(FileEvidence.class);
    if (file.isPresent()) {
      add(hash, "file");
      add(hash, file.get().contentDigest().orElse(""));
      add(hash, Integer.toOctalString(file.get().mode()));
      add(hash, file.get().uid() + ":" + file.get().gid());
    }
    Optional<CapabilityEvidence> held = finding.evidence(CapabilityEvidence.class);
    if (held.isPresent()) {
      add(hash, "capabilities");
      add(hash, Boolean.toString(held.get().effective()));
      add(hash, sorted(held.get().permitted()));
      add(hash, sorted(held.get().inheritable()));
    }
    return new FindingFingerprint(HexFormat.of().formatHex(hash.digest()));
  }

  private static String sorted(List<String> names) {
    return String.join(",", new TreeSet<>(names));
  }

  /**
   * A part with its length, so that no two lists of parts look alike, and every char as it is: no
   * charset could tell the odd bytes of file names apart.
   */
  private static void add(MessageDigest hash, String part) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + 2 * part.length());
    bytes.putInt(2 * part.length());
    for (int i = 0; i < part.length(); i++) {
      bytes.putChar(part.charAt(i));
    }
    hash.update(bytes.array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}

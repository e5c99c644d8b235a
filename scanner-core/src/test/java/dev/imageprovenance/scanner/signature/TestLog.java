package dev.imageprovenance.scanner.signature;

import dev.imageprovenance.scanner.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** A transparency log, of signatures (as Rekor is) or of certificates; immutable. */
public final class TestLog {
  static final String HOST = "log.sigstore.example";
  private static final Base64.Encoder BASE64 = Base64.getEncoder();
  private static final int PRECERTIFICATE = 1;

  private final TestSigner key = TestSigner.p256();

  TestSigner key() {
    return key;
  }

  /** The SHA-256 digest of the public key. */
  byte[] id() {
    return sha256(key.keys().getPublic().getEncoded());
  }

  /** What makes an entry that the log vouches for in one way a different one. */
  public enum Vouching {
    /** A promise and a proof, as Rekor gives today. */
    BOTH,
    /** A proof alone, which says no time. */
    PROOF,
    /** Neither. */
    NOTHING
  }

  /** An entry as a bundle holds it: the second of three in the log. */
  public String bundleEntry(String body, Instant time, Vouching vouching) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    byte[] first = leaf("first".getBytes(StandardCharsets.UTF_8));
    byte[] third = leaf("third".getBytes(StandardCharsets.UTF_8));
    byte[] root = node(node(first, leaf(bytes)), third);
    String promise =
        vouching == Vouching.BOTH
            ? ",\"inclusionPromise\":{\"signedEntryTimestamp\":\""
                + BASE64.encodeToString(promise(body, time))
                + "\"}"
            : "";
    String proof =
        vouching == Vouching.NOTHING
            ? ""
            : ",\"inclusionProof\":{\"logIndex\":\"1\",\"treeSize\":\"3\",\"rootHash\":\""
                + BASE64.encodeToString(root)
                + "\",\"hashes\":[\""
                + BASE64.encodeToString(first)
                + "\",\""
                + BASE64.encodeToString(third)
                + "\"],\"checkpoint\":{\"envelope\":\""
                + checkpoint(root).replace("\n", "\\n")
                + "\"}}";
    return "{\"logIndex\":\"1\",\"logId\":{\"keyId\":\""
        + BASE64.encodeToString(id())
        + "\"},\"kindVersion\":{\"kind\":\"dsse\",\"version\":\"0.0.1\"},\"integratedTime\":\""
        + time.getEpochSecond()
        + "\",\"canonicalizedBody\":\""
        + BASE64.encodeToString(bytes)
        + "\""
        + promise
        + proof
        + "}";
  }

  /** An entry as cosign's annotation {@code dev.sigstore.cosign/bundle} holds it. */
  String annotation(String body, Instant time) {
    return "{\"SignedEntryTimestamp\":\""
        + BASE64.encodeToString(promise(body, time))
        + "\",\"Payload\":"
        + promised(body, time)
        + "}";
  }

  private byte[] promise(String body, Instant time) {
    return key.sign(promised(body, time).getBytes(StandardCharsets.UTF_8));
  }

  /** In canonical form, which is what the promise is over. */
  private String promised(String body, Instant time) {
    return "{\"body\":\""
        + CosignFormat.base64(body)
        + "\",\"integratedTime\":"
        + time.getEpochSecond()
        + ",\"logID\":\""
        + HexFormat.of().formatHex(id())
        + "\",\"logIndex\":1}";
  }

  private String checkpoint(byte[] root) {
    String signed = HOST + " - 1\n3\n" + BASE64.encodeToString(root) + "\n";
    byte[] signature = key.sign(signed.getBytes(StandardCharsets.UTF_8));
    byte[] hinted =
        ByteBuffer.allocate(4 + signature.length).put(id(), 0, 4).put(signature).array();
    return signed + "\n\u2014 " + HOST + " " + BASE64.encodeToString(hinted) + "\n";
  }

  /** The list with one signed certificate timestamp (RFC 6962 section 3.3). */
  byte[] certificateTimestamps(byte[] unlogged, byte[] issuerKey, Instant time) {
    byte[] signed =
        ByteBuffer.allocate(12 + 32 + 3 + unlogged.length + 2)
            .put((byte) 0)
            .put((byte) 0)
            .putLong(time.toEpochMilli())
            .putShort((short) PRECERTIFICATE)
            .put(sha256(issuerKey))
            .put((byte) (unlogged.length >> 16))
            .putShort((short) unlogged.length)
            .put(unlogged)
            .putShort((short) 0)
            .array();
    byte[] signature = key.sign(signed);
    byte[] timestamp =
        ByteBuffer.allocate(1 + 32 + 8 + 2 + 2 + 2 + signature.length)
            .put((byte) 0)
            .put(id())
            .putLong(time.toEpochMilli())
            .putShort((short) 0)
            .put((byte) 4)
            .put((byte) 3)
            .putShort((short) signature.length)
            .put(signature)
            .array();
    return ByteBuffer.allocate(4 + timestamp.length)
        .putShort((short) (2 + timestamp.length))
        .putShort((short) timestamp.length)
        .put(timestamp)
        .array();
  }

  private static byte[] leaf(byte[] entry) {
    return hash(0, entry, new byte[0]);
  }

  private static byte[] node(byte[] left, byte[] right) {
    return hash(1, left, right);
  }

  private static byte[] hash(int kind, byte[] left, byte[] right) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(kind);
    bytes.writeBytes(left);
    bytes.writeBytes(right);
    return sha256(bytes.toByteArray());
  }

  private static byte[] sha256(byte[] bytes) {
    return HexFormat.of().parseHex(Digest.sha256(bytes).encoded());
  }
}

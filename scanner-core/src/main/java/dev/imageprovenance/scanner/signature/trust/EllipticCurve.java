package dev.imageprovenance.scanner.signature.trust;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.List;
import java.util.Optional;

/** The curves of ECDSA keys that can be used, and what is signed with each. */
enum EllipticCurve {
  P256("secp256r1", List.of("SHA256withECDSA")),
  /** Signers choose the digest by the curve, older ones SHA-256 for every key. */
  P384("secp384r1", List.of("SHA384withECDSA", "SHA256withECDSA")),
  P521("secp521r1", List.of("SHA512withECDSA", "SHA256withECDSA"));

  private final String jcaName;
  private final List<String> algorithms;

  EllipticCurve(String jcaName, List<String> algorithms) {
    this.jcaName = jcaName;
    this.algorithms = algorithms;
  }

  /** The signature algorithms in the order of their likelihood. */
  List<String> algorithms() {
    return algorithms;
  }

  /** The curve of {@code key}, if it is one of these. */
  static Optional<EllipticCurve> of(ECPublicKey key) {
    ECParameterSpec given = key.getParams();
    for (EllipticCurve curve : values()) {
      ECParameterSpec known = curve.parameters();
      if (given.getOrder().equals(known.getOrder())
          && given.getCofactor() == known.getCofactor()
          && given.getGenerator().equals(known.getGenerator())
          && given.getCurve().equals(known.getCurve())) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }

  /** The number of points, which both numbers of a signature are below. */
  BigInteger order() {
    return parameters().getOrder();
  }

  private ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(jcaName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java runtime lacks " + jcaName, e);
    }
  }
}

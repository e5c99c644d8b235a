package dev.imageprovenance.scanner.source;

import dev.imageprovenance.scanner.oci.Reference;
import dev.imageprovenance.scanner.problem.ScanException;

/** Compares names of images as people and archives write them; stateless. */
public final class ImageNames {
  private ImageNames() {}

  /** True when both name the same image: {@code app:1} and {@code docker.io/library/app:1}. */
  public static boolean same(String one, String other) {
    return one.equals(other) || canonical(one).equals(canonical(other));
  }

  /** The name with registry and tag; a name that is no reference stays as it is. */
  private static String canonical(String name) {
    try {
      return Reference.parse(name).toString();
    } catch (ScanException e) {
      return name;
    }
  }
}

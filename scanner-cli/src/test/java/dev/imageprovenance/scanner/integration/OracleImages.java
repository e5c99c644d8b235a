package dev.imageprovenance.scanner.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Images that a real Docker Engine built and pushed to a real registry; immutable. Every kind of
 * change that a layer can make to a lower one happens in {@link #DEBIAN}.
 */
final class OracleImages {
  /** Debian with four layers that add, change, hide and replace. */
  static final String DEBIAN = "oracle:1";

  /** One statically known file and a numeric user: the smallest image that passes. */
  static final String SMALL = "small:1";

  private static final String DEBIAN_DOCKERFILE =
      """
      FROM scratch
      ADD rootfs.tar /
      RUN set -eu; \
          useradd --create-home --groups disk,audio app; \
          groupadd --gid 4000 shared; \
          useradd --uid 2000 --gid shared --groups audio named; \
          cp /bin/sleep /usr/local/bin/setuid-root; chmod 4755 /usr/local/bin/setuid-root; \
          cp /bin/sleep /usr/local/bin/setuid-app; chown app /usr/local/bin/setuid-app; \
          chmod 4755 /usr/local/bin/setuid-app; \
          cp /bin/sleep /usr/local/bin/setgid; chmod 2755 /usr/local/bin/setgid; \
          cp /bin/sleep /usr/local/bin/setuid-hidden; chmod 4755 /usr/local/bin/setuid-hidden; \
          cp /bin/sleep /usr/local/bin/setuid-cleared; chmod 4755 /usr/local/bin/setuid-cleared; \
          printf '#!/bin/sh\\n' > /usr/local/bin/setuid-script; \
          chmod 6755 /usr/local/bin/setuid-script; \
          printf 'data' > /usr/local/lib/setuid-data; chmod 4644 /usr/local/lib/setuid-data; \
          mkdir -p /srv/shared; chgrp shared /srv/shared; chmod 2775 /srv/shared
      RUN set -eu; \
          cd /usr/local/bin; \
          cp /bin/sleep caps-net; setcap cap_net_raw,cap_net_admin+ep caps-net; \
          cp /bin/sleep caps-inheritable; setcap cap_setuid+i caps-inheritable; \
          cp /bin/sleep caps-namespaced; setcap -n 1000 cap_chown+ep caps-namespaced; \
          cp /bin/sleep caps-removed; setcap cap_sys_admin+ep caps-removed; \
          cp /bin/sleep caps-linked; setcap cap_net_bind_service+ep caps-linked; \
          ln caps-linked caps-linked-too; \
          mkfifo /var/local/pipe; mknod /var/local/null c 1 3; \
          ln -s ../../etc/passwd /var/local/relative; ln -s /nowhere /var/local/dangling; \
          mkdir -p /var/local/replaced-by-file/below /var/local/emptied /var/local/moved; \
          touch /var/local/replaced-by-file/below/x /var/local/emptied/old /var/local/moved/a; \
          printf 'file' > /var/local/replaced-by-directory; \
          printf 'first' > /var/local/first; ln /var/local/first /var/local/second
      RUN set -eu; \
          rm /usr/local/bin/setuid-hidden; \
          chmod 0755 /usr/local/bin/setuid-cleared; \
          setcap -r /usr/local/bin/caps-removed; \
          rm -r /usr/share/doc/tar /var/local/replaced-by-file; \
          printf 'now a file' > /var/local/replaced-by-file; \
          rm /var/local/replaced-by-directory; mkdir /var/local/replaced-by-directory; \
          touch /var/local/replaced-by-directory/new; \
          rm -r /var/local/emptied; mkdir -m 0700 /var/local/emptied; \
          touch /var/local/emptied/new; \
          ln /usr/bin/passwd /usr/local/bin/passwd-too; \
          ln /var/local/first /var/local/third; \
          chmod 4711 /usr/bin/tty; chown -h app:shared /var/local/dangling; \
          mkdir -p "/srv/`printf 'long-%.0s' $(seq 30)`/`printf 'name-%.0s' $(seq 40)`"; \
          touch "/srv/`printf 'long-%.0s' $(seq 30)`/`printf 'name-%.0s' $(seq 40)`/file"; \
          touch '/srv/with space' '/srv/h\u00e9t\u00e9' '/srv/back\\\\slash'; \
          chmod 1777 /srv/shared; ln -s /proc/mounts /etc/mtab 2>/dev/null || true
      USER app
      """;

  private static final String SMALL_DOCKERFILE =
      """
      FROM scratch
      COPY greeting /greeting
      COPY passwd group /etc/
      USER 1000:1000
      """;

  private static final Pattern DIGEST =
      Pattern.compile("digest\"?\\s*:\\s*\"(sha256:[0-9a-f]{64})");

  private final RealParts parts;

  private OracleImages(RealParts parts) {
    this.parts = parts;
  }

  static OracleImages make(RealParts parts) {
    OracleImages images = new OracleImages(parts);
    images.makeDebian();
    images.makeSmall();
    return images;
  }

  private void makeDebian() {
    buildAndPush(contextWithDebian(DEBIAN_DOCKERFILE), DEBIAN);
  }

  /** Pushes Debian as it is, in one layer, and returns its reference. */
  String plainDebian(String name) {
    buildAndPush(contextWithDebian("FROM scratch\nADD rootfs.tar /\n"), name);
    return parts.registry().reference(name);
  }

  /** Pushes Debian with further packages, in one layer, and returns its reference. */
  String debianWith(String packages, String name) {
    DebianRootfs rootfs = DebianRootfs.make(parts.workspace(), packages);
    buildAndPush(contextWith(rootfs, "FROM scratch\nADD rootfs.tar /\n"), name);
    return parts.registry().reference(name);
  }

  private Path contextWithDebian(String dockerfile) {
    return contextWith(parts.debian(), dockerfile);
  }

  private Path contextWith(DebianRootfs rootfs, String dockerfile) {
    Path context = context(dockerfile);
    try {
      Files.createLink(context.resolve("rootfs.tar"), rootfs.tar());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return context;
  }

  private void makeSmall() {
    Path context = parts.workspace().directory("context");
    try {
      Files.writeString(context.resolve("greeting"), "hello\n");
      Files.writeString(
          context.resolve("passwd"), "root:x:0:0::/:/bin/sh\napp:x:1000:1000::/:/bin/sh\n");
      Files.writeString(context.resolve("group"), "root:x:0:\napp:x:1000:\n");
      Files.writeString(context.resolve("Dockerfile"), SMALL_DOCKERFILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buildAndPush(context, SMALL);
  }

  private void buildAndPush(Path context, String name) {
    parts.docker().build(context, name);
    parts.docker().push(name, parts.registry().reference(name));
  }

  /** Pushes a variant of {@code base} that only differs in its USER, and returns its reference. */
  String withUser(String base, String user, String name) {
    return build(name, "FROM " + base + "\nUSER \"" + user + "\"\n");
  }

  /**
   * Pushes a variant of {@code base} in which root ran a shell script, and returns its reference.
   */
  String variant(String base, String name, String script) {
    Path context = context("FROM " + base + "\nUSER 0\nCOPY script /\nRUN sh -eu /script\n");
    try {
      Files.writeString(context.resolve("script"), script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buildAndPush(context, name);
    return parts.registry().reference(name);
  }

  /** Pushes the image that a Dockerfile without further files makes, and returns its reference. */
  String build(String name, String dockerfile) {
    buildAndPush(context(dockerfile), name);
    return parts.registry().reference(name);
  }

  private Path context(String dockerfile) {
    Path context = parts.workspace().directory("context");
    try {
      Files.writeString(context.resolve("Dockerfile"), dockerfile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return context;
  }

  /** The reference of an image in the registry. */
  String reference(String name) {
    return parts.registry().reference(name);
  }

  /** The digest of the image's config, read by skopeo. */
  String configDigest(String name) {
    return firstDigestAfter("\"config\"", name);
  }

  /** The digest of the image's lowest layer, read by skopeo. */
  String lowestLayerDigest(String name) {
    return firstDigestAfter("\"layers\"", name);
  }

  private String firstDigestAfter(String key, String name) {
    String manifest = Skopeo.rawManifest("docker://" + reference(name));
    Matcher matcher = DIGEST.matcher(manifest);
    if (!matcher.find(manifest.indexOf(key))) {
      throw new AssertionError("no digest after " + key + " in " + manifest);
    }
    return matcher.group(1);
  }
}

package dev.imageprovenance.scanner.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The policies that come with this software, written as any other; stateless. */
final class Profiles {
  static final List<String> NAMES = List.of("default", "strict", "cis");

  private Profiles() {}

  /** The profile as a document without places: nobody can change it where it stands. */
  static PolicyDocument document(String name) {
    PolicyDocument read = DocumentReader.read("profile " + name, content(name), FilesBeside.none());
    return new PolicyDocument(
        read.source(),
        read.start(),
        Optional.empty(),
        Optional.empty(),
        withoutPlaces(name, read.general()),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        read.controls());
  }

  /** The text of the profile, for a person who wants to copy it. */
  static byte[] content(String name) {
    try (InputStream in = Profiles.class.getResourceAsStream("profile-" + name + ".yaml")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no profile " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("the profile " + name + " cannot be read", e);
    }
  }

  private static Clauses withoutPlaces(String name, Clauses clauses) {
    List<SeverityRule> severities = new ArrayList<>();
    for (SeverityRule rule : clauses.severities()) {
      severities.add(
          new SeverityRule(
              rule.check(), rule.code(), rule.severity(), withoutPlace(name, rule.origin())));
    }
    return new Clauses(
        clauses.failOn().map(setting -> withoutPlace(name, setting)),
        severities,
        Optional.empty(),
        clauses.user().map(setting -> withoutPlace(name, setting)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        SignatureDemands.NONE);
  }

  private static <T> Setting<T> withoutPlace(String name, Setting<T> setting) {
    return new Setting<>(setting.value(), withoutPlace(name, setting.origin()));
  }

  private static ClauseOrigin withoutPlace(String name, ClauseOrigin origin) {
    return ClauseOrigin.of("profile " + name + ": " + origin.clause());
  }
}

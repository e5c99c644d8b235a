package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.CompareRequest;
import dev.imageprovenance.scanner.SignatureWish;
import dev.imageprovenance.scanner.compare.Assurance;
import dev.imageprovenance.scanner.compare.Comparison;
import dev.imageprovenance.scanner.compare.ImageIdentity;
import dev.imageprovenance.scanner.compare.Rung;
import dev.imageprovenance.scanner.compare.SignatureComparison;
import dev.imageprovenance.scanner.image.Fact;
import dev.imageprovenance.scanner.image.SourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Comparisons that are made up. */
final class FakeComparison {
  private FakeComparison() {}

  static Comparison of(CompareRequest request, Rung rung) {
    return of(request, Fact.known(rung));
  }

  static Comparison of(CompareRequest request, Fact<Rung> rung) {
    return new Comparison(
        Instant.EPOCH,
        side(request.deployed()),
        side(request.registry().orElse("registry.example/app:1")),
        request.required(),
        request.failOn(),
        rung,
        Assurance.PROVED,
        rung.whyUnknown().orElse("it is made up"),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        SignatureComparison.notCompared(
            request.signatures() == SignatureWish.REQUIRE, "nobody looks in a test"),
        Optional.empty());
  }

  private static Comparison.Side side(String address) {
    return new Comparison.Side(
        address,
        SourceKind.REGISTRY,
        "somewhere",
        Optional.empty(),
        new ImageIdentity(List.of(), Optional.empty()));
  }
}

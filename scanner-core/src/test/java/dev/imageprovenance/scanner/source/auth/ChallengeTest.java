package dev.imageprovenance.scanner.source.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChallengeTest {
  private static List<Challenge> parse(String... values) {
    return Challenge.parse(List.of(values));
  }

  private static Challenge challenge(String scheme, String... parameters) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      map.put(parameters[i], parameters[i + 1]);
    }
    return new Challenge(scheme, map);
  }

  @Test
  void readsBearer() {
    assertEquals(
        List.of(
            challenge(
                "bearer",
                "realm",
                "https://auth.example/token",
                "service",
                "registry.example",
                "scope",
                "repository:a/b:pull,push")),
        parse(
            "Bearer realm=\"https://auth.example/token\",service=\"registry.example\","
                + "scope=\"repository:a/b:pull,push\""));
  }

  @Test
  void readsSeveralInOneField() {
    assertEquals(
        List.of(challenge("basic", "realm", "a, b"), challenge("bearer", "realm", "https://x/")),
        parse("Basic realm=\"a, b\", Bearer realm=\"https://x/\""));
  }

  @Test
  void readsSeveralFields() {
    assertEquals(
        List.of(challenge("negotiate"), challenge("basic", "realm", "x")),
        parse("Negotiate", "basic realm=x"));
  }

  @Test
  void readsSchemeThatFollowsOneWithoutParameters() {
    assertEquals(
        List.of(challenge("negotiate"), challenge("basic", "realm", "x")),
        parse("Negotiate, Basic realm=\"x\""));
  }

  @Test
  void skipsToken68() {
    assertEquals(
        List.of(challenge("negotiate"), challenge("basic", "realm", "x")),
        parse("Negotiate YWJjZA==, Basic realm=x"));
  }

  @Test
  void unescapesQuotedStrings() {
    assertEquals(
        List.of(challenge("basic", "realm", "a \"b\" \\c")),
        parse("Basic realm=\"a \\\"b\\\" \\\\c\""));
  }

  @Test
  void allowsBlanksAndCapitals() {
    assertEquals(
        List.of(challenge("bearer", "realm", "https://x/", "service", "y")),
        parse(" BEARER  Realm = \"https://x/\" ,, Service = y "));
  }

  @Test
  void readsAddressWithoutQuotes() {
    assertEquals(
        List.of(challenge("bearer", "realm", "https://x/y?z", "service", "s")),
        parse("Bearer realm=https://x/y?z,service=s"));
  }

  @Test
  void keepsTheFirstOfRepeatedParameters() {
    assertEquals(
        List.of(challenge("bearer", "realm", "https://a/")),
        parse("Bearer realm=\"https://a/\",realm=\"https://b/\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ",,,", "=", "\"", "Bearer realm=\"", "a=b=c", "\\", "Basic =", "Bearer realm"})
  void survivesNonsense(String value) {
    assertEquals(
        List.of(), parse(value).stream().filter(c -> c.parameter("realm").isPresent()).toList());
  }
}

package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.problem.ScanException;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance.Source;
import dev.imageprovenance.scanner.signature.statement.SlsaProvenance.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads SLSA provenance; stateless. Members that are absent, null or empty are the same (SLSA
 * provenance, "Parsing rules"); what a build type leaves free is read where builders are known to
 * say their source, and otherwise ignored.
 */
final class ProvenanceParser {
  private static final String BUILDKIT_METADATA = "https://mobyproject.org/buildkit@v1#metadata";

  private ProvenanceParser() {}

  static SlsaProvenance parse(String type, JsonFields predicate) {
    return type.equals(PredicateTypes.SLSA_PROVENANCE_1)
        ? version1(predicate)
        : version02(predicate);
  }

  private static SlsaProvenance version02(JsonFields predicate) {
    Optional<JsonFields> metadata = predicate.object("metadata");
    List<Source> sources = new ArrayList<>();
    predicate
        .object("invocation")
        .flatMap(invocation -> invocation.object("configSource"))
        .ifPresent(source -> add(sources, source, "uri", "invocation.configSource"));
    metadata.ifPresent(fields -> addVcs(sources, fields, BUILDKIT_METADATA));
    return new SlsaProvenance(
        Version.V0_2,
        predicate.object("builder").flatMap(builder -> builder.text("id")).orElse(""),
        predicate.text("buildType").orElse(""),
        sources,
        predicate.objects("materials", StatementParser::resource),
        metadata.flatMap(fields -> said(fields, "buildInvocationID")),
        metadata.flatMap(fields -> said(fields, "buildStartedOn")),
        metadata.flatMap(fields -> said(fields, "buildFinishedOn")));
  }

  private static SlsaProvenance version1(JsonFields predicate) {
    Optional<JsonFields> definition = predicate.object("buildDefinition");
    Optional<JsonFields> run = predicate.object("runDetails");
    Optional<JsonFields> metadata = run.flatMap(fields -> fields.object("metadata"));
    List<Source> sources = new ArrayList<>();
    definition
        .flatMap(fields -> fields.object("externalParameters"))
        .ifPresent(parameters -> addExternal(sources, parameters));
    metadata.ifPresent(
        fields -> {
          addVcs(sources, fields, "buildkit_metadata");
          addVcs(sources, fields, BUILDKIT_METADATA);
        });
    return new SlsaProvenance(
        Version.V1,
        run.flatMap(fields -> fields.object("builder"))
            .flatMap(builder -> builder.text("id"))
            .orElse(""),
        definition.flatMap(fields -> fields.text("buildType")).orElse(""),
        sources,
        definition
            .map(fields -> fields.objects("resolvedDependencies", StatementParser::resource))
            .orElse(List.of()),
        metadata.flatMap(fields -> said(fields, "invocationId")),
        metadata.flatMap(fields -> said(fields, "startedOn")),
        metadata.flatMap(fields -> said(fields, "finishedOn")));
  }

  /** BuildKit says configSource, GitHub's workflows say workflow, generators say source. */
  private static void addExternal(List<Source> sources, JsonFields parameters) {
    for (String name : List.of("configSource", "source")) {
      ifAny(() -> parameters.object(name))
          .ifPresent(source -> add(sources, source, "uri", "externalParameters." + name));
      ifAny(() -> parameters.text(name))
          .ifPresent(uri -> sources.add(new Source(uri, "", "externalParameters." + name)));
    }
    ifAny(() -> parameters.object("workflow"))
        .ifPresent(
            workflow ->
                ifAny(() -> workflow.text("repository"))
                    .ifPresent(
                        repository ->
                            sources.add(
                                new Source(
                                    repository
                                        + ifAny(() -> workflow.text("ref"))
                                            .map(ref -> "@" + ref)
                                            .orElse(""),
                                    "",
                                    "externalParameters.workflow"))));
  }

  private static void addVcs(List<Source> sources, JsonFields metadata, String member) {
    ifAny(() -> metadata.object(member))
        .flatMap(fields -> ifAny(() -> fields.object("vcs")))
        .ifPresent(
            vcs ->
                ifAny(() -> vcs.text("source"))
                    .filter(uri -> !uri.isEmpty())
                    .ifPresent(
                        uri ->
                            sources.add(
                                new Source(
                                    uri,
                                    ifAny(() -> vcs.text("revision")).orElse(""),
                                    "metadata.vcs"))));
  }

  private static void add(List<Source> sources, JsonFields source, String key, String field) {
    ifAny(() -> source.text(key))
        .filter(uri -> !uri.isEmpty())
        .ifPresent(uri -> sources.add(new Source(uri, revision(source), field)));
  }

  private static String revision(JsonFields source) {
    var digests = ifAny(() -> Optional.of(source.textMap("digest")));
    return digests
        .flatMap(
            map ->
                List.of("gitCommit", "sha1", "sha256").stream()
                    .map(algorithm -> map.getOrDefault(algorithm, ""))
                    .filter(value -> !value.isEmpty())
                    .findFirst())
        .orElse("");
  }

  private static Optional<String> said(JsonFields fields, String key) {
    return fields.text(key).filter(text -> !text.isEmpty());
  }

  /** What another type than the expected one holds is none of ours: the build type defines it. */
  private static <T> Optional<T> ifAny(Supplier<Optional<T>> member) {
    try {
      return member.get();
    } catch (ScanException e) {
      return Optional.empty();
    }
  }
}

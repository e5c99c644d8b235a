package dev.imageprovenance.scanner.signature.statement;

import dev.imageprovenance.scanner.context.Limits;
import dev.imageprovenance.scanner.oci.JsonFields;
import dev.imageprovenance.scanner.oci.RawDocument;
import dev.imageprovenance.scanner.oci.Text;
import dev.imageprovenance.scanner.problem.ProblemKind;
import dev.imageprovenance.scanner.problem.ScanException;
import java.util.List;
import java.util.Set;

/** Parses in-toto statements so that nobody can read something else; stateless. */
public final class StatementParser {
  /** The type that a DSSE envelope gives to a statement. */
  public static final String PAYLOAD_TYPE = "application/vnd.in-toto+json";

  private static final String WHAT = "in-toto statement";
  private static final Set<String> TYPES =
      Set.of("https://in-toto.io/Statement/v0.1", "https://in-toto.io/Statement/v1");

  /** Objects whose keys are other people's names, which may differ in case only. */
  private static final Set<String> MAP_KEYS =
      Set.of(
          "args",
          "digest",
          "env",
          "environment",
          "externalparameters",
          "internalparameters",
          "parameters",
          "secrets");

  private StatementParser() {}

  /**
   * Parses {@code raw}.
   *
   * @throws ScanException MALFORMED, UNSUPPORTED (another type of statement) or LIMIT
   */
  public static Statement parse(RawDocument raw, Limits limits) {
    JsonFields fields = JsonFields.parse(raw, WHAT, limits, MAP_KEYS);
    String type = fields.requiredText("_type");
    if (!TYPES.contains(type)) {
      throw new ScanException(
          ProblemKind.UNSUPPORTED,
          "The document is no in-toto statement of a known version: its type is \""
              + Text.excerpt(type)
              + "\"");
    }
    List<Resource> subjects = fields.objects("subject", StatementParser::resource);
    if (subjects.isEmpty()) {
      throw new ScanException(
          ProblemKind.MALFORMED, "The in-toto statement is malformed: it has no subject");
    }
    String predicateType = fields.requiredText("predicateType");
    return new Statement(subjects, predicateType, predicate(predicateType, fields));
  }

  private static Predicate predicate(String type, JsonFields statement) {
    if (PredicateTypes.isProvenance(type)) {
      return ProvenanceParser.parse(type, required(statement));
    }
    return type.equals(PredicateTypes.VSA)
        ? SummaryParser.parse(required(statement))
        : new Predicate.Other();
  }

  private static JsonFields required(JsonFields statement) {
    return statement
        .object("predicate")
        .orElseThrow(
            () ->
                new ScanException(
                    ProblemKind.MALFORMED,
                    "The in-toto statement is malformed: \"predicate\" is missing"));
  }

  static Resource resource(JsonFields fields) {
    return new Resource(
        fields.text("name").orElse(""), fields.text("uri").orElse(""), fields.textMap("digest"));
  }
}

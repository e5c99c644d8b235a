package dev.imageprovenance.scanner.report;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.imageprovenance.scanner.report.TextOptions.Verbosity;
import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SignaturesSecretsTest {
  @ParameterizedTest
  @EnumSource(ReportFormat.class)
  void secretsInStatementsAreWithheld(ReportFormat format) throws IOException {
    ReportOptions options =
        ReportOptions.defaults().withText(new TextOptions(Verbosity.VERBOSE, false, 300));
    StringWriter out = new StringWriter();
    Renderers.ofSignatures(format, options)
        .render(SampleSignatures.run(SampleSignatures.named("policy")), out);
    assertFalse(out.toString().contains("canary"), out.toString());
  }
}

package dev.imageprovenance.scanner.cli;

import dev.imageprovenance.scanner.finding.Severity;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a severity by its lower-case name; stateless. */
final class SeverityConverter implements ITypeConverter<Severity> {
  @Override
  public Severity convert(String text) {
    for (Severity severity : Severity.values()) {
      if (severity.label().equals(text.toLowerCase(Locale.ROOT))) {
        return severity;
      }
    }
    throw new TypeConversionException(
        "\"" + text + "\" is not info, low, medium, high or critical");
  }
}

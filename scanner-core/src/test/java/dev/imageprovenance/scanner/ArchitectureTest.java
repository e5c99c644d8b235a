package dev.imageprovenance.scanner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between packages: each may use only those below it. */
class ArchitectureTest {
  private static final String ROOT = "dev.imageprovenance.scanner";

  /** From the highest room to the lowest. */
  private static final List<String> ROOMS =
      List.of(
          "report",
          "policy",
          "workload",
          "check",
          "compare",
          "lineage",
          "signature",
          "source",
          "image",
          "layer",
          "cache",
          "oci",
          "context");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static List<String> rooms() {
    return ROOMS;
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void usesNothingAboveItself(String room) {
    String[] above =
        Stream.concat(
                Stream.of(ROOT),
                ROOMS.subList(0, ROOMS.indexOf(room)).stream()
                    .map(name -> ROOT + "." + name + ".."))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + "." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(above)
        .check(CLASSES);
  }

  @Test
  void bottomRoomsUseNobody() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".finding..", ROOT + ".problem..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            Stream.concat(Stream.of(ROOT), ROOMS.stream().map(name -> ROOT + "." + name + ".."))
                .toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void knowsJibInOneRoomOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".source.auth..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.cloud.tools.jib..")
        .check(CLASSES);
  }

  @Test
  void knowsSigstoreInOneRoomOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".signature.keyless..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sigstore..", "org.bouncycastle..")
        .check(CLASSES);
  }

  @Test
  void speaksHttpBelowSourcesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".source..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".source.http..", ROOT + ".source.auth..")
        .check(CLASSES);
  }

  @Test
  void neverEndsTheProcessOfItsUser() {
    noClasses()
        .should()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(System.class, "setProperty", String.class, String.class)
        .check(CLASSES);
  }

  @Test
  void neverPrints() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}

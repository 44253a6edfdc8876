package dev.openmodal.tests.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house: which module may use what, and that the arrows point one way. */
class ArchitectureTest {
  /** The modules' own folders and the least number of classes that each must have. */
  private static final Map<String, Integer> MODULES =
      Map.of(
          "library/api", 25,
          "library/engine", 40,
          "agent/wire", 30,
          "agent/worker", 8,
          "providers/process", 3,
          "providers/docker", 10,
          "kernel-extension", 3);

  private static final JavaClasses CLASSES = imported();

  private static JavaClasses imported() {
    return new ClassFileImporter()
        .importPaths(
            MODULES.keySet().stream()
                .map(module -> root().resolve(module).resolve("target/classes"))
                .toList());
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("library")) ? here : here.getParent();
  }

  @Test
  void everyModuleIsLookedAt() throws Exception {
    for (Map.Entry<String, Integer> module : MODULES.entrySet()) {
      try (Stream<Path> files =
          Files.walk(root().resolve(module.getKey()).resolve("target/classes"))) {
        long count = files.filter(file -> file.toString().endsWith(".class")).count();
        assertThat(count).as(module.getKey()).isGreaterThanOrEqualTo(module.getValue());
      }
    }
    assertThat(CLASSES.size()).isGreaterThan(120);
  }

  @Test
  void packagesFormNoCycles() {
    slices()
        .matching("dev.openmodal.(**)")
        .should()
        .beFreeOfCycles()
        .check(
            CLASSES.that(
                DescribedPredicate.describe(
                    "outside the generated messages",
                    type -> !type.getPackageName().equals("dev.openmodal.wire.proto"))));
  }

  @Test
  void theApiUsesTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage("dev.openmodal", "dev.openmodal.bridge")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.openmodal", "dev.openmodal.bridge", "java..", "org.jspecify..")
        .check(CLASSES);
  }

  @Test
  void kryoIsUsedByTheCodecAlone() {
    onlyIn("com.esotericsoftware..", "dev.openmodal.wire.codec..", "dev.openmodal.wire.lambda..");
  }

  @Test
  void picocliIsUsedByTheCommandsAlone() {
    onlyIn("picocli..", "dev.openmodal.engine.command..");
  }

  @Test
  void classFilesAreReadByCaptureAndLambdasAlone() {
    onlyIn(
        "org.objectweb.asm..",
        "dev.openmodal.engine.capture..",
        "dev.openmodal.wire.lambda..",
        "dev.openmodal.wire.codec..");
  }

  @Test
  void jshellIsKnownToTheKernelExtensionAlone() {
    onlyIn("jdk.jshell..", "dev.openmodal.notebook..", "dev.openmodal.snippets..");
    onlyIn("org.dflib..", "dev.openmodal.notebook.jjava..");
    onlyIn("io.github.spencerpark..", "dev.openmodal.notebook.ijava..");
    onlyIn("org.rapaio..", "dev.openmodal.notebook.rapaio..");
  }

  @Test
  void theNetworkIsUsedByPoolsWorkersAndTheWireAlone() {
    onlyIn(
        "io.grpc..",
        "dev.openmodal.engine.pool..",
        "dev.openmodal.agent..",
        "dev.openmodal.wire..");
  }

  @Test
  void librariesOfAPlatformAreUsedByItsProviderAlone() {
    onlyIn("com.github.dockerjava..", "dev.openmodal.docker..");
    onlyIn("org.apache.commons.compress..", "dev.openmodal.docker..", "dev.openmodal.engine.jdk..");
    onlyIn("net.fornwall.jelf..", "dev.openmodal.docker..");
  }

  @Test
  void providersKnowTheirInterfaceAndNothingOfLambdas() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.openmodal.process..", "dev.openmodal.docker..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.openmodal.engine..", "dev.openmodal.agent..", "dev.openmodal.wire.codec..")
        .check(CLASSES);
  }

  @Test
  void theWorkerKnowsNothingOfTheClient() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.openmodal.agent..", "dev.openmodal.wire..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.openmodal.engine..",
            "dev.openmodal.spi..",
            "dev.openmodal.process..",
            "dev.openmodal.docker..")
        .check(CLASSES);
  }

  @Test
  void publicTypesOfTheApiAndTheSpiShowJdkTypesAndTheirOwn() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage("dev.openmodal", "dev.openmodal.spi")
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and()
        .arePublic()
        .should(showOnlyJdkAndOwnTypes())
        .check(CLASSES);
  }

  @Test
  void noPublicTypeHidesADefaultImportOfJshell() {
    noClasses()
        .that()
        .resideInAPackage("dev.openmodal")
        .should()
        .haveNameMatching(
            ".*\\.(Function|Supplier|Consumer|Predicate|Queue|Stream|Path|List|Map|Set|Random|Scanner|Timer|Task|Future|Executor|Collector|Collectors|Pattern|File|Files|Paths|BigDecimal|BigInteger)")
        .check(CLASSES);
  }

  private static void onlyIn(String used, String... users) {
    noClasses()
        .that()
        .resideOutsideOfPackages(users)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(used)
        .check(CLASSES);
  }

  private static ArchCondition<JavaMethod> showOnlyJdkAndOwnTypes() {
    return new ArchCondition<>("show only types of the JDK and of this library's public packages") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        List<JavaClass> shown =
            Stream.concat(
                    Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                .toList();
        for (JavaClass type : shown) {
          String name = type.getBaseComponentType().getPackageName();
          boolean allowed =
              type.getBaseComponentType().isPrimitive()
                  || name.startsWith("java.")
                  || name.equals("dev.openmodal")
                  || name.equals("dev.openmodal.spi");
          events.add(
              new SimpleConditionEvent(
                  method, allowed, method.getFullName() + " shows " + type.getName()));
        }
      }
    };
  }
}

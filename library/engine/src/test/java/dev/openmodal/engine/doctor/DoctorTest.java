package dev.openmodal.engine.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.engine.setting.Chosen;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.Finding.State;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  /** A provider that starts nothing. */
  private static final class Still implements CloudProvider {
    private final List<Finding> findings;

    Still(Finding... findings) {
      this.findings = List.of(findings);
    }

    @Override
    public String name() {
      return "process";
    }

    @Override
    public String description() {
      return "nowhere";
    }

    @Override
    public Set<ProviderCapability> capabilities() {
      return Set.of();
    }

    @Override
    public List<Finding> findings() {
      return findings;
    }

    @Override
    public Instance createInstance(InstanceSpec spec) {
      throw new AssertionError("nothing is started");
    }

    @Override
    public void close() {}
  }

  private static Doctor doctor(String provider, Finding... findings) {
    List<CloudProvider> known = List.of(new Still(findings));
    return new Doctor(
        Optional.of(Path.of("/jdk/bin/jshell")),
        known,
        () -> ProviderChoice.of(new Chosen(provider, "by a test", false), known));
  }

  @Test
  void aProviderThatCannotBeUsedIsWrongWhereItIsUsed() {
    Finding unusable = Finding.unusable("still", "It does not move.");
    assertThat(doctor("process", unusable).findings())
        .filteredOn(finding -> finding.subject().equals("still"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.state()).isEqualTo(State.WRONG));
    assertThat(doctor("gcp", unusable).findings())
        .filteredOn(finding -> finding.subject().equals("still"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.state()).isEqualTo(State.ABSENT));
  }

  @Test
  void aProviderThatIsNotHereIsWrong() {
    assertThat(doctor("gcp").findings())
        .filteredOn(finding -> finding.subject().equals("provider"))
        .singleElement()
        .returns(State.WRONG, Finding::state)
        .satisfies(
            finding -> assertThat(finding.text()).contains("no provider 'gcp', only process"));
  }

  @Test
  void eachThingIsNamedOnceAndNothingIsWrongHere() {
    List<Finding> findings = doctor("process").findings();

    assertThat(findings)
        .extracting(Finding::subject)
        .containsExactly(
            "java", "modules", "jshell", "charset", "machine", "folder", "provider", "notebook");
    assertThat(findings).extracting(Finding::state).doesNotContain(State.WRONG);
    assertThat(findings.get(0).text()).contains(System.getProperty("java.home"));
  }

  @Test
  void aMissingShellIsWrongAndItsPackageNamed() {
    assertThat(
            new Doctor(
                    Optional.empty(),
                    List.of(),
                    () -> ProviderChoice.of(new Chosen("x", "", false), List.of()))
                .findings())
        .filteredOn(finding -> finding.subject().equals("jshell"))
        .singleElement()
        .returns(State.WRONG, Finding::state)
        .satisfies(finding -> assertThat(finding.text()).contains("openjdk-17-jdk-headless"));
  }

  @Test
  void aCharsetWithoutMostLettersIsWrong() {
    assertThat(Doctor.charset("ANSI_X3.4-1968"))
        .returns(State.WRONG, Finding::state)
        .satisfies(finding -> assertThat(finding.text()).contains("LC_ALL=C.UTF-8"));
  }

  @Test
  void kernelsOfJavaAreFoundWhereJupyterLooks(@TempDir Path folder) throws Exception {
    Path java = Files.createDirectories(folder.resolve("kernels/java"));
    Files.writeString(java.resolve("kernel.json"), "{\"argv\": [], \"language\" : \"java\"}");
    Path python = Files.createDirectories(folder.resolve("kernels/python3"));
    Files.writeString(python.resolve("kernel.json"), "{\"language\": \"python\"}");

    Finding found =
        new Kernels(Kernels.dataFolders(Map.of("JUPYTER_PATH", folder.toString()), "/none"))
            .finding(false);

    assertThat(found.state()).isEqualTo(State.OK);
    assertThat(found.text()).contains(java.toString()).doesNotContain("python3");
  }

  @Test
  void theKernelsOfTheJupyterOfThePathAreFound(@TempDir Path python) throws Exception {
    Path java = Files.createDirectories(python.resolve("share/jupyter/kernels/java"));
    Files.writeString(java.resolve("kernel.json"), "{\"language\": \"java\"}");
    Path bin = Files.createDirectories(python.resolve("bin"));
    Path jupyter = Files.createFile(bin.resolve("jupyter"));
    assertThat(jupyter.toFile().setExecutable(true)).isTrue();

    Map<String, String> environment = Map.of("PATH", "/none" + File.pathSeparator + bin);
    assertThat(new Kernels(Kernels.dataFolders(environment, "/none")).finding(false).text())
        .contains(java.toString());
  }

  @Test
  void aNotebookHasAKernel(@TempDir Path folder) {
    assertThat(new Kernels(List.of(folder)).finding(true))
        .returns(State.OK, Finding::state)
        .returns("this is one", Finding::text);
  }

  @Test
  void withoutAKernelTheCommandThatInstallsOneIsNamed(@TempDir Path folder) {
    assertThat(new Kernels(List.of(folder)).finding(false))
        .returns(State.ABSENT, Finding::state)
        .satisfies(finding -> assertThat(finding.text()).contains("pip install"));
  }

  @Test
  void aModuleThatIsMissingIsNamedWithWhatItIsFor() {
    assertThat(Modules.finding(module -> !module.equals("jdk.jfr")))
        .returns(State.ABSENT, Finding::state)
        .satisfies(
            finding ->
                assertThat(finding.text()).contains("lacks jdk.jfr (for profile(…))", "JDK"));
    assertThat(Modules.finding(module -> !module.equals("jdk.unsupported")))
        .returns(State.WRONG, Finding::state);
    assertThat(Modules.finding(module -> true)).returns(State.OK, Finding::state);
  }
}

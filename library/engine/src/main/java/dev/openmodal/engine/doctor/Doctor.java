package dev.openmodal.engine.doctor;

import com.sun.management.OperatingSystemMXBean;
import dev.openmodal.DataSize;
import dev.openmodal.Image;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.engine.provider.ProviderChoice;
import dev.openmodal.engine.setting.Chosen;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Finding;
import dev.openmodal.spi.ProviderCapability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Looks at this machine; changes nothing but that the library's own folder is made. */
public final class Doctor {
  private static final int NEWEST_TESTED = 25;
  private static final DataSize LITTLE_SPACE = DataSize.parse("500Mi");

  private final Optional<Path> jshell;
  private final List<CloudProvider> providers;
  private final Supplier<ProviderChoice> used;

  /**
   * @param jshell the program that {@code openmodal jshell} would start, if there is one
   * @param providers the places to look at
   * @param used says which of them is used, or throws
   */
  public Doctor(
      Optional<Path> jshell, List<CloudProvider> providers, Supplier<ProviderChoice> used) {
    this.jshell = jshell;
    this.providers = providers;
    this.used = used;
  }

  /** Everything that was looked at, in the order in which a call needs it. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(Modules.finding());
    findings.add(shell());
    findings.add(charset(System.getProperty("sun.jnu.encoding", "UTF-8")));
    findings.add(machine());
    findings.add(folder());
    findings.addAll(places());
    findings.add(Kernels.ofThisMachine().finding(Notebooks.current().isPresent()));
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    String text = Runtime.version() + ", " + System.getProperty("java.home");
    return Finding.ok(
        "java", feature > NEWEST_TESTED ? text + " (tested up to " + NEWEST_TESTED + ")" : text);
  }

  private Finding shell() {
    return jshell
        .map(path -> Finding.ok("jshell", path.toString()))
        .orElseGet(
            () ->
                Finding.wrong(
                    "jshell",
                    "none beside this Java and none on the PATH. Install a JDK, such as the package"
                        + " openjdk-17-jdk-headless."));
  }

  static Finding charset(String ofFileNames) {
    return ofFileNames.equalsIgnoreCase("UTF-8") || ofFileNames.startsWith("Cp")
        ? Finding.ok("charset", ofFileNames)
        : Finding.wrong(
            "charset",
            ofFileNames
                + ": files whose names are not plain ASCII cannot be read. Set LC_ALL=C.UTF-8.");
  }

  private static Finding machine() {
    long memory;
    try {
      memory =
          ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
              ? system.getTotalMemorySize()
              : 0;
    } catch (LinkageError e) { // the modules that it needs are named before
      return Finding.wrong(
          "machine", "how much memory it has cannot be asked without the modules named above");
    }
    return Finding.ok(
        "machine",
        Runtime.getRuntime().availableProcessors()
            + " processors, "
            + new DataSize(memory)
            + " of memory; a worker's heap may grow to "
            + new DataSize(memory / 4)
            + " unless memory(…) says otherwise");
  }

  /** Where code runs, and where it could. */
  private List<Finding> places() {
    List<Finding> findings = new ArrayList<>();
    Optional<CloudProvider> inUse = Optional.empty();
    try {
      ProviderChoice choice = used.get();
      inUse = Optional.of(choice.provider());
      findings.add(Finding.ok("provider", choice.inWords()));
      if (choice.provider().capabilities().contains(ProviderCapability.CONTAINERS)) {
        findings.add(image());
      }
    } catch (OpenModalException e) {
      findings.add(Finding.wrong("provider", String.valueOf(e.getMessage())));
    }
    for (CloudProvider provider : providers) {
      boolean isInUse = inUse.filter(provider::equals).isPresent();
      for (Finding finding : provider.findings()) {
        Finding.State weighed = isInUse ? Finding.State.WRONG : Finding.State.ABSENT;
        findings.add(
            finding.state() == Finding.State.UNUSABLE
                ? new Finding(weighed, finding.subject(), finding.text())
                : finding);
      }
    }
    return findings;
  }

  private static Finding image() {
    Chosen chosen = Settings.of(Setting.IMAGE);
    try {
      return Finding.ok(
          "image",
          Image.from(chosen.value()).reference() + ", " + chosen.by() + "; not looked for");
    } catch (OpenModalException e) {
      return Finding.wrong("image", chosen.by() + ": " + e.getMessage());
    }
  }

  private static Finding folder() {
    try {
      Path home = Home.folder();
      DataSize free = new DataSize(Files.getFileStore(home).getUsableSpace());
      String text = home + ", cache " + new DataSize(sizeOf(Home.cache())) + ", free " + free;
      return free.bytes() < LITTLE_SPACE.bytes()
          ? Finding.wrong("folder", text + ": jars may not fit. Free some space.")
          : Finding.ok("folder", text);
    } catch (OpenModalException | IOException e) {
      return Finding.wrong("folder", String.valueOf(e.getMessage()));
    }
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException goneMeanwhile) {
      return 0;
    }
  }
}

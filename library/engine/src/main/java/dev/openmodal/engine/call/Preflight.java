package dev.openmodal.engine.call;

import dev.openmodal.ContainerOptions;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.WorkerOptions;
import dev.openmodal.engine.capture.Capture;
import dev.openmodal.engine.jdk.JavaVersions;
import dev.openmodal.engine.jdk.Platform;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.ProviderCapability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Refuses what cannot work before anything is started or sent. */
public final class Preflight {
  /** The class file version of Java N is N + 44. */
  private static final int VERSION_OFFSET = 44;

  private final CloudProvider provider;
  private final Supplier<List<CloudProvider>> known;
  private final Path here = Path.of(System.getProperty("java.home")).toAbsolutePath().normalize();
  private final JavaVersions versions;
  private final Supplier<Platform> platform;
  private final Map<Path, Integer> javaVersions = new ConcurrentHashMap<>();

  /**
   * @param provider where the workers run
   * @param known all providers, for saying where it would work
   * @param versions has Javas of other versions
   */
  public Preflight(
      CloudProvider provider, Supplier<List<CloudProvider>> known, JavaVersions versions) {
    this.provider = provider;
    this.known = known;
    this.versions = versions;
    this.platform = () -> provider.platform().map(Platform::of).orElseGet(Platform::here);
  }

  void check(WorkerOptions options) {
    require(ProviderCapability.MEMORY_LIMIT, "memory", options.memory().isPresent());
    require(ProviderCapability.LOCAL_JAVA_HOME, "javaHome", options.javaHome().isPresent());
    ContainerOptions container = options.container();
    if (!container.equals(ContainerOptions.DEFAULT)) {
      require(ProviderCapability.GPU, "gpu", container.gpu().isPresent());
      require(ProviderCapability.CONTAINERS, "image", container.image().isPresent());
      require(ProviderCapability.CONTAINERS, "user", container.user().isPresent());
      require(ProviderCapability.CONTAINERS, "workdir", container.workdir().isPresent());
      require(ProviderCapability.CONTAINERS, "pidsLimit", container.pidsLimit().isPresent());
      require(ProviderCapability.CONTAINERS, "blockNetwork", container.isNetworkBlocked());
      require(ProviderCapability.CONTAINERS, "writableRoot", container.isRootWritable());
    }
  }

  private void require(ProviderCapability capability, String option, boolean isAskedFor) {
    if (isAskedFor && !provider.capabilities().contains(capability)) {
      String others =
          known.get().stream()
              .filter(other -> other.capabilities().contains(capability))
              .map(CloudProvider::name)
              .collect(Collectors.joining(", "));
      throw new OpenModalException(
          ErrorCode.UNSUPPORTED_OPTION,
          option
              + "(…): the provider "
              + provider.name()
              + " cannot enforce it. Leave it out, or "
              + (others.isEmpty()
                  ? "choose a provider that can; this build has none."
                  : "choose a provider that can: "
                      + others
                      + ", as by OPENMODAL_PROVIDER or app.provider(\"…\")."));
    }
  }

  /** The worker's Java. */
  Path javaFor(WorkerOptions options) {
    if (options.javaHome().isPresent()) {
      return options.javaHome().get().toAbsolutePath().normalize();
    }
    int version = options.java().orElse(Runtime.version().feature());
    Platform platform = this.platform.get();
    return version == Runtime.version().feature() && platform.equals(Platform.here())
        ? here
        : versions.home(version, platform);
  }

  /** The worker's Java, which must be able to run the captured classes. */
  Path javaFor(WorkerOptions options, Capture capture) {
    Path javaHome = javaFor(options);
    if (javaHome.equals(here)) {
      return here;
    }
    int version = javaVersions.computeIfAbsent(javaHome, Preflight::featureVersion);
    int needed =
        Math.max(capture.code().majorVersion(), capture.code().libraryVersion().getAsInt())
            - VERSION_OFFSET;
    if (version < needed) {
      throw new OpenModalException(
          ErrorCode.CLASS_VERSION,
          "The code is compiled for Java "
              + needed
              + ", but the worker's Java in "
              + javaHome
              + " is "
              + version
              + ". Take a Java of "
              + needed
              + " or newer for javaHome(…), or leave it out.");
    }
    if (capture.code().usesPreview() && version != needed) {
      throw new OpenModalException(
          ErrorCode.CLASS_VERSION,
          "The code uses preview features of Java "
              + needed
              + ", which no other version runs; the worker's Java in "
              + javaHome
              + " is "
              + version
              + ". Take Java "
              + needed
              + " for javaHome(…), or leave it out.");
    }
    return javaHome;
  }

  private static int featureVersion(Path javaHome) {
    if (!Files.isExecutable(javaHome.resolve("bin/java"))
        && !Files.exists(javaHome.resolve("bin/java.exe"))) {
      throw new OpenModalException(
          ErrorCode.WORKER_START,
          "javaHome("
              + javaHome
              + ") holds no bin/java. Give the folder in which Java is installed, such as the value of"
              + " System.getProperty(\"java.home\").");
    }
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(javaHome.resolve("release"))) {
      release.load(in);
      String version = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Runtime.Version.parse(version).feature();
    } catch (IOException | IllegalArgumentException e) {
      throw new OpenModalException(
          ErrorCode.WORKER_START,
          "The version of the Java in "
              + javaHome
              + " cannot be read from its file 'release'. Give a complete Java installation.",
          e);
    }
  }
}

package dev.openmodal.engine.jdk;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.CacheUse;
import dev.openmodal.bridge.TemporaryFolder;
import dev.openmodal.engine.setting.Chosen;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Javas of other versions: found in a folder, unpacked from an archive, or got from a mirror; where
 * nobody has chosen, one that is installed on this machine goes before.
 */
public final class JavaVersions {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration READ = Duration.ofMinutes(2);

  private final Path kept;
  private final Supplier<Chosen> source;
  private final Consumer<String> say;
  private final InstalledJavas installed;
  private final Map<String, Path> known = new ConcurrentHashMap<>();

  /**
   * @param kept the folder in which they are kept
   * @param source where they come from
   * @param say tells the person at this session a line
   */
  public JavaVersions(Path kept, Supplier<Chosen> source, Consumer<String> say) {
    this(kept, source, say, InstalledJavas.ofThisMachine());
  }

  JavaVersions(Path kept, Supplier<Chosen> source, Consumer<String> say, InstalledJavas installed) {
    this.kept = kept;
    this.source = source;
    this.say = say;
    this.installed = installed;
  }

  /**
   * Refuses what can be no source: neither a whole path nor a URL.
   *
   * @return the source
   * @throws OpenModalException with {@link ErrorCode#INVALID_OPTION}
   */
  public static String checkSource(String source) {
    if (!source.matches("https?://.+") && !Path.of(source).isAbsolute()) {
      throw new OpenModalException(
          ErrorCode.INVALID_OPTION,
          "java = "
              + source
              + ": where Java comes from is a whole path of a folder or an archive (its file may"
              + " come later), or a URL with {version}, {os} and {arch}.");
    }
    return source;
  }

  /**
   * The folder of a Java of that version.
   *
   * @throws OpenModalException with {@link ErrorCode#WORKER_START} where none can be had
   */
  public Path home(int version, Platform platform) {
    return known.computeIfAbsent(version + " " + platform, key -> find(version, platform));
  }

  private Path find(int version, Platform platform) {
    Chosen chosen = source.get();
    try {
      Path own = kept.resolve(version + "-" + platform.os() + "-" + platform.arch());
      Optional<Path> there = Files.isDirectory(own) ? JavaArchive.homeIn(own) : Optional.empty();
      if (there.isPresent()) {
        CacheUse.begin(own);
        return there.get();
      }
      Optional<Path> here =
          chosen.isDefault() && platform.equals(Platform.here())
              ? installed.find(version)
              : Optional.empty();
      if (here.isPresent()) {
        return here.get();
      }
      if (chosen.value().matches("https?://.*")) {
        return download(version, platform, chosen, own);
      }
      return local(version, Path.of(chosen.value()), chosen, own);
    } catch (IOException e) {
      throw failed(version, platform, chosen, e.toString());
    }
  }

  private Path local(int version, Path from, Chosen chosen, Path own) throws IOException {
    if (Files.isRegularFile(from)) {
      return unpacked(version, from, chosen, own);
    }
    if (!Files.isDirectory(from)) {
      throw failed(version, Platform.here(), chosen, "there is no such file or folder");
    }
    for (Path each : inside(from)) {
      if (isOf(version, each)) {
        return each;
      }
    }
    for (Path each : inside(from)) {
      if (each.toString().endsWith(".tar.gz")
          && each.getFileName().toString().contains("" + version)) {
        return unpacked(version, each, chosen, own);
      }
    }
    throw failed(version, Platform.here(), chosen, "no Java of that version is in it");
  }

  /** The folder itself and what is in it. */
  private static List<Path> inside(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder, 1)) {
      return all.sorted().toList();
    }
  }

  private Path download(int version, Platform platform, Chosen chosen, Path own)
      throws IOException {
    URI address =
        URI.create(
            chosen
                .value()
                .replace("{version}", Integer.toString(version))
                .replace("{os}", platform.os())
                .replace("{arch}", platform.arch()));
    say.accept("openmodal: getting Java " + version + " for " + platform + " from " + address);
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) READ.toMillis());
    if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
      throw failed(
          version,
          platform,
          chosen,
          address
              + " answers "
              + connection.getResponseCode()
              + " "
              + connection.getResponseMessage());
    }
    Files.createDirectories(kept);
    Path archive = Files.createTempFile(kept, ".new-", ".tar.gz");
    try (InputStream in = connection.getInputStream()) {
      Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
      return unpacked(version, archive, chosen, own);
    } finally {
      Files.deleteIfExists(archive);
    }
  }

  private Path unpacked(int version, Path archive, Chosen chosen, Path own) throws IOException {
    Files.createDirectories(kept);
    Path folder = Files.createTempDirectory(kept, ".new-");
    try {
      try (InputStream in = Files.newInputStream(archive)) {
        JavaArchive.unpack(in, folder);
      }
      Path home =
          JavaArchive.homeIn(folder)
              .filter(found -> isOf(version, found))
              .orElseThrow(
                  () ->
                      failed(
                          version,
                          Platform.here(),
                          chosen,
                          archive.getFileName() + " holds no Java " + version));
      Path inOwn = own.resolve(folder.relativize(home));
      Files.move(folder, own, StandardCopyOption.ATOMIC_MOVE);
      CacheUse.begin(own);
      return inOwn;
    } catch (java.nio.file.FileSystemException e) {
      if (Files.isDirectory(own)) { // another client was first
        return JavaArchive.homeIn(own).orElseThrow(() -> e);
      }
      throw e;
    } finally {
      TemporaryFolder.delete(folder);
    }
  }

  static boolean isOf(int version, Path home) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
      String text = release.getProperty("JAVA_VERSION", "").replace("\"", "");
      return Runtime.Version.parse(text).feature() == version;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  private static OpenModalException failed(
      int version, Platform platform, Chosen chosen, String why) {
    return new OpenModalException(
        ErrorCode.WORKER_START,
        "java("
            + version
            + "): no Java "
            + version
            + " for "
            + platform
            + " can be had from "
            + chosen.value()
            + " ("
            + chosen.by()
            + "): "
            + why
            + ". Name a folder of JDKs, an archive or a mirror by OPENMODAL_JAVA or openmodal config"
            + " java, or give javaHome(…) a folder.");
  }
}

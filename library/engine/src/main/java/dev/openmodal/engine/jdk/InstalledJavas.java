package dev.openmodal.engine.jdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The Javas of this machine, in the folders where packages and installers put them. */
final class InstalledJavas {
  private final List<Path> folders;

  InstalledJavas(List<Path> folders) {
    this.folders = folders;
  }

  static InstalledJavas ofThisMachine() {
    Path home = Path.of(System.getProperty("user.home", ""));
    return new InstalledJavas(
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt/java"),
            home.resolve(".sdkman/candidates/java"),
            home.resolve(".jdks"),
            Path.of("/Library/Java/JavaVirtualMachines")));
  }

  /** The newest by name of that version, if there is one. */
  Optional<Path> find(int version) {
    return folders.stream()
        .flatMap(folder -> inside(folder).stream())
        .flatMap(java -> Stream.of(java, java.resolve("Contents/Home")))
        .filter(java -> Files.isExecutable(java.resolve("bin/java")))
        .filter(java -> JavaVersions.isOf(version, java))
        .findFirst();
  }

  private static List<Path> inside(Path folder) {
    try (Stream<Path> found = Files.list(folder)) {
      return found.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException e) {
      return List.of(); // there is no such folder
    }
  }
}

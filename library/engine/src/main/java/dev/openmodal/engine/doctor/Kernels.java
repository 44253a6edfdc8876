package dev.openmodal.engine.doctor;

import dev.openmodal.spi.Finding;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The Java kernels that Jupyter would find: folders with a {@code kernel.json}, in the places that
 * Jupyter's documentation of its data path names.
 */
final class Kernels {
  private static final Pattern OF_JAVA = Pattern.compile("\"language\"\\s*:\\s*\"java\"");

  private final List<Path> dataFolders;

  Kernels(List<Path> dataFolders) {
    this.dataFolders = dataFolders;
  }

  static Kernels ofThisMachine() {
    return new Kernels(dataFolders(System.getenv(), System.getProperty("user.home", "")));
  }

  /**
   * @param isInNotebook whether this program is such a kernel itself
   */
  Finding finding(boolean isInNotebook) {
    TreeSet<String> found = new TreeSet<>();
    for (Path data : dataFolders) {
      try (DirectoryStream<Path> kernels = Files.newDirectoryStream(data.resolve("kernels"))) {
        for (Path kernel : kernels) {
          if (isOfJava(kernel.resolve("kernel.json"))) {
            found.add(kernel.toString());
          }
        }
      } catch (IOException e) {
        // not there
      }
    }
    if (isInNotebook) {
      return Finding.ok(
          "notebook",
          "this is one" + (found.isEmpty() ? "" : "; Java kernels: " + String.join(", ", found)));
    }
    return found.isEmpty()
        ? Finding.absent(
            "notebook",
            "no Java kernel found where Jupyter looks. Get one by: openmodal notebook; or by pip"
                + " install jupyterlab jjava")
        : Finding.ok("notebook", "Java kernels: " + String.join(", ", found));
  }

  private static boolean isOfJava(Path spec) throws IOException {
    return Files.isRegularFile(spec) && OF_JAVA.matcher(Files.readString(spec)).find();
  }

  static List<Path> dataFolders(Map<String, String> environment, String home) {
    List<Path> folders = new ArrayList<>();
    for (String folder :
        environment.getOrDefault("JUPYTER_PATH", "").split(File.pathSeparator, -1)) {
      if (!folder.isEmpty()) {
        folders.add(Path.of(folder));
      }
    }
    String own = environment.getOrDefault("JUPYTER_DATA_DIR", "");
    folders.add(own.isEmpty() ? Path.of(home, ".local/share/jupyter") : Path.of(own));
    folders.add(Path.of(home, "Library/Jupyter"));
    String python = environment.getOrDefault("VIRTUAL_ENV", "");
    if (!python.isEmpty()) {
      folders.add(Path.of(python, "share/jupyter"));
    }
    besideJupyter(environment.getOrDefault("PATH", "")).ifPresent(folders::add);
    folders.add(Path.of("/usr/local/share/jupyter"));
    folders.add(Path.of("/usr/share/jupyter"));
    return folders;
  }

  /** That of the Python whose Jupyter would be started. */
  private static Optional<Path> besideJupyter(String path) {
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path bin = Path.of(folder.isEmpty() ? "." : folder).toAbsolutePath();
      if (Files.isExecutable(bin.resolve("jupyter")) && bin.getParent() != null) {
        return Optional.of(bin.resolveSibling("share/jupyter"));
      }
    }
    return Optional.empty();
  }
}

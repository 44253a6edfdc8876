package dev.openmodal.engine.command;

import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.OneJar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A jshell of the user's terminal with this library on its class path. */
final class ShellProcess {
  private static final String STARTUP =
      """
      import static dev.openmodal.OpenModal.*;
      import dev.openmodal.*;
      import java.time.Duration;
      """;

  private final List<String> command;

  private ShellProcess(List<String> command) {
    this.command = command;
  }

  /**
   * @param classPath the user's own, if any
   */
  static ShellProcess of(ShellJava java, ShellEngine engine, @Nullable String classPath)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.jshell().toString());
    command.addAll(options(java, engine, classPath(classPath)));
    // Every lambda tells what it is made of: none has to be told from its like.
    command.add("-C-XDforceSerializable");
    command.addAll(List.of("--startup", "DEFAULT", "--startup", startup().toString()));
    if (!Files.isDirectory(Path.of(System.getProperty("user.home")))) {
      // jshell keeps its history in the user's preferences, and would make a folder named "?" here
      command.add("-J-Djava.util.prefs.userRoot=" + Home.folder());
    }
    return new ShellProcess(command);
  }

  /** Runs it to its end and returns its exit code. */
  int run(List<String> arguments, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    return new ForegroundProcess(all, environment).run();
  }

  static List<String> options(ShellJava java, ShellEngine engine, String classPath) {
    if (engine == ShellEngine.jdi) {
      return List.of("--class-path", classPath);
    }
    // The local engine compiles against --class-path, but before 22 runs snippets against the class
    // path of jshell itself (JDK-8314327), which later also outlives /env; and it loads no more
    // modules than jshell needs.
    return List.of(
        "--class-path",
        classPath,
        "-J--class-path=" + classPath,
        "-J--add-modules=ALL-DEFAULT",
        "--execution",
        "local");
  }

  private static String classPath(@Nullable String users) {
    String ours =
        OneJar.path().map(Path::toString).orElseGet(() -> System.getProperty("java.class.path"));
    return users == null || users.isEmpty() ? ours : ours + File.pathSeparator + users;
  }

  /** A file that jshell reads first; replaced in one step, as several shells may start at once. */
  private static Path startup() throws IOException {
    Path file = Home.cache().resolve("startup.jsh");
    if (!Files.exists(file) || !Files.readString(file).equals(STARTUP)) {
      Path written = Files.createTempFile(Home.cache(), "startup-", ".jsh");
      Files.writeString(written, STARTUP);
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}

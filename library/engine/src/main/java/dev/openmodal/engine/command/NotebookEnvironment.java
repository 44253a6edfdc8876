package dev.openmodal.engine.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.CacheUse;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Python environment of ours with JupyterLab and the JJava kernel, whose kernel knows this
 * library from its start. Made once; it can be made again.
 */
final class NotebookEnvironment {
  /** What was tested together. */
  private static final String LAB = "jupyterlab==4.6.6";

  private static final String KERNEL = "jjava==1.0a8";

  private static final String VERSION_CHECK =
      "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

  private final Path folder;

  /**
   * @param all where it is, or is to be; those of other builds are beside it
   */
  NotebookEnvironment(Path all) {
    folder = all.resolve((LAB + "-" + KERNEL).replaceAll("[^a-z0-9.-]+", "-"));
  }

  /** Where it is. */
  Path folder() {
    return folder;
  }

  /** Its Python. */
  private Path python() {
    Path venv = folder.resolve("venv");
    Path windows = venv.resolve("Scripts/python.exe");
    return Files.exists(windows) ? windows : venv.resolve("bin/python3");
  }

  private Path complete() {
    return folder.resolve("complete");
  }

  /**
   * Makes it, unless it is there.
   *
   * @param python the program to make it with; else one of the PATH
   * @param progress is told what takes a while
   * @throws OpenModalException with {@link ErrorCode#SETUP} where that cannot be done
   */
  void prepare(Optional<String> python, Consumer<String> progress)
      throws IOException, InterruptedException {
    CacheUse.begin(folder);
    // One at a time: whoever comes second finds it made.
    try (FileChannel channel =
            FileChannel.open(
                folder.resolveSibling(folder.getFileName() + ".making"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (lock.isValid() && !(Files.exists(complete()) && Files.isExecutable(python()))) {
        make(python, progress);
      }
    }
  }

  private void make(Optional<String> python, Consumer<String> progress)
      throws IOException, InterruptedException {
    String maker = python.isPresent() ? checked(python.get()) : find();
    progress.accept("Installing JupyterLab and JJava into " + folder + ", once …");
    Files.createDirectories(folder);
    Files.deleteIfExists(complete());
    run(List.of(maker, "-m", "venv", "--clear", folder.resolve("venv").toString()));
    install(LAB);
    // It asks for a later Python than some systems have, and holds two jars and no Python at all.
    install("--no-deps", "--ignore-requires-python", KERNEL);
    Files.createFile(complete());
  }

  private void install(String... what) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python().toString(), "-m", "pip", "install"));
    command.addAll(List.of("-q", "--disable-pip-version-check"));
    command.addAll(List.of(what));
    run(command);
  }

  /**
   * Lets its kernel run on this Java and know these jars.
   *
   * @param classPath ours, and the user's
   */
  void writeKernelSpec(Path javaHome, String classPath) throws IOException {
    Path file = folder.resolve("venv/share/jupyter/kernels/java/kernel.json");
    JsonMapper json = new JsonMapper();
    if (!(json.readTree(Files.readAllBytes(file)) instanceof ObjectNode spec)
        || spec.withArray("/argv").isEmpty()) {
      throw new OpenModalException(
          ErrorCode.SETUP, file + " is no kernel. Remove it by: openmodal clean");
    }
    spec.withArray("/argv").set(0, javaHome.resolve("bin/java").toString());
    spec.put("display_name", "Java (OpenModal)");
    spec.withObject("/env").put("JJAVA_CLASSPATH", classPath);
    Path part = Files.createTempFile(file.getParent(), ".kernel-", ".json");
    Files.write(part, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(spec));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE); // a kernel may just be starting
  }

  /** What starts JupyterLab. */
  List<String> lab(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python().toString(), "-m", "jupyterlab"));
    command.addAll(arguments);
    return command;
  }

  private static String checked(String python) throws InterruptedException {
    if (!isSuitable(python)) {
      throw new OpenModalException(
          ErrorCode.SETUP,
          python
              + " is no Python of 3.10 or later with the module venv. Name another by --python.");
    }
    return python;
  }

  private static String find() throws InterruptedException {
    for (String each :
        List.of(
            "python3", "python3.14", "python3.13", "python3.12", "python", "/usr/bin/python3")) {
      if (isSuitable(each)) {
        return each;
      }
    }
    throw new OpenModalException(
        ErrorCode.SETUP,
        "There is no Python of 3.10 or later with the module venv on the PATH, which JupyterLab needs."
            + " Install one, such as the packages python3 and python3-venv, or name one by --python.");
  }

  private static boolean isSuitable(String python) throws InterruptedException {
    try {
      Process check =
          new ProcessBuilder(python, "-c", VERSION_CHECK)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return check.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Its last words are the reason where it fails. */
  private static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    Thread end = new Thread(process::destroy, "openmodal-end-of-install");
    Runtime.getRuntime().addShutdownHook(end);
    String said = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
    int status = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    if (status != 0) {
      List<String> lines = said.strip().lines().toList();
      throw new OpenModalException(
          ErrorCode.SETUP,
          "The notebook's environment could not be made: "
              + new File(command.get(0)).getName()
              + " "
              + String.join(" ", command.subList(1, Math.min(4, command.size())))
              + " … ended with "
              + status
              + " and said last:\n"
              + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()))
              + "\nSee whether pip can reach its index, and try again.");
    }
  }
}

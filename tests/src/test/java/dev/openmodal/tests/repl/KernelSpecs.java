package dev.openmodal.tests.repl;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Kernelspecs of the kernels that come as jars: what an installer of each would write. */
final class KernelSpecs {
  /** Where the build has put the kernels' jars. */
  private static final Path JARS = TestMachine.target("kernel-jars");

  private KernelSpecs() {}

  /** Of a kernel on IJava's base, which is compiled here: IJava itself is in no repository. */
  static Path ijava() {
    return IJava.SPEC;
  }

  /** Made once: others may be starting from it. */
  private static final class IJava {
    static final Path SPEC = make();

    private static Path make() {
      Path classes = TestMachine.target("kernels/ijava-classes");
      compile(TestMachine.checkout().resolve("tests/kernels/ijava"), classes);
      return write(
          "ijava",
          classes + File.pathSeparator + JARS.resolve("ijava/*"),
          "io.github.spencerpark.ijava.IJava");
    }
  }

  /** Of the real rapaio kernel. */
  static Path rapaio() {
    return Rapaio.SPEC;
  }

  private static final class Rapaio {
    static final Path SPEC =
        write("rapaio", JARS.resolve("rapaio/*").toString(), "org.rapaio.jupyter.kernel.MainApp");
  }

  private static void compile(Path sources, Path classes) {
    List<String> arguments = new ArrayList<>(List.of("--release", "17", "-nowarn"));
    arguments.addAll(List.of("--add-modules", "jdk.jshell", "-d", classes.toString()));
    arguments.addAll(List.of("-cp", jars("ijava")));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(new String[0]));
    if (status != 0) {
      throw new IllegalStateException("does not compile: " + sources);
    }
  }

  private static String jars(String kernel) {
    try (Stream<Path> found = Files.list(JARS.resolve(kernel))) {
      return String.join(File.pathSeparator, found.map(Path::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path write(String name, String classPath, String main) {
    Path folder = TestMachine.target("kernels").resolve(name);
    List<String> command =
        List.of(
            "java",
            "-XX:TieredStopAtLevel=1", // compiling snippets is most of the time, and never gets
            // warm
            "-cp",
            classPath,
            main,
            "{connection_file}");
    try {
      Files.createDirectories(folder);
      new ObjectMapper()
          .writeValue(
              folder.resolve("kernel.json").toFile(),
              Map.of(
                  "argv",
                  command,
                  "display_name",
                  name,
                  "language",
                  "java",
                  "interrupt_mode",
                  "message"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }
}

package dev.openmodal.process;

import dev.openmodal.ContainerOptions;
import dev.openmodal.DataSize;
import dev.openmodal.spi.InstanceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;

/**
 * A worker's program of a few lines, compiled here: it reads the identity as the agent does, and
 * then runs the given statements.
 */
final class FakeWorker {
  private final Path classes;

  private FakeWorker(Path classes) {
    this.classes = classes;
  }

  static FakeWorker of(Path folder, String statements) throws Exception {
    Path source = folder.resolve("dev/openmodal/bridge/WorkerMain.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        """
        package dev.openmodal.bridge;
        import java.io.*;
        import java.util.*;
        public class WorkerMain {
          static void ready() { System.out.print("\\0openmodal:ready 4711\\n"); System.out.flush(); }
          public static void main(String[] args) throws Exception {
            String file = System.getProperty("openmodal.lifeline");
            DataInputStream lifeLine =
                new DataInputStream(file == null ? System.in : new FileInputStream(file));
            byte[] identity = lifeLine.readNBytes(lifeLine.readInt());
            %s
            while (lifeLine.read() >= 0) {}
            Runtime.getRuntime().halt(0);
          }
        }
        """
            .formatted(statements));
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-d", folder.toString(), "--release", "17", source.toString());
    if (result != 0) {
      throw new IllegalArgumentException("does not compile: " + statements);
    }
    return new FakeWorker(folder);
  }

  InstanceSpec spec(InstanceSpec.LogSink logs) {
    return spec(
        Path.of(System.getProperty("java.home")), List.of("-Xmx64m"), Optional.empty(), logs);
  }

  InstanceSpec spec(
      Path javaHome,
      List<String> options,
      Optional<DataSize> residentLimit,
      InstanceSpec.LogSink logs) {
    return new InstanceSpec(
        "test",
        javaHome,
        classes,
        options,
        residentLimit,
        Optional.empty(),
        Map.of("ASKED", "for it"),
        ContainerOptions.DEFAULT,
        new byte[] {1, 2, 3},
        logs,
        false);
  }
}

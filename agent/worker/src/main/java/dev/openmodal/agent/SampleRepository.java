package dev.openmodal.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Where Java's recorder keeps what it records, which is one folder for all recordings of a JVM. All
 * that look at the same time share it; the last one deletes it, as this JVM ends without hooks.
 * Where user code records, too, the recorder is left as it is.
 */
final class SampleRepository implements AutoCloseable {
  @GuardedBy("SampleRepository.class")
  private static int users;

  @GuardedBy("SampleRepository.class")
  private static @Nullable Path shared;

  private final Path dump;

  private SampleRepository(Path dump) {
    this.dump = dump;
  }

  /**
   * To be closed after the recording.
   *
   * @param depth how many frames of a stack are kept
   * @param room how many bytes there have to be: the recorder ends its JVM where there are none
   */
  static SampleRepository open(int depth, long room)
      throws IOException, Inspections.RefusedException {
    Path dump = Files.createTempFile("openmodal-samples", ".jfr");
    long free = Files.getFileStore(dump).getUsableSpace();
    if (free < room) {
      Files.delete(dump);
      throw new Inspections.RefusedException(
          "its temporary folder "
              + dump.getParent()
              + " has room for "
              + (free >> 20)
              + " MiB, and a recording may need "
              + (room >> 20)
              + " MiB");
    }
    synchronized (SampleRepository.class) {
      if (users == 0 && !isRecordingOtherwise()) {
        shared = Files.createTempDirectory("openmodal-samples");
        keepIn(shared, depth);
      }
      users++; // not where there is no folder for it
    }
    return new SampleRepository(dump);
  }

  /** For what one of those that share it has recorded. */
  Path file() {
    return dump;
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(dump);
    synchronized (SampleRepository.class) {
      if (--users == 0 && shared != null && !isRecordingOtherwise()) {
        delete(shared);
        shared = null;
      }
    }
  }

  private static boolean isRecordingOtherwise() {
    return FlightRecorder.isInitialized()
        && !FlightRecorder.getFlightRecorder().getRecordings().isEmpty();
  }

  private static void keepIn(Path folder, int depth) {
    List<String> options = new ArrayList<>();
    options.add("repositorypath=\"" + folder + "\"");
    if (!FlightRecorder.isInitialized()) { // later is too late
      options.add("stackdepth=" + depth);
    }
    try {
      Object unused =
          ManagementFactory.getPlatformMBeanServer()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "jfrConfigure",
                  new Object[] {options.toArray(String[]::new)},
                  new String[] {String[].class.getName()});
    } catch (JMException | RuntimeException e) {
      // It records all the same, with what is Java's default.
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}

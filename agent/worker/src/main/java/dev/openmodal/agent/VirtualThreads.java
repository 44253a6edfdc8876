package dev.openmodal.agent;

import dev.openmodal.wire.proto.ThreadState;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * The virtual threads, which no group and no {@code ThreadMXBean} tells of: read from the dump that
 * Java 21 and later write to a file. Their states and locks are in that of Java 25.
 */
final class VirtualThreads {
  private static final int FIRST_JAVA = 21;
  private static final int MOST = 1000;
  private static final int MOST_FRAMES = 256;
  private static final Pattern HEAD = Pattern.compile("#(\\d+) \"(.*)\" virtual ?([A-Z_]*).*");
  private static final Pattern FRAME =
      Pattern.compile("\\s+(?:at )?(?:([^/(]+)/)?([^/(]\\S*)\\.([^.(]+)\\(([^:)]*)(?::(\\d+))?\\)");
  private static final Pattern LOCK =
      Pattern.compile(
          "\\s+- (?:waiting to lock|waiting on|parked on|parking to wait for) <(.+)>.*");

  private final List<ThreadState> states = new ArrayList<>();
  private ThreadState.@Nullable Builder open;
  private final ThreadState.Role role;

  private VirtualThreads(ThreadState.Role role) {
    this.role = role;
  }

  /** All of this JVM that have a frame of user code, up to 1,000; none where they are not told. */
  static synchronized List<ThreadState> all(ThreadState.Role role) { // each is a file of all
    if (Runtime.version().feature() < FIRST_JAVA) {
      return List.of();
    }
    Path folder = null;
    try {
      folder = Files.createTempDirectory("openmodal-threads");
      Path file = folder.resolve("threads.txt"); // which must not be there
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=HotSpotDiagnostic"),
              "dumpThreads",
              new Object[] {file.toString(), "TEXT_PLAIN"},
              new String[] {String.class.getName(), String.class.getName()});
      try (BufferedReader lines = Files.newBufferedReader(file)) {
        return new VirtualThreads(role).read(lines);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | JMException | RuntimeException e) {
      return List.of(); // a Java that tells less, or no room for the file
    } finally {
      delete(folder);
    }
  }

  private static void delete(@Nullable Path folder) {
    try {
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      // it goes with the worker's other temporary files
    }
  }

  static List<ThreadState> read(BufferedReader lines, ThreadState.Role role) throws IOException {
    return new VirtualThreads(role).read(lines);
  }

  private List<ThreadState> read(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && states.size() < MOST) {
      take(line);
      line = lines.readLine();
    }
    close();
    return states;
  }

  private void take(String line) {
    if (line.startsWith("#")) {
      close();
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        open =
            ThreadState.newBuilder()
                .setId(Long.parseLong(head.group(1)))
                .setName(ThreadLook.shortened(head.group(2)))
                .setRole(role)
                .setState(head.group(3))
                .setIsVirtual(true);
      }
      return;
    }
    ThreadState.Builder thread = open;
    if (thread == null) {
      return;
    }
    Matcher frame = FRAME.matcher(line);
    Matcher lock = LOCK.matcher(line);
    if (frame.matches()) {
      add(thread, frame);
    } else if (lock.matches()) {
      thread.setLock(ThreadLook.shortened(lock.group(1)));
    }
  }

  private static void add(ThreadState.Builder thread, Matcher frame) {
    if (frame.group(2).contains("$$Lambda")) {
      return;
    }
    if (thread.getFramesCount() >= MOST_FRAMES) {
      thread.setFramesLeftOut(thread.getFramesLeftOut() + 1);
      return;
    }
    String module = frame.group(1);
    String file = frame.group(4);
    boolean isNative = file.equals("Native Method");
    thread.addFrames(
        ThreadLook.frame(
            new StackTraceElement(
                null,
                module == null ? null : module.replaceFirst("@.*", ""),
                null,
                frame.group(2),
                frame.group(3),
                isNative || file.equals("Unknown Source") ? null : file,
                isNative ? -2 : frame.group(5) == null ? -1 : Integer.parseInt(frame.group(5)))));
  }

  private void close() {
    if (open != null
        && open.getFramesList().stream().anyMatch(frame -> frame.getModule().isEmpty())) {
      states.add(open.build());
    }
    open = null;
  }
}

package dev.openmodal.agent;

import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether processes of user code may have run lately, in a worker that has a pid namespace of
 * its own (system property {@code openmodal.pid-namespace}): by the number that Linux gave last to
 * a process or thread of the namespace, less the threads that were started through here; and where
 * that has changed, by who is there. Anywhere else they always may have.
 */
final class ProcessWatch {
  private static final String PROPERTY = "openmodal.pid-namespace";
  private static final File PROCESSES = new File("/proc");

  private final @Nullable RandomAccessFile numbers;
  private final Set<String> own;
  private long known;
  private boolean areOthersThere;

  private ProcessWatch(@Nullable RandomAccessFile numbers, Set<String> own) {
    this.numbers = numbers;
    this.own = own;
  }

  /** To be called before user code runs. */
  static ProcessWatch start() {
    if (Boolean.getBoolean(PROPERTY)) {
      try {
        RandomAccessFile numbers = new RandomAccessFile("/proc/loadavg", "r");
        long before = lastNumber(numbers);
        Thread counted = new Thread(() -> {}, "openmodal-counted");
        counted.start();
        counted.join();
        if (lastNumber(numbers) != before) {
          return new ProcessWatch(numbers, processes());
        }
        numbers.close();
      } catch (IOException | NumberFormatException e) {
        // a system that tells less: they may always have run
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return new ProcessWatch(null, Set.of());
  }

  /** Starts a thread that is not to be taken for a process. */
  synchronized void start(Thread thread) {
    thread.start();
    known++;
  }

  /** Whether one may have run since this was last asked; false only where none can have. */
  synchronized boolean mayHaveRun() {
    if (numbers == null) {
      return true;
    }
    try {
      long now = lastNumber(numbers);
      if (now == known && !areOthersThere) {
        return false;
      }
      known = now;
      areOthersThere = !own.containsAll(processes());
    } catch (IOException | NumberFormatException e) {
      areOthersThere = true;
    }
    return true;
  }

  /** The last field of {@code /proc/loadavg}. */
  private static long lastNumber(RandomAccessFile numbers) throws IOException {
    byte[] text = new byte[64];
    numbers.seek(0);
    int length = numbers.read(text);
    if (length <= 0) {
      throw new IOException("/proc/loadavg is empty");
    }
    String line = new String(text, 0, length, StandardCharsets.US_ASCII).strip();
    return Long.parseLong(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static Set<String> processes() throws IOException {
    String[] names = PROCESSES.list((folder, name) -> Character.isDigit(name.charAt(0)));
    if (names == null) {
      throw new IOException("the processes cannot be listed");
    }
    return Set.copyOf(Arrays.asList(names));
  }
}

package dev.openmodal.engine.log;

import dev.openmodal.bridge.OwnThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/**
 * One client's log: {@code client-PID-0.log} in the library's log folder, of 1 MiB at most and with
 * one older part beside it; removed two weeks after it was last written to. It names apps, workers,
 * classes, sizes and times: never a value, an option's value or a message of user code. Where
 * nothing can be written, nothing is.
 */
public final class ClientLog implements AutoCloseable {
  private static final int MOST_BYTES = 1 << 20;
  private static final int PARTS = 2;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private final Path folder;
  private final LogLevel level;

  /** Aside, as calls do not wait for a disk; the two below are its own. */
  private final ExecutorService writer =
      Executors.newSingleThreadExecutor(work -> OwnThreads.daemon("openmodal-log", work));

  private @Nullable Handler handler;
  private boolean hasFailed;

  /** Opens nothing before the first line. */
  public ClientLog(Path folder, LogLevel level) {
    this.folder = folder;
    this.level = level;
  }

  /** Writes down what happened. */
  public void info(String line) {
    if (level != LogLevel.OFF) {
      write(line, null);
    }
  }

  /** Writes down a failure of ours or of our libraries, with its trace where much is asked for. */
  public void info(String line, Throwable thrown) {
    if (level != LogLevel.OFF) {
      write(line + ": " + thrown.getClass().getName(), isDebug() ? thrown : null);
    }
  }

  /** Writes it down if much is asked for. */
  public void debug(Supplier<String> line) {
    if (isDebug()) {
      write(line.get(), null);
    }
  }

  /** What a library says by {@code java.util.logging}. */
  public void debug(LogRecord said) {
    if (isDebug()) {
      write(said.getLoggerName() + " " + said.getMessage(), said.getThrown());
    }
  }

  /** Whether single calls are written down. */
  public boolean isDebug() {
    return level == LogLevel.DEBUG;
  }

  private void write(String line, @Nullable Throwable thrown) {
    LogRecord entry =
        new LogRecord(Level.INFO, "[" + Thread.currentThread().getName() + "] " + line);
    entry.setThrown(thrown);
    try {
      writer.execute(() -> publish(entry));
    } catch (RejectedExecutionException e) {
      // closed: the client is ending
    }
  }

  private void publish(LogRecord entry) {
    if (handler == null && !hasFailed) {
      handler = open();
    }
    if (handler != null) {
      handler.publish(entry);
    }
  }

  private @Nullable Handler open() {
    try {
      // % is special in a handler's pattern
      String path =
          folder.resolve("client-" + ProcessHandle.current().pid()).toString().replace("%", "%%");
      Handler opened = new FileHandler(path + "-%g.log", MOST_BYTES, PARTS, true);
      opened.setFormatter(new Lines());
      opened.setEncoding("UTF-8");
      opened.setLevel(Level.ALL);
      OldLogs.removeFrom(folder, "client-*.log*");
      return opened;
    } catch (IOException | SecurityException e) {
      hasFailed = true;
      return null;
    }
  }

  /** Writes what is left to write, for five seconds at most. */
  @Override
  public void close() {
    writer.execute(
        () -> {
          if (handler != null) {
            handler.close();
          }
        });
    writer.shutdown();
    try {
      writer.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Time, what there is to say, and traces without their messages: those may quote anything. */
  private static final class Lines extends Formatter {
    @Override
    public String format(LogRecord entry) {
      StringBuilder text = new StringBuilder();
      text.append(TIME.format(entry.getInstant()))
          .append(' ')
          .append(entry.getMessage())
          .append('\n');
      Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      for (Throwable each = entry.getThrown(); each != null && seen.add(each); ) {
        text.append(each.getClass().getName()).append('\n');
        for (StackTraceElement frame : each.getStackTrace()) {
          text.append("    at ").append(frame.toString()).append('\n');
        }
        each = each.getCause();
      }
      return text.toString();
    }
  }
}

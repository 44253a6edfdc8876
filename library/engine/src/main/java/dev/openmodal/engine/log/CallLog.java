package dev.openmodal.engine.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call has printed. In memory up to 64 KiB, and up to 4 MiB for all calls together; beyond
 * that in a file, whose first 16 MiB are kept, and which is removed two weeks after it was last
 * written to.
 */
public final class CallLog {
  private static final int MOST_IN_MEMORY = 64 * 1024;
  private static final long MOST_OF_ALL = 4L << 20;
  private static final long MOST_ON_DISK = 16L << 20;

  private final long callId;
  private final Keeper keeper;

  @GuardedBy("this")
  private ByteArrayOutputStream memory = new ByteArrayOutputStream(0);

  @GuardedBy("this")
  private @Nullable Path file;

  @GuardedBy("this")
  private long size;

  private CallLog(long callId, Keeper keeper) {
    this.callId = callId;
    this.keeper = keeper;
  }

  /** Takes more of what it prints. */
  public void add(byte[] bytes) {
    synchronized (this) {
      size += bytes.length;
      if (file == null) {
        memory.writeBytes(bytes);
        if (memory.size() > MOST_IN_MEMORY) {
          toDisk();
        }
      } else if (size <= MOST_ON_DISK) {
        append(file, bytes);
      }
    }
  }

  /** Nothing more comes. */
  public void end() {
    int kept;
    synchronized (this) {
      kept = memory.size();
    }
    if (kept > 0) {
      keeper.ended(this, kept);
    }
  }

  /** All that is kept, as text. */
  public synchronized String text() {
    if (file == null) {
      return memory.toString(Charset.defaultCharset());
    }
    try {
      String text = new String(Files.readAllBytes(file), Charset.defaultCharset());
      return size <= MOST_ON_DISK
          ? text
          : text + "\n… " + (size - MOST_ON_DISK) + " further bytes were not kept.\n";
    } catch (IOException e) {
      return "(The log of this call was in " + file + " and is gone: it was removed with age.)\n";
    }
  }

  private synchronized void toDisk() {
    if (file == null && memory.size() > 0) {
      keeper.prepareFolder();
      Path path =
          keeper.folder.resolve(
              "client-" + ProcessHandle.current().pid() + "-call-" + callId + ".log");
      append(path, memory.toByteArray());
      file = path;
      memory = new ByteArrayOutputStream(0);
    }
  }

  private static void append(Path path, byte[] bytes) {
    try {
      Files.write(path, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      // A full disk takes the log and not the call.
    }
  }

  /** The logs of all calls of this client. */
  public static final class Keeper {
    private final Path folder;

    @GuardedBy("this")
    private final Set<CallLog> inMemory = new LinkedHashSet<>();

    @GuardedBy("this")
    private long bytes;

    @GuardedBy("this")
    private boolean isPrepared;

    /**
     * @param folder where those go for which there is no room in memory
     */
    public Keeper(Path folder) {
      this.folder = folder;
    }

    /** Makes it, for its owner alone, and removes what is old from it. */
    private synchronized void prepareFolder() {
      if (isPrepared) {
        return;
      }
      isPrepared = true;
      try {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      } catch (IOException | UnsupportedOperationException e) {
        // what cannot be written is not kept
      }
      OldLogs.removeFrom(folder, "client-*.log");
    }

    /** An empty log. */
    public CallLog open(long callId) {
      return new CallLog(callId, this);
    }

    private void ended(CallLog log, int size) {
      synchronized (this) {
        inMemory.add(log);
        bytes += size;
        while (bytes > MOST_OF_ALL && !inMemory.isEmpty()) {
          CallLog oldest = inMemory.iterator().next();
          inMemory.remove(oldest);
          synchronized (oldest) {
            bytes -= oldest.memory.size();
          }
          oldest.toDisk();
        }
      }
    }
  }
}

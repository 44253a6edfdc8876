package dev.openmodal.engine.log;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What one call, or one map, has printed. In memory up to 64 KiB, and up to 4 MiB for all calls
 * together; beyond that in a file, whose first 16 MiB are kept, and which is removed two weeks
 * after it was last written to.
 */
public final class CallLog {
  private static final int MOST_IN_MEMORY = 64 * 1024;
  private static final long MOST_OF_ALL = 4L << 20;
  private static final long MOST_ON_DISK = 16L << 20;

  /** What a log takes beside its bytes. */
  private static final int OVERHEAD = 256;

  private final String name;
  private final Keeper keeper;

  @GuardedBy("this")
  private ByteArrayOutputStream memory = new ByteArrayOutputStream(0);

  @GuardedBy("this")
  private @Nullable Path file;

  @GuardedBy("this")
  private long size;

  private CallLog(String name, Keeper keeper) {
    this.name = name;
    this.keeper = keeper;
  }

  /** Takes more of what it prints, into memory; {@link #trim} follows soon. */
  public synchronized void add(byte[] bytes) {
    size += bytes.length;
    if (size <= MOST_ON_DISK) {
      memory.writeBytes(bytes);
    }
  }

  /** Puts it to the disk where it is large. */
  public synchronized void trim() {
    if (file != null || memory.size() > MOST_IN_MEMORY) {
      toDisk();
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

  /** How many bytes it has printed, kept or not. */
  public synchronized long printed() {
    return size;
  }

  /** How many bytes it has printed beyond what is kept. */
  public synchronized long notKept() {
    return Math.max(0, size - MOST_ON_DISK);
  }

  /** All that is kept, as text. */
  public synchronized String text() {
    if (file == null && size <= MOST_ON_DISK) {
      return memory.toString(Charset.defaultCharset());
    }
    Path path = toDisk();
    try {
      String text = new String(Files.readAllBytes(path), Charset.defaultCharset());
      return size <= MOST_ON_DISK
          ? text
          : text + "\n… " + (size - MOST_ON_DISK) + " further bytes were not kept.\n";
    } catch (IOException e) {
      return "(This log was in " + path + " and is gone: it was removed with age.)\n";
    }
  }

  /**
   * What is kept of it from that byte on, but not more than some.
   *
   * @throws IOException where it was removed with age
   */
  public synchronized byte[] bytes(long from, int most) throws IOException {
    if (file == null && size <= MOST_ON_DISK) {
      byte[] all = memory.toByteArray();
      int start = (int) Math.min(from, all.length);
      return Arrays.copyOfRange(all, start, Math.min(all.length, start + most));
    }
    try (FileChannel kept = FileChannel.open(toDisk())) {
      ByteBuffer part = ByteBuffer.allocate((int) Math.min(most, Math.max(0, kept.size() - from)));
      while (part.hasRemaining() && kept.read(part, from + part.position()) >= 0) {
        // to its end
      }
      return Arrays.copyOf(part.array(), part.position());
    }
  }

  private synchronized Path toDisk() {
    Path path = file;
    boolean isNew = path == null;
    if (path == null) {
      path = keeper.file(name);
      file = path;
    }
    if (memory.size() > 0) {
      write(path, memory, isNew);
      memory = new ByteArrayOutputStream(0);
    }
    return path;
  }

  /** A new one takes the place of one that another process of this number has left. */
  private static void write(Path path, ByteArrayOutputStream bytes, boolean isNew) {
    try (OutputStream to =
        Files.newOutputStream(
            path,
            StandardOpenOption.CREATE,
            isNew ? StandardOpenOption.TRUNCATE_EXISTING : StandardOpenOption.APPEND)) {
      bytes.writeTo(to);
    } catch (IOException e) {
      // A full disk takes the log and not the call.
    }
  }

  /** The logs of all calls of this client. */
  public static final class Keeper {
    private final Path folder;
    private final AtomicBoolean isPrepared = new AtomicBoolean();

    @GuardedBy("this")
    private final Map<CallLog, Integer> inMemory = new LinkedHashMap<>();

    @GuardedBy("this")
    private long bytes;

    /**
     * @param folder where those go for which there is no room in memory
     */
    public Keeper(Path folder) {
      this.folder = folder;
    }

    private Path file(String name) {
      if (!isPrepared.getAndSet(true)) {
        prepareFolder();
      }
      return folder.resolve("client-" + ProcessHandle.current().pid() + "-" + name + ".log");
    }

    /** Makes it, for its owner alone, and removes what is old from it. */
    private void prepareFolder() {
      try {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      } catch (IOException | UnsupportedOperationException e) {
        // what cannot be written is not kept
      }
      OldLogs.removeFrom(folder, "client-*.log");
    }

    /**
     * An empty log.
     *
     * @param name of its call or map, which no other one of this client has
     */
    public CallLog open(String name) {
      return new CallLog(name, this);
    }

    private void ended(CallLog log, int size) {
      List<CallLog> oldest = new ArrayList<>();
      synchronized (this) {
        inMemory.put(log, size + OVERHEAD);
        bytes += size + OVERHEAD;
        Iterator<Map.Entry<CallLog, Integer>> byAge = inMemory.entrySet().iterator();
        while (bytes > MOST_OF_ALL && byAge.hasNext()) {
          Map.Entry<CallLog, Integer> next = byAge.next();
          bytes -= next.getValue();
          oldest.add(next.getKey());
          byAge.remove();
        }
      }
      oldest.forEach(CallLog::toDisk); // a log's lock is never taken within this one
    }
  }
}

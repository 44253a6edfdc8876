package dev.openmodal.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which calls a worker runs, and which have ended last, in a file that its client sees, too. A
 * start is noted by writes to memory that both have mapped, and is there however soon afterwards
 * the worker is killed: a message would have to be on its way first.
 *
 * <p>The file holds little-endian 64-bit numbers: how many calls have ended; {@value #SLOTS} slots,
 * each with the number of a start and the id of the call that started then and has not ended, or 0;
 * and the ids of the last {@value #ENDS} that have ended, each at the place of its count modulo
 * {@value #ENDS}, and negative where the end is marked in the worker's own output, see {@link
 * LogMarks}. Ids are positive.
 */
public final class RunRecord {
  /** So many calls can be noted as running at a time. */
  public static final int SLOTS = 1024;

  /** So many of the last ends are kept: more than calls that a worker is given at a time. */
  public static final int ENDS = 2048;

  private static final int ENTRY = Long.BYTES;
  private static final int FIRST_SLOT = ENTRY;
  private static final int FIRST_END = FIRST_SLOT + SLOTS * 2 * ENTRY;
  private static final int SIZE = FIRST_END + ENDS * ENTRY;
  private static final VarHandle ENTRIES =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer file;
  private long starts;

  /**
   * What the notes say.
   *
   * @param running the calls that have started and not ended, in the order of their starts
   * @param ended those that have ended
   * @param endedWithMark those of them whose end is marked in the worker's own output
   */
  public record Runs(Set<Long> running, Set<Long> ended, Set<Long> endedWithMark) {
    /** Nothing is known. */
    public static final Runs NONE = new Runs(Set.of(), Set.of(), Set.of());
  }

  private RunRecord(ByteBuffer file) {
    this.file = file;
  }

  /** Makes the file, without a note. It is the caller's to delete. */
  public static RunRecord create(Path path) throws IOException {
    // Written, not only made long: a full disk is to be met here and not by a write to memory.
    Files.write(path, new byte[SIZE], StandardOpenOption.CREATE_NEW);
    return open(path);
  }

  /** Maps a file that the other end has made. */
  public static RunRecord open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != SIZE) {
        throw new IOException(path + " holds no record of calls");
      }
      return new RunRecord(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
    }
  }

  /**
   * The call starts now.
   *
   * @return the slot that {@link #end} is given
   * @throws IllegalStateException if {@value #SLOTS} calls run already
   */
  public synchronized int start(long callId) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (get(id(slot)) == 0) {
        set(start(slot), ++starts);
        set(id(slot), callId);
        return slot;
      }
    }
    throw new IllegalStateException("more than " + SLOTS + " calls run at a time");
  }

  /**
   * The call in that slot has ended.
   *
   * @param isMarked whether that is marked in the worker's own output
   */
  public synchronized void end(int slot, boolean isMarked) {
    long count = get(0);
    set(end(count), isMarked ? -get(id(slot)) : get(id(slot)));
    set(0, count + 1);
    set(id(slot), 0);
  }

  /** What the notes say in this moment. */
  public Runs runs() {
    Map<Long, Long> byStart = new TreeMap<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      long id = get(id(slot));
      if (id != 0) {
        byStart.put(get(start(slot)), id);
      }
    }
    long count = get(0);
    Set<Long> ended = new HashSet<>();
    Set<Long> endedWithMark = new HashSet<>();
    for (long i = Math.max(0, count - ENDS); i < count; i++) {
      long id = get(end(i));
      ended.add(Math.abs(id));
      if (id < 0) {
        endedWithMark.add(-id);
      }
    }
    Set<Long> running = new LinkedHashSet<>(byStart.values());
    running.removeAll(ended);
    return new Runs(running, ended, endedWithMark);
  }

  private static int start(int slot) {
    return FIRST_SLOT + slot * 2 * ENTRY;
  }

  private static int id(int slot) {
    return start(slot) + ENTRY;
  }

  private static int end(long count) {
    return FIRST_END + (int) Math.floorMod(count, (long) ENDS) * ENTRY;
  }

  private long get(int offset) {
    return (long) ENTRIES.getVolatile(file, offset);
  }

  private void set(int offset, long value) {
    ENTRIES.setVolatile(file, offset, value);
  }
}

package dev.openmodal.engine.call;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.client.LogPart;
import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.output.CallState;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What this client has started that goes on by itself, for whoever asks about it later: all that is
 * under way, and the last 500 that have ended. Thread-safe.
 */
public final class CallRegister {
  private static final int MOST_ENDED = 500;
  private static final int MOST_AT_ONCE = 1 << 20;

  private final CallLog.Keeper logs;

  @GuardedBy("this")
  private final Map<Long, Entry> underWay = new LinkedHashMap<>();

  @GuardedBy("this")
  private final Map<Long, Entry> ended = new LinkedHashMap<>();

  @GuardedBy("this")
  private long lastId;

  /**
   * @param logs take what they print
   */
  public CallRegister(CallLog.Keeper logs) {
    this.logs = logs;
  }

  /** A call or a map that is about to start. */
  Entry open(CallState.Kind kind) {
    long id;
    synchronized (this) {
      id = ++lastId;
    }
    return new Entry(id, logs.open(kind.name().toLowerCase(Locale.ROOT) + "-" + id));
  }

  /** How all of them stand, in the order in which they were started. */
  public List<CallState> all() {
    return last(Integer.MAX_VALUE);
  }

  /** The same of the last ones. */
  public List<CallState> last(int most) {
    List<Entry> all = entries();
    return all.subList(Math.max(0, all.size() - most), all.size()).stream()
        .flatMap(entry -> entry.state().stream())
        .toList();
  }

  /** How many are known. */
  public synchronized int size() {
    return underWay.size() + ended.size();
  }

  private synchronized List<Entry> entries() {
    List<Entry> all = new ArrayList<>(ended.values());
    all.addAll(underWay.values());
    all.sort((a, b) -> Long.compare(a.id, b.id));
    return all;
  }

  /** The one of that number, if it is known still. */
  public synchronized Optional<Entry> find(long id) {
    Entry running = underWay.get(id);
    return Optional.ofNullable(running == null ? ended.get(id) : running);
  }

  private synchronized void begin(Entry entry) {
    underWay.put(entry.id, entry);
  }

  private synchronized void end(Entry entry) {
    if (underWay.remove(entry.id) != null) {
      ended.put(entry.id, entry);
      if (ended.size() > MOST_ENDED) {
        ended.remove(ended.keySet().iterator().next());
      }
    }
  }

  /** One call or map. Once it has ended, this holds neither its code nor its result. */
  public final class Entry {
    private final long id;
    private final CallLog log;
    private volatile @Nullable Supplier<CallState> state;

    private Entry(long id, CallLog log) {
      this.id = id;
      this.log = log;
    }

    long id() {
      return id;
    }

    /** What it prints. */
    CallLog log() {
      return log;
    }

    /**
     * It has started.
     *
     * @param now is asked how it stands
     */
    void begins(Supplier<CallState> now) {
      state = now;
      begin(this);
    }

    /** It has ended, and stands from now on as it does now. */
    void ends() {
      Supplier<CallState> now = state;
      if (now != null) {
        try {
          CallState last = now.get();
          state = () -> last;
        } finally {
          end(this);
        }
      }
    }

    /**
     * What it has printed from that byte on, up to 1 MiB.
     *
     * @throws OpenModalException with {@link ErrorCode#INVALID_NAME} where that was removed with
     *     age
     */
    public LogPart logs(long from) {
      boolean isOver = state().map(CallState::isOver).orElse(false); // first, as it prints on
      try {
        byte[] part = log.bytes(from, MOST_AT_ONCE);
        return new LogPart(
            part,
            Charset.defaultCharset(),
            from + part.length,
            isOver && part.length < MOST_AT_ONCE,
            log.notKept());
      } catch (IOException e) {
        throw new OpenModalException(
            ErrorCode.INVALID_NAME,
            "The log of call " + id + " was removed with age: logs are kept for two weeks.",
            e);
      }
    }

    /** What it has printed so far, as far as it is kept. */
    public String logs() {
      return log.text();
    }

    /** How it stands; nothing before its start. */
    public Optional<CallState> state() {
      Supplier<CallState> now = state;
      return now == null ? Optional.empty() : Optional.of(now.get());
    }
  }
}

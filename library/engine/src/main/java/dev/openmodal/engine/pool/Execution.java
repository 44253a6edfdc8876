package dev.openmodal.engine.pool;

import dev.openmodal.OpenModalException;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.proto.Threw;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through a pool: what is sent, how far it got, and the events that its caller
 * waits for.
 */
public final class Execution {
  private static final AtomicLong IDS = new AtomicLong();

  /**
   * What it is called with.
   *
   * @param encoded stays the caller's
   * @param count how many there are
   * @param continueValues whether their graph is that of the snapshot's values
   */
  public record Arguments(Payload encoded, int count, boolean continueValues) {}

  /** What happens to an execution, in order; {@link Ended} is the last. */
  public sealed interface Event {}

  /**
   * It wrote to its standard output or error.
   *
   * @param taken to be told how many bytes were shown
   */
  public record Output(boolean error, byte[] bytes, IntConsumer taken) implements Event {}

  /** It is over. */
  public record Ended(End end, String worker) implements Event {}

  /** How it ended. */
  public sealed interface End {}

  /** With a value; whoever takes the event closes it. */
  public record Returned(Payload value) implements End {}

  /** With a throwable, or with a refusal of the worker. */
  public record Failed(Threw threw) implements End {}

  /**
   * Its worker is gone.
   *
   * @param exitCode that of the worker, or -1 where it is not known
   */
  public record Lost(OpenModalException error, int exitCode) implements End {
    Lost(OpenModalException error) {
      this(error, -1);
    }
  }

  /** How one ends that was cancelled and not started, or whose worker was ended for it. */
  static End asCancelled(Execution execution) {
    return new Failed(
        Threw.newBuilder()
            .setCallId(execution.id())
            .setReason(Threw.Reason.CANCELLED)
            .setDescription("cancelled")
            .build());
  }

  private final long id = IDS.incrementAndGet();
  private final Snapshot snapshot;
  private final Arguments arguments;
  private final Optional<Duration> timeout;
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private volatile @Nullable Thread waiting;
  private volatile boolean started;
  private volatile boolean ended;
  private volatile boolean timedOut;
  private volatile boolean cancelled;
  private volatile boolean abandoned;
  private volatile @Nullable Future<?> timeoutAlarm;
  private volatile @Nullable Worker worker;
  private boolean answered;
  private int attempts;
  private int sends;

  /**
   * Prepares it.
   *
   * @param timeout how long it may run
   */
  public Execution(Snapshot snapshot, Arguments arguments, Optional<Duration> timeout) {
    this.snapshot = snapshot;
    this.arguments = arguments;
    this.timeout = timeout;
  }

  /**
   * Waits for the next event. Without a lock: jshell stops a snippet by an exception that may be
   * thrown anywhere, and whoever waits must be able to leave from anywhere.
   */
  public Event next() throws InterruptedException {
    waiting = Thread.currentThread();
    while (true) {
      if (!(events.peek() instanceof Ended) && Thread.interrupted()) {
        throw new InterruptedException(); // before output, of which there may be no end
      }
      Event event = events.poll();
      if (event != null) {
        return event;
      }
      LockSupport.park(this);
    }
  }

  /** Whether its caller has something to take. */
  boolean hasEvents() {
    return !events.isEmpty();
  }

  void publish(Event event) {
    events.add(event);
    LockSupport.unpark(waiting);
    if (abandoned) {
      dropEvents();
    }
  }

  /** Nobody waits for its events any more: what they hold is let go. */
  public void abandon() {
    abandoned = true;
    dropEvents();
  }

  private void dropEvents() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      if (event instanceof Output output) {
        output.taken().accept(output.bytes().length);
      } else if (event instanceof Ended over && over.end() instanceof Returned late) {
        late.value().close();
      }
    }
  }

  /** Whether {@link Ended} was published. */
  public boolean isEnded() {
    return ended;
  }

  /** Whether it was cancelled because it ran longer than it may. */
  public boolean isTimedOut() {
    return timedOut;
  }

  /** How long it may run. */
  public Optional<Duration> timeout() {
    return timeout;
  }

  /** Its number among those of this client. */
  public long id() {
    return id;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Arguments arguments() {
    return arguments;
  }

  boolean isStarted() {
    return started;
  }

  void started() {
    started = true;
  }

  void timedOut() {
    timedOut = true;
  }

  /** Nobody waits for it any more: it must not run again. */
  void cancelled() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** To be called off when it ends, so that it does not hold what the execution holds. */
  void timeoutAlarm(Future<?> alarm) {
    timeoutAlarm = alarm;
    if (ended) {
      alarm.cancel(false);
    }
  }

  @Nullable Worker worker() {
    return worker;
  }

  /** Goes to a worker; counts how often that happened. */
  int givenTo(Worker to) {
    worker = to;
    answered = false;
    return ++attempts;
  }

  /** Its worker says how it ended. True for the first time: whatever else it says is ignored. */
  boolean answer() {
    boolean isFirst = !answered;
    answered = true;
    return isFirst;
  }

  /** Its snapshot is sent once more; counts how often that happened. */
  int sentAgain() {
    return ++sends;
  }

  void output(boolean error, byte[] bytes, IntConsumer taken) {
    publish(new Output(error, bytes, taken));
  }

  synchronized void end(End end, String workerName) {
    if (ended) {
      if (end instanceof Returned late) {
        late.value().close();
      }
      return;
    }
    ended = true;
    Future<?> alarm = timeoutAlarm;
    if (alarm != null) {
      alarm.cancel(false);
    }
    publish(new Ended(end, workerName));
  }
}

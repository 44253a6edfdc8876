package dev.openmodal.engine.pool;

import dev.openmodal.OpenModalException;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Threw;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through a pool: what is sent, how far it got, and who is told what happens to
 * it.
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

  /** What becomes of a call whose worker is lost while it runs. */
  public enum OnLoss {
    /** It ends, and its caller decides. */
    TELL,
    /** It runs again elsewhere, until it has lost {@link Pool#MOST_LOSSES} workers. */
    RUN_AGAIN,
    /** It ends, whatever its worker was lost for: it must not run twice. */
    NEVER_AGAIN
  }

  /** Who is told, on any thread, and must not take long. */
  public interface Receiver {
    /** The next event, in order. */
    void take(Event event);

    /** Whether something is not dealt with yet, so that what follows need not be hurried. */
    boolean isBehind();
  }

  /** What happens to an execution, in order; {@link Ended} is the last. */
  public sealed interface Event {}

  /**
   * It wrote to its standard output or error.
   *
   * @param taken to be told how many bytes were shown
   */
  public record Output(boolean error, byte[] bytes, IntConsumer taken) implements Event {}

  /**
   * Its result comes element by element: some {@link Element}, then {@link Ended}. It does not run
   * again from here on.
   *
   * @param flow is to be told which elements were used
   */
  public record Streaming(dev.openmodal.wire.proto.Streaming.Kind kind, ElementFlow flow)
      implements Event {}

  /**
   * The next element of its result.
   *
   * @param size what the flow is told when it was used
   * @param source gives it, once
   */
  public record Element(long size, ElementSource source) implements Event {}

  /**
   * It is a program that reads its standard input.
   *
   * @param most so many bytes at most; 0 asks how many there are
   */
  public record InputWanted(int most, InputTaker taker) implements Event {}

  /** Is told what there is of a program's input, once. */
  public interface InputTaker {
    /**
     * Takes it.
     *
     * @param bytes the next ones; none at its end, or where none were asked for
     * @param available how many there are, where none were asked for
     */
    void take(byte[] bytes, boolean atEnd, int available);
  }

  /** Where an element is. */
  public interface ElementSource {
    /** Reads it, after it was fetched from its worker where it is large; whoever asks closes it. */
    Payload open() throws IOException;
  }

  /**
   * It is over.
   *
   * @param worker where; empty if it came to none
   */
  public record Ended(End end, String worker) implements Event {}

  /** How it ended. */
  public sealed interface End {
    /** Nobody will take it. */
    default void drop() {}
  }

  /**
   * With a value; whoever takes the event closes it.
   *
   * @param runNanos how long its code ran
   */
  public record Returned(Payload value, long runNanos) implements End {
    @Override
    public void drop() {
      value.close();
    }
  }

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

  /** There is no worker for it, and there will be none for others like it. */
  public record NoWorker(OpenModalException error) implements End {}

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
  private final OnLoss onLoss;
  private final Call.Streams streams;
  private final Receiver receiver;
  private final boolean isProgram;
  private final AtomicBoolean wantsInput = new AtomicBoolean();
  private volatile @Nullable CallLine line;
  private volatile boolean started;
  private volatile boolean ended;
  private volatile boolean timedOut;
  private volatile boolean cancelled;
  private volatile @Nullable Future<?> timeoutAlarm;
  private volatile @Nullable Worker worker;
  private volatile long recalledAt;
  private volatile @Nullable ElementFlow flow;
  private volatile boolean answered;
  private int losses;
  private int sends;

  /**
   * Prepares it.
   *
   * @param timeout how long it may run
   * @param streams which results come element by element
   * @param receiver is told what happens to it
   */
  public Execution(
      Snapshot snapshot,
      Arguments arguments,
      Optional<Duration> timeout,
      OnLoss onLoss,
      Call.Streams streams,
      Receiver receiver) {
    this(snapshot, arguments, timeout, onLoss, streams, receiver, false);
  }

  /** A program, which has its worker for itself and runs once. */
  public static Execution ofProgram(
      Snapshot snapshot, Arguments arguments, Optional<Duration> timeout, Receiver receiver) {
    return new Execution(
        snapshot, arguments, timeout, OnLoss.NEVER_AGAIN, Call.Streams.NONE, receiver, true);
  }

  private Execution(
      Snapshot snapshot,
      Arguments arguments,
      Optional<Duration> timeout,
      OnLoss onLoss,
      Call.Streams streams,
      Receiver receiver,
      boolean isProgram) {
    this.isProgram = isProgram;
    this.snapshot = snapshot;
    this.arguments = arguments;
    this.timeout = timeout;
    this.onLoss = onLoss;
    this.streams = streams;
    this.receiver = receiver;
  }

  /** The same call once more, for another receiver. */
  public Execution again(Receiver next) {
    return new Execution(snapshot, arguments, timeout, onLoss, streams, next, isProgram);
  }

  /** Whether its receiver has something that it has not dealt with yet. */
  boolean isBehind() {
    return receiver.isBehind();
  }

  void publish(Event event) {
    receiver.take(event);
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

  /** How many bytes of arguments it has. */
  public long size() {
    return arguments.encoded().size();
  }

  /** How many workers were lost while it ran on them. */
  public int losses() {
    return losses;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Arguments arguments() {
    return arguments;
  }

  OnLoss onLoss() {
    return flow == null ? onLoss : OnLoss.NEVER_AGAIN;
  }

  Call.Streams streams() {
    return streams;
  }

  /** Whether it has its worker for itself. */
  boolean isProgram() {
    return isProgram;
  }

  /** It reads; false where it must not: it has not had its last answer, or is no program. */
  boolean wantsInput() {
    return isProgram && wantsInput.compareAndSet(false, true);
  }

  /** It is being answered. */
  void getsInput() {
    wantsInput.set(false);
  }

  /** Its result comes element by element from now on; false where it must not. */
  synchronized boolean streamsFrom(Worker from, ElementFlow elements) {
    if (worker != from
        || answered
        || flow != null
        || streams == Call.Streams.NONE
        || streams == Call.Streams.PARTS) {
      return false;
    }
    flow = elements;
    return true;
  }

  /** That of its elements; null before the first. */
  @Nullable ElementFlow flow() {
    return flow;
  }

  /** The line in which it waits when it is not on a worker. */
  @Nullable CallLine line() {
    return line;
  }

  void standIn(CallLine waiting) {
    line = waiting;
  }

  boolean isStarted() {
    return started;
  }

  /** That worker says that it runs it. True for the first time, unless it runs elsewhere now. */
  synchronized boolean startedOn(Worker on) {
    boolean isFirst = worker == on && !started;
    started |= isFirst;
    return isFirst;
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

  /** Where it runs, for people; empty where it is on no worker. */
  public String workerName() {
    Worker on = worker;
    return on == null ? "" : on.name();
  }

  /** Those that run now, as far as their workers have said so. */
  public static List<Execution> running(Collection<Execution> some) {
    IdentityHashMap<Worker, Set<Long>> known = new IdentityHashMap<>();
    List<Execution> running = new ArrayList<>();
    for (Execution each : some) {
      Worker on = each.worker;
      if (on != null
          && !each.ended
          && known.computeIfAbsent(on, worker -> Set.copyOf(worker.running())).contains(each.id)) {
        running.add(each);
      }
    }
    return running;
  }

  /** Goes to a worker. */
  synchronized void givenTo(Worker to) {
    worker = to;
    started = false;
    answered = false;
    recalledAt = 0;
  }

  /** Waits for another worker; its time counts from its next start. */
  synchronized void waitsAgain() {
    worker = null;
    started = false;
    Future<?> alarm = timeoutAlarm;
    if (alarm != null) {
      alarm.cancel(false);
    }
  }

  /** It is asked back from its worker. */
  void recalled() {
    recalledAt = System.nanoTime();
  }

  /** When it was asked back, or 0. */
  long recalledAt() {
    return recalledAt;
  }

  /** Its worker was lost while it ran; counts how often that happened. */
  int lost() {
    return ++losses;
  }

  /**
   * That worker says how it ended. True for the first time, unless it runs elsewhere now: whatever
   * else is said is ignored.
   */
  synchronized boolean answeredBy(Worker by) {
    boolean isFirst = worker == by && !answered;
    answered |= isFirst;
    return isFirst;
  }

  /** Whether its worker has said how it ended. */
  boolean isAnswered() {
    return answered;
  }

  /** Its snapshot is sent once more; counts how often that happened. */
  int sentAgain() {
    return ++sends;
  }

  void output(boolean error, byte[] bytes, IntConsumer taken) {
    publish(new Output(error, bytes, taken));
  }

  void end(End end, String workerName) {
    synchronized (this) {
      if (ended) {
        end.drop();
        return;
      }
      ended = true;
    }
    Future<?> alarm = timeoutAlarm;
    if (alarm != null) {
      alarm.cancel(false);
    }
    publish(new Ended(end, workerName));
  }
}

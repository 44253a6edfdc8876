package dev.openmodal.engine.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which worker of a pool gets which call, and how many workers it needs. Only used under the pool's
 * lock.
 */
final class Workers {
  /** So much waiting work on one worker is worth asking back for an idle one. */
  private static final double WORTH_MOVING_NANOS = 1e6;

  /** After so long without an answer, a worker's call takes longer than was expected. */
  private static final long SILENCE_NANOS = 5_000_000;

  /** How long no further start is tried after one that has failed; doubled each time. */
  private static final Duration START_AGAIN = Duration.ofSeconds(1);

  private static final int MOST_DOUBLED = 5;

  /** How long an answer to a request to give back a call is waited for. */
  private static final long RECALL_NANOS = 50_000_000;

  /** More than so many bytes of arguments are not sent ahead of their turn. */
  private static final long MOST_BYTES_AHEAD = 8L << 20;

  private final PoolKey key;
  private final int mostStarting;
  private final SendAhead sendAhead;
  private final Alarms alarms;
  private final Runnable dispatch;
  private final Runnable retryStarts;
  private final List<Worker> all = new ArrayList<>();
  private volatile boolean isLookPlanned;
  private int failedStarts;
  private boolean startsWait;

  /** Calls that a worker gets. */
  record Assignment(Worker worker, List<Execution> calls) {}

  /**
   * @param mostStarting how many may be starting at a time
   * @param dispatch is run when it is time to look again
   * @param retryStarts is run when it is time to let workers start again
   */
  Workers(
      PoolKey key,
      int mostStarting,
      SendAhead sendAhead,
      Alarms alarms,
      Runnable dispatch,
      Runnable retryStarts) {
    this.retryStarts = retryStarts;
    this.key = key;
    this.mostStarting = mostStarting;
    this.sendAhead = sendAhead;
    this.alarms = alarms;
    this.dispatch = dispatch;
  }

  void add(Worker worker) {
    all.add(worker);
  }

  void remove(Worker worker) {
    all.remove(worker);
  }

  List<Worker> all() {
    return List.copyOf(all);
  }

  int size() {
    return all.size();
  }

  /** How many of them take calls, or will. */
  int open() {
    return (int) all.stream().filter(worker -> !worker.isClosed()).count();
  }

  /** How many of them are not ready yet. */
  int starting() {
    return (int) all.stream().filter(worker -> worker.session() == null).count();
  }

  /** Whether all that do not leave are ready and have no call. */
  boolean areIdle() {
    return all.stream()
        .allMatch(worker -> worker.isIdle() || (worker.isClosed() && worker.load() == 0));
  }

  /** A start has failed, and others work: another one is tried after a while. */
  void startLater() {
    startsWait = true;
    alarms.after(
        START_AGAIN.multipliedBy(1L << Math.min(failedStarts++, MOST_DOUBLED)), retryStarts);
  }

  /** Starts may be tried again. */
  void startAgain() {
    startsWait = false;
  }

  /** A start has succeeded. */
  void startWorks() {
    failedStarts = 0;
  }

  /** Whether a look at all is needed now that the worker has a call less. */
  boolean isOfUse(Worker worker, CallLines lines) {
    Execution first = lines.first();
    if (first == null) {
      return worker.load() < key.concurrency() && all.size() > 1;
    }
    int load = worker.load();
    return load < key.concurrency() || load <= sendAhead.most(first, key.concurrency()) / 2;
  }

  /** How many have to be started. */
  int missing(int waiting, boolean isUsed) {
    if (startsWait && !all.isEmpty()) {
      return 0;
    }
    int free = 0;
    int demand = waiting;
    for (Worker worker : all) {
      if (worker.isClosed() && worker.load() == 0) {
        continue; // it is leaving
      }
      int room = key.concurrency() - worker.load();
      free += Math.max(0, room);
      demand += Math.max(0, -room); // sent ahead of their turn
    }
    int forCalls = (int) Math.ceil((double) Math.max(0, demand - free) / key.concurrency());
    int forWarmth = isUsed ? key.minContainers() - all.size() : 0;
    int most = Math.min(key.maxContainers() - all.size(), mostStarting - starting());
    return Math.min(Math.max(forCalls, forWarmth), most);
  }

  /** Takes calls from the lines for workers that are ready, the least busy first. */
  List<Assignment> assign(CallLines lines) {
    Map<Worker, List<Execution>> given = new LinkedHashMap<>();
    List<Room> rooms = new ArrayList<>();
    Execution first = lines.first();
    if (first != null) {
      int most = sendAhead.most(first, key.concurrency());
      for (Worker worker : all) {
        int load = worker.load();
        // Refilled when half empty, so that several calls travel together.
        if (worker.isReady() && (load < key.concurrency() || load <= most / 2)) {
          rooms.add(new Room(worker, load));
        }
      }
    }
    while (first != null) {
      Room least = null;
      for (Room room : rooms) {
        if (least == null || room.load < least.load) {
          least = room;
        }
      }
      if (least == null || !least.hasRoomFor(first)) {
        break;
      }
      first.givenTo(least.worker);
      if (!least.worker.take(first)) {
        rooms.remove(least); // it has closed in this moment
        continue;
      }
      Execution next = lines.take();
      least.load++;
      least.bytes += next.arguments().encoded().size();
      given.computeIfAbsent(least.worker, worker -> new ArrayList<>()).add(next);
      first = lines.first();
    }
    if (first == null) {
      level();
    }
    List<Assignment> assignments = new ArrayList<>(given.size());
    given.forEach((worker, calls) -> assignments.add(new Assignment(worker, calls)));
    return assignments;
  }

  /** How much one worker holds, while calls are given out. */
  private final class Room {
    private final Worker worker;
    private int load;
    private long bytes;

    Room(Worker worker, int load) {
      this.worker = worker;
      this.load = load;
      this.bytes = worker.loadBytes();
    }

    boolean hasRoomFor(Execution execution) {
      return load < key.concurrency()
          || (load < sendAhead.most(execution, key.concurrency()) && bytes < MOST_BYTES_AHEAD);
    }
  }

  /** Nobody waits in a line: what waits on a busy worker is for those that are idle. */
  private void level() {
    int free = 0;
    for (Worker worker : all) {
      if (worker.isReady()) {
        free += Math.max(0, key.concurrency() - worker.load());
      }
    }
    if (free == 0) {
      return;
    }
    Worker busiest = busiest();
    if (busiest == null) {
      return;
    }
    long now = System.nanoTime();
    boolean isAnswerDue = false;
    List<Execution> waiting = new ArrayList<>();
    for (Execution execution : busiest.calls()) {
      if (execution.recalledAt() == 0 || now - execution.recalledAt() > RECALL_NANOS) {
        waiting.add(execution);
      } else {
        free--; // is on its way back, perhaps
        isAnswerDue = true;
      }
    }
    int ahead = busiest.load() - key.concurrency();
    int wanted = Math.min(Math.max(free, 0), (ahead + 1) / 2);
    if (wanted == 0) {
      if (isAnswerDue) {
        lookLater();
      }
      return;
    }
    double nanos = sendAhead.expected(waiting.isEmpty() ? "" : last(waiting).snapshot().id());
    boolean isSlow = now - busiest.lastAnswer() > SILENCE_NANOS;
    if (nanos < 0 || nanos * ahead >= WORTH_MOVING_NANOS || isSlow) {
      int half = Math.max(wanted, nanos < SILENCE_NANOS && nanos >= 0 ? ahead / 2 : wanted);
      int from = Math.max(0, waiting.size() - half);
      List<Execution> asked = new ArrayList<>(waiting.subList(from, waiting.size()));
      alarms.after(Duration.ZERO, () -> busiest.recall(asked));
    } else {
      lookLater();
    }
  }

  private static Execution last(List<Execution> waiting) {
    return waiting.get(waiting.size() - 1);
  }

  private @Nullable Worker busiest() {
    Worker busiest = null;
    for (Worker worker : all) {
      if (worker.load() > (busiest == null ? key.concurrency() : busiest.load())) {
        busiest = worker;
      }
    }
    return busiest;
  }

  private void lookLater() {
    if (!isLookPlanned) {
      isLookPlanned = true;
      alarms.after(
          Duration.ofNanos(SILENCE_NANOS),
          () -> {
            isLookPlanned = false;
            dispatch.run();
          });
    }
  }
}

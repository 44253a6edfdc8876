package dev.openmodal.agent;

import dev.openmodal.wire.StreamWindow;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Threw;
import dev.openmodal.wire.proto.WorkerMessage;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call's life in the worker: user code in a thread of its own, and exactly one answer. The
 * call's output is complete at both ends before the answer is sent.
 */
final class CallRun implements CallBody.Turn {
  /** As after SIGTERM. */
  private static final int STOPPED = 128 + 15;

  private final Session session;
  private final Worker worker;
  private final Call call;
  private final CallOutput output;
  private final WorkerMessage outOfMemory;
  private @Nullable StoredSnapshot snapshot;
  private @Nullable CallThread thread;
  private boolean isCancelled;
  private boolean hasStreamed; // only used by the call's own thread
  private int slot = -1;
  private final CountDownLatch turn = new CountDownLatch(1);
  private final StreamWindow window = new StreamWindow();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private volatile @Nullable CallThread making;
  private final ProgramInput input;

  CallRun(Session session, Worker worker, StoredSnapshot snapshot, Call call) {
    this.session = session;
    this.worker = worker;
    this.snapshot = snapshot;
    this.call = call;
    this.output = worker.routing().outputOf(call.getId(), session.outbox());
    this.input = new ProgramInput(call.getId(), session.outbox());
    // Made now, because then there may be no memory for it.
    this.outOfMemory =
        Answers.marked(
            Answers.threw(
                call.getId(),
                Threw.Reason.OUT_OF_MEMORY,
                "its heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB is full"));
  }

  long id() {
    return call.getId();
  }

  /** Sends what was printed and answered so far. */
  void flush() {
    output.flush();
    session.outbox().flush();
  }

  boolean hasLargeArguments() {
    return !call.getArgumentsBlob().isEmpty() || !call.getArgumentsFile().isEmpty();
  }

  /** What a program reads. */
  ProgramInput input() {
    return input;
  }

  boolean isOf(Session other) {
    return session == other;
  }

  /**
   * Says that the call starts and lets a thread run it, the one that has read its arguments where
   * they are large; answers at once where no thread is left.
   */
  synchronized boolean start() {
    slot = session.starting(call);
    turn.countDown();
    return hasLargeArguments() || startThread();
  }

  boolean hasStarted() {
    return turn.getCount() == 0;
  }

  /** Lets a thread read the arguments, which then waits for its turn. */
  synchronized boolean startReading() {
    return startThread();
  }

  private boolean startThread() {
    CallThread taken = worker.threads().take(call.getSnapshotId());
    thread = taken;
    try {
      taken.take(() -> run(taken));
      return true;
    } catch (OutOfMemoryError e) {
      thread = null;
      worker.calls().stop();
      endUnstarted(outOf(e));
      return false;
    }
  }

  /** Java has one error for memory and for threads; the system refuses these for many reasons. */
  private WorkerMessage outOf(OutOfMemoryError error) {
    String said = String.valueOf(error.getMessage());
    return said.contains("native thread")
        ? Answers.marked(Answers.threw(id(), Threw.Reason.NO_THREAD, said))
        : outOfMemory;
  }

  /** The call has not started: it never will. */
  void dropBeforeStart() {
    endUnstarted(
        Answers.threw(id(), Threw.Reason.CANCELLED, "It was cancelled before it started."));
  }

  /** The call has not started: it will somewhere else. */
  void recall() {
    releaseSnapshot();
    session.outbox().send(Answers.recalled(id()));
  }

  private void endUnstarted(WorkerMessage answer) {
    releaseSnapshot();
    if (answer.getMarked()) {
      worker.real().markEnd(id());
    }
    session.outbox().send(answer);
  }

  /** Interrupts the call's thread and those that it has started in its group. */
  synchronized void cancel() {
    CallThread running = thread;
    if (running == null) {
      return;
    }
    isCancelled = true;
    if (call.getIsProgram()) { // as a signal does: its shutdown hooks run
      Daemons.named("openmodal-stop").newThread(() -> System.exit(STOPPED)).start();
      return;
    }
    output.stopWaiting();
    running.interrupt();
  }

  @Override
  public void await() throws InterruptedException {
    if (hasLargeArguments()) {
      worker.calls().hasRead(this);
      turn.await();
      worker.routing().enter(output);
    }
  }

  @Override
  public synchronized boolean isCancelled() {
    return isCancelled;
  }

  @Override
  public void writesLargeResult() {
    worker.calls().writesLargeResult(this);
  }

  @Override
  public void streams() {
    hasStreamed = true;
    worker.calls().streams(this);
  }

  @Override
  public void makeService(String serviceId, Runnable making) {
    ServiceThread thread = worker.threads().forService(serviceId, worker.routing(), output);
    this.making = thread.thread();
    try {
      thread.run(making);
    } finally {
      this.making = null;
    }
  }

  @Override
  public void say(WorkerMessage message) {
    output.flush();
    session.outbox().add(message);
    session.outbox().flushSoon();
  }

  @Override
  public StreamWindow window() {
    return window;
  }

  /** The threads that run it: its own, and the one that makes its service. None once it is over. */
  synchronized List<CallThread> threads() {
    return Stream.of(thread, making).filter(Objects::nonNull).toList();
  }

  /** Completes when its code has ended. */
  CompletableFuture<Void> over() {
    return over;
  }

  private void run(CallThread own) {
    if (call.getIsProgram()) {
      worker.routing().enterProgram(input);
    } else if (hasLargeArguments()) {
      worker.routing().enterAside(output);
    } else {
      worker.routing().enter(output);
    }
    WorkerMessage answer;
    try {
      answer = answer();
    } catch (OutOfMemoryError e) {
      answer = outOf(e);
    } catch (Throwable e) {
      answer = Answers.threw(id(), Threw.Reason.ARGUMENTS, "The worker failed: " + e);
    }
    boolean endedWell = answer.hasReturned();
    if (endOrCancelled()) { // whatever it held is let go
      endedWell = false;
      answer = Answers.threw(id(), Threw.Reason.CANCELLED, "It was cancelled.");
    } else if (answer.getThrew().getReason() == Threw.Reason.OUT_OF_MEMORY
        || answer.getThrew().getReason() == Threw.Reason.NO_THREAD) {
      worker.calls().stop();
    }
    try {
      releaseSnapshot();
      worker.routing().leave(output);
      output.end();
      if (answer.getMarked() || worker.real().mayHaveBytes()) {
        answer = Answers.marked(answer);
        worker.real().markEnd(id());
      }
      session.outbox().add(answer);
    } finally {
      if (hasStreamed) {
        worker.blobs().dropAll(this); // elements that nobody will fetch
      }
      session.ending(slot, answer.getMarked());
      worker.threads().giveBack(own, endedWell);
      if (worker.calls().remove(this)) {
        session.outbox().flushSoon();
      } else {
        session.outbox().flush();
      }
    }
  }

  private WorkerMessage answer() {
    StoredSnapshot stored = snapshot;
    if (stored == null) {
      throw new IllegalStateException("the call has ended before");
    }
    return new CallBody(call, stored, worker.blobs(), worker.services(), session, this).run();
  }

  /** From here on a cancel comes too late; the interrupt of one that did not is taken back. */
  private synchronized boolean endOrCancelled() {
    thread = null;
    over.complete(null);
    Thread.interrupted();
    return isCancelled;
  }

  private synchronized void releaseSnapshot() {
    if (snapshot != null) {
      snapshot.release();
      snapshot = null;
    }
  }
}

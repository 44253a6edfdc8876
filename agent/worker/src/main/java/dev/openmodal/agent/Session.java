package dev.openmodal.agent;

import dev.openmodal.wire.Build;
import dev.openmodal.wire.RunRecord;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Cancel;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.Environment;
import dev.openmodal.wire.proto.EnvironmentStatus;
import dev.openmodal.wire.proto.Hello;
import dev.openmodal.wire.proto.Input;
import dev.openmodal.wire.proto.Snapshot;
import dev.openmodal.wire.proto.Started;
import dev.openmodal.wire.proto.Taken;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One client's stream of requests: each message is taken in turn by the network's thread. */
final class Session implements StreamObserver<ClientMessage> {
  private final Worker worker;
  private final Outbox outbox;
  private final Inspections inspections;
  private boolean hasGreeted;
  private volatile @Nullable RunRecord runs;

  private Session(Worker worker, Outbox outbox) {
    this.worker = worker;
    this.outbox = outbox;
    this.inspections =
        new Inspections(
            id -> worker.calls().started(this, id), worker.calls()::concurrency, outbox);
  }

  static Session open(Worker worker, ServerCallStreamObserver<WorkerMessage> replies) {
    Session session = new Session(worker, new Outbox(replies, worker.routing().timer()));
    replies.setOnCancelHandler(session::end);
    replies.setOnCloseHandler(session::end); // also after bytes that are no message
    return session;
  }

  @Override
  public void onNext(ClientMessage message) {
    worker.lease().renew();
    try {
      if (message.hasHello()) {
        greet(message.getHello());
      } else if (!hasGreeted) {
        outbox.fail(
            Status.FAILED_PRECONDITION.withDescription("The first message must be a Hello."));
      } else {
        take(message);
      }
    } catch (RuntimeException e) {
      // One bad message ends its session, never the worker.
      outbox.fail(Status.INTERNAL.withDescription("The worker cannot take a message: " + e));
      end();
    }
  }

  private void greet(Hello hello) {
    if (!hello.getBuild().equals(Build.current())) {
      outbox.fail(
          Status.FAILED_PRECONDITION.withDescription(
              "This worker is of build "
                  + Build.current()
                  + " and the client of build "
                  + hello.getBuild()
                  + ". Start a new worker from the client's own jar."));
      return;
    }
    if (!hello.getRunsFile().isEmpty()) {
      try {
        runs = RunRecord.open(Path.of(hello.getRunsFile()));
      } catch (IOException e) {
        outbox.fail(
            Status.FAILED_PRECONDITION.withDescription(
                "The worker cannot note its calls in the client's file: " + e));
        return;
      }
    }
    worker.allow(Math.max(1, hello.getConcurrency()));
    hasGreeted = true;
    outbox.send(
        WorkerMessage.newBuilder()
            .setWelcome(
                Welcome.newBuilder()
                    .setBuild(Build.current())
                    .setPid(ProcessHandle.current().pid())
                    .setJavaVersion(Runtime.version().toString()))
            .build());
  }

  private void take(ClientMessage message) {
    switch (message.getKindCase()) {
      case ENVIRONMENT -> offer(message.getEnvironment());
      case SNAPSHOT -> keep(message.getSnapshot());
      case CALL -> submit(message.getCall());
      case CALLS -> message.getCalls().getCallsList().forEach(this::submit);
      case CANCEL -> cancel(message.getCancel());
      case TAKEN -> taken(message.getTaken());
      case INSPECT -> inspections.take(message.getInspect());
      case INPUT -> input(message.getInput());
      case PING -> outbox.send(WorkerMessage.newBuilder().setPong(message.getPing()).build());
      case LEAVE -> worker.leave();
      default -> {
        // A kind that this build does not know: fields are only ever added.
      }
    }
  }

  private void keep(Snapshot snapshot) {
    try {
      worker.snapshots().keep(StoredSnapshot.of(snapshot, worker.environments(), worker.blobs()));
    } catch (IOException e) {
      // The blob with its values is not here: the next call asks for the snapshot again.
    }
  }

  private void offer(Environment environment) {
    outbox.send(
        WorkerMessage.newBuilder()
            .setEnvironmentStatus(
                EnvironmentStatus.newBuilder()
                    .setId(environment.getId())
                    .addAllMissingSha256(worker.environments().offer(environment)))
            .build());
  }

  private void submit(Call call) {
    StoredSnapshot snapshot = worker.snapshots().use(call.getSnapshotId());
    if (snapshot == null) {
      outbox.send(Answers.snapshotMissing(call.getId(), call.getSnapshotId()));
      return;
    }
    worker.calls().add(new CallRun(this, worker, snapshot, call));
  }

  private void cancel(Cancel cancel) {
    Set<Long> calls = Set.copyOf(cancel.getCallIdList());
    if (cancel.getOnlyWaiting()) {
      worker.calls().recall(this, calls);
      return;
    }
    worker.calls().cancel(this, calls);
    for (long call : calls) { // whose arguments were sent for a call that will not come
      worker.blobs().drop(WorkerService.argumentsBlob(call));
    }
  }

  private void taken(Taken taken) {
    CallRun run = worker.calls().running(this, taken.getCallId());
    if (run != null) { // else it has ended
      run.window().taken(taken.getElements(), taken.getBytes());
    }
  }

  private void input(Input input) {
    CallRun run = worker.calls().running(this, input.getCallId());
    if (run != null) { // else it has ended
      run.input().answered(input);
    }
  }

  /**
   * Notes, or says, that the call's code runs from now on.
   *
   * @return what {@link #ending} is given
   */
  int starting(Call call) {
    RunRecord record = runs;
    int slot = record == null ? -1 : record.start(call.getId());
    if (record == null || call.getReportStart()) {
      outbox.send(
          WorkerMessage.newBuilder()
              .setStarted(Started.newBuilder().setCallId(call.getId()))
              .build());
    }
    return slot;
  }

  /**
   * Notes that the call has ended.
   *
   * @param isMarked whether that is marked in this process's own output
   */
  void ending(int slot, boolean isMarked) {
    RunRecord record = runs;
    if (record != null && slot >= 0) {
      record.end(slot, isMarked);
    }
  }

  Outbox outbox() {
    return outbox;
  }

  /** The client is gone or has dropped the session: nobody waits for its calls. */
  private void end() {
    outbox.drop();
    inspections.stopAll();
    worker.calls().cancelAll(this);
    worker.blobs().dropAll(this);
  }

  @Override
  public void onError(Throwable thrown) {
    end();
  }

  @Override
  public void onCompleted() {
    outbox.complete();
    end();
  }
}

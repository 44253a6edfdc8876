package dev.openmodal.engine.pool;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.proto.Element;
import dev.openmodal.wire.proto.InputWanted;
import dev.openmodal.wire.proto.Output;
import dev.openmodal.wire.proto.Returned;
import dev.openmodal.wire.proto.Streaming;
import dev.openmodal.wire.proto.Threw;
import dev.openmodal.wire.proto.WorkerMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one worker says of its calls, message by message on the network thread. What belongs to no
 * call in flight is dropped.
 */
final class WorkerAnswers implements Consumer<WorkerMessage> {
  private final Worker worker;
  private final Pool.Listener pool;
  private final Path temporary;

  /**
   * @param temporary where large results are kept
   */
  WorkerAnswers(Worker worker, Pool.Listener pool, Path temporary) {
    this.worker = worker;
    this.pool = pool;
    this.temporary = temporary;
  }

  @Override
  public void accept(WorkerMessage message) {
    WorkerSession from = worker.session();
    if (from == null) {
      return; // before the greeting: not from our agent
    }
    switch (message.getKindCase()) {
      case STARTED -> started(worker.inFlight(message.getStarted().getCallId()));
      case OUTPUT -> output(message.getOutput(), from);
      case INPUT_WANTED -> inputWanted(message.getInputWanted(), from);
      case STREAMING -> streaming(message.getStreaming(), from);
      case ELEMENT -> element(message.getElement(), from);
      case RECALLED -> {
        Execution execution = worker.inFlight(message.getRecalled().getCallId());
        if (execution != null) {
          worker.recalled(execution);
        }
      }
      case SNAPSHOT_MISSING -> {
        Execution execution = worker.inFlight(message.getSnapshotMissing().getCallId());
        if (execution != null) {
          from.forget(execution.snapshot());
          worker.sendAgain(execution);
        }
      }
      case RETURNED -> returned(message.getReturned(), message.getMarked(), from);
      case THREW -> threw(message.getThrew(), message.getMarked());
      case PONG -> worker.warmUp().answered();
      default -> {
        // of a later build: nothing that this client needs
      }
    }
  }

  private void started(@Nullable Execution execution) {
    if (execution != null && execution.startedOn(worker)) {
      pool.started(execution);
    }
  }

  private void output(Output output, WorkerSession from) {
    Execution execution = worker.inFlight(output.getCallId());
    if (execution != null) {
      byte[] bytes = output.getBytes().toByteArray();
      from.budget().arrived(bytes.length);
      worker.printed(execution, output.getError(), bytes, from.budget()::taken);
    }
  }

  private void inputWanted(InputWanted wanted, WorkerSession from) {
    Execution execution = worker.inFlight(wanted.getCallId());
    if (execution == null) {
      return;
    }
    if (!execution.wantsInput()) {
      worker.fail(new IOException("it asks for input that it must not have"));
      return;
    }
    execution.publish(
        new Execution.InputWanted(
            Math.max(0, wanted.getMost()),
            (bytes, atEnd, available) -> {
              execution.getsInput();
              from.input(execution.id(), bytes, atEnd, available);
            }));
  }

  private void streaming(Streaming streaming, WorkerSession from) {
    long id = streaming.getCallId();
    ElementFlow flow = new ElementFlow((elements, bytes) -> from.taken(id, elements, bytes));
    Execution execution = worker.inFlight(id);
    if (execution != null && execution.streamsFrom(worker, flow)) {
      execution.publish(new Execution.Streaming(streaming.getKind(), flow));
    }
  }

  private void element(Element element, WorkerSession from) {
    Execution execution = worker.inFlight(element.getCallId());
    ElementFlow flow = execution == null ? null : execution.flow();
    if (execution == null || flow == null || execution.isAnswered()) {
      return;
    }
    long size = element.getValue().size() + Math.max(0, element.getBlobSize());
    if (!flow.arrived(size)) {
      worker.fail(new IOException("it sends more elements than were asked for"));
      return;
    }
    String blob = element.getValueBlob();
    execution.publish(
        new Execution.Element(
            size, () -> blob.isEmpty() ? inMemory(element.getValue()) : fetched(blob, from)));
  }

  private Payload inMemory(ByteString bytes) {
    Payload value = new Payload(temporary);
    try (OutputStream to = value.writer()) {
      bytes.writeTo(to);
    } catch (IOException e) {
      throw new IllegalStateException("a small value stays in memory", e);
    }
    return value;
  }

  private Payload fetched(String blob, WorkerSession from) throws IOException {
    Payload value = new Payload(temporary);
    try {
      from.fetch(blob, value);
      return value;
    } catch (IOException | RuntimeException e) {
      value.close();
      throw e;
    }
  }

  private void returned(Returned returned, boolean marked, WorkerSession from) {
    Execution execution = worker.inFlight(returned.getCallId());
    if (execution == null || !execution.answeredBy(worker)) {
      return;
    }
    long nanos = Math.max(0, returned.getRunNanos());
    pool.ran(execution, nanos);
    if (!returned.getValueBlob().isEmpty()) {
      Execution.Returned end = new Execution.Returned(new Payload(temporary), nanos);
      fetch(execution, returned.getValueBlob(), end, marked, from);
      return;
    }
    Payload value = inMemory(returned.getValue());
    worker.over(execution, new Execution.Returned(value, nanos), marked);
  }

  private void threw(Threw threw, boolean marked) {
    if (threw.getReason() == Threw.Reason.OUT_OF_MEMORY
        || threw.getReason() == Threw.Reason.NO_THREAD) {
      worker.retire(); // first, as room for a call would be used
    }
    Execution execution = worker.inFlight(threw.getCallId());
    if (execution != null && execution.answeredBy(worker)) {
      if (threw.getRunNanos() > 0) {
        pool.ran(execution, threw.getRunNanos());
      }
      worker.over(execution, new Execution.Failed(threw), marked);
    }
  }

  private void fetch(
      Execution execution,
      String blob,
      Execution.Returned end,
      boolean marked,
      WorkerSession from) {
    Payload value = end.value();
    worker.transfer(
        execution,
        () -> from.fetch(blob, value),
        new Transfers.Outcome() {
          @Override
          public void done() {
            worker.over(execution, end, marked);
          }

          @Override
          public void failed(Exception why) {
            value.close();
            if (why instanceof ResultNotKept full) {
              worker.over(execution, new Execution.Lost(WorkerLosses.resultNotKept(full)), marked);
            } else {
              worker.fail(why);
            }
          }

          @Override
          public void givenUp() {
            value.close();
          }
        });
  }
}

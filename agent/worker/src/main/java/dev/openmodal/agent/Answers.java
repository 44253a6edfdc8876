package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.openmodal.wire.proto.Element;
import dev.openmodal.wire.proto.Recalled;
import dev.openmodal.wire.proto.Returned;
import dev.openmodal.wire.proto.SnapshotMissing;
import dev.openmodal.wire.proto.Streaming;
import dev.openmodal.wire.proto.Threw;
import dev.openmodal.wire.proto.WorkerMessage;

/** The ends of a call as messages. */
final class Answers {
  private Answers() {}

  static WorkerMessage returned(long callId, byte[] value, long runNanos) {
    return WorkerMessage.newBuilder()
        .setReturned(
            Returned.newBuilder()
                .setCallId(callId)
                .setValue(ByteString.copyFrom(value))
                .setRunNanos(runNanos))
        .build();
  }

  static WorkerMessage returnedBlob(long callId, String blob, long runNanos) {
    return WorkerMessage.newBuilder()
        .setReturned(
            Returned.newBuilder().setCallId(callId).setValueBlob(blob).setRunNanos(runNanos))
        .build();
  }

  static WorkerMessage streaming(long callId, Streaming.Kind kind) {
    return WorkerMessage.newBuilder()
        .setStreaming(Streaming.newBuilder().setCallId(callId).setKind(kind))
        .build();
  }

  static WorkerMessage element(long callId, byte[] value) {
    return WorkerMessage.newBuilder()
        .setElement(
            Element.newBuilder().setCallId(callId).setValue(UnsafeByteOperations.unsafeWrap(value)))
        .build();
  }

  static WorkerMessage elementBlob(long callId, String blob, long size) {
    return WorkerMessage.newBuilder()
        .setElement(Element.newBuilder().setCallId(callId).setValueBlob(blob).setBlobSize(size))
        .build();
  }

  static WorkerMessage snapshotMissing(long callId, String snapshotId) {
    return WorkerMessage.newBuilder()
        .setSnapshotMissing(
            SnapshotMissing.newBuilder().setCallId(callId).setSnapshotId(snapshotId))
        .build();
  }

  static WorkerMessage recalled(long callId) {
    return WorkerMessage.newBuilder().setRecalled(Recalled.newBuilder().setCallId(callId)).build();
  }

  static WorkerMessage threw(long callId, Threw.Reason reason, String description) {
    return threw(callId, reason, description, ByteString.EMPTY, 0);
  }

  static WorkerMessage threw(
      long callId, Threw.Reason reason, String description, ByteString throwable, long runNanos) {
    return WorkerMessage.newBuilder()
        .setThrew(
            Threw.newBuilder()
                .setCallId(callId)
                .setReason(reason)
                .setDescription(description)
                .setThrowable(throwable)
                .setRunNanos(runNanos))
        .build();
  }

  /** The same, with word that its call's end is marked in the worker's own output. */
  static WorkerMessage marked(WorkerMessage answer) {
    return answer.getMarked() ? answer : answer.toBuilder().setMarked(true).build();
  }

  /** The class and the message, whatever user code's own methods do. */
  static String describe(Throwable thrown) {
    String name = thrown.getClass().getName();
    try {
      String message = thrown.getMessage();
      return message == null ? name : name + ": " + message;
    } catch (Throwable e) {
      return name;
    }
  }
}

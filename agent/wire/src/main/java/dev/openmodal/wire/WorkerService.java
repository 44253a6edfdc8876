package dev.openmodal.wire;

import com.google.protobuf.MessageLite;
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.GetRequest;
import dev.openmodal.wire.proto.PutReply;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.lite.ProtoLiteUtils;

/** The gRPC methods of a worker: one stream for calls, and two for what is large. */
public final class WorkerService {
  /** The service's name on the wire. */
  public static final String NAME = "openmodal.Worker";

  /** Calls and their outcomes, one stream per client. */
  public static final MethodDescriptor<ClientMessage, WorkerMessage> SESSION =
      method(
          "Session",
          MethodType.BIDI_STREAMING,
          ClientMessage.getDefaultInstance(),
          WorkerMessage.getDefaultInstance());

  /** Sends one blob to the worker; its name is in the first chunk. */
  public static final MethodDescriptor<Chunk, PutReply> PUT =
      method(
          "Put",
          MethodType.CLIENT_STREAMING,
          Chunk.getDefaultInstance(),
          PutReply.getDefaultInstance());

  /** Fetches one blob from the worker. */
  public static final MethodDescriptor<GetRequest, Chunk> GET =
      method(
          "Get",
          MethodType.SERVER_STREAMING,
          GetRequest.getDefaultInstance(),
          Chunk.getDefaultInstance());

  private WorkerService() {}

  private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
      String name, MethodType type, Q request, A answer) {
    return MethodDescriptor.newBuilder(
            ProtoLiteUtils.marshaller(request), ProtoLiteUtils.marshaller(answer))
        .setType(type)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
        .build();
  }

  /** The name of the blob with a call's large arguments. */
  public static String argumentsBlob(long callId) {
    return "arguments:" + callId;
  }
}

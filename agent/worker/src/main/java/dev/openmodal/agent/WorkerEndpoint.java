package dev.openmodal.agent;

import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.PutReply;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;

/** The three methods of the service and who answers each. */
final class WorkerEndpoint {
  private WorkerEndpoint() {}

  static ServerServiceDefinition definition(Worker worker) {
    return ServerServiceDefinition.builder(WorkerService.NAME)
        .addMethod(
            WorkerService.SESSION,
            ServerCalls.asyncBidiStreamingCall(
                replies -> Session.open(worker, (ServerCallStreamObserver<WorkerMessage>) replies)))
        .addMethod(
            WorkerService.PUT,
            ServerCalls.asyncClientStreamingCall(
                replies -> PutStream.open(worker, (ServerCallStreamObserver<PutReply>) replies)))
        .addMethod(
            WorkerService.GET,
            ServerCalls.asyncServerStreamingCall(
                (request, replies) -> GetStream.start(worker, request, replies)))
        .build();
  }
}

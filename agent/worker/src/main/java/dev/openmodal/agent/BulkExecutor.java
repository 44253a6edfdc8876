package dev.openmodal.agent;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.concurrent.Executor;

/** Keeps bulk off the network's thread, so that small calls beside it do not wait. */
final class BulkExecutor implements ServerCallExecutorSupplier {
  private final Executor bulk;
  private final String session;

  BulkExecutor(Executor bulk, String session) {
    this.bulk = bulk;
    this.session = session;
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata metadata) {
    return call.getMethodDescriptor().getFullMethodName().equals(session) ? Runnable::run : bulk;
  }
}

package dev.openmodal.engine.pool;

import com.google.protobuf.UnsafeByteOperations;
import dev.openmodal.engine.environment.Environment;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.spi.JarStore;
import dev.openmodal.wire.Build;
import dev.openmodal.wire.WorkerService;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Calls;
import dev.openmodal.wire.proto.Cancel;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.EnvironmentStatus;
import dev.openmodal.wire.proto.Hello;
import dev.openmodal.wire.proto.Input;
import dev.openmodal.wire.proto.Inspect;
import dev.openmodal.wire.proto.Inspected;
import dev.openmodal.wire.proto.Leave;
import dev.openmodal.wire.proto.Ping;
import dev.openmodal.wire.proto.Taken;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection to one worker: the stream of calls, and what this worker already holds, so that
 * jars and snapshots are sent to it once.
 */
final class WorkerSession
    implements ClientResponseObserver<ClientMessage, WorkerMessage>, AutoCloseable {
  /** Arguments larger than this travel on a stream of their own. */
  private static final int LARGEST_INLINE = 256 * 1024;

  /** Fewer bytes of jars are sent faster than they are kept for others. */
  private static final int WORTH_KEEPING = 1024 * 1024;

  private static final int LARGEST_MESSAGE = 64 * 1024 * 1024;

  private final boolean sharesFiles;
  private final Optional<JarStore> jars;
  private final Consumer<WorkerMessage> receiver;
  private final Consumer<Throwable> broken;
  private final ManagedChannel channel;
  private final BulkTransfer bulk;
  private final CompletableFuture<Welcome> welcome = new CompletableFuture<>();
  private final Map<String, CompletableFuture<EnvironmentStatus>> environmentReplies =
      new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Inspected>> inspections = new ConcurrentHashMap<>();
  private volatile @Nullable Throwable brokenBy;
  private final Set<String> environments = ConcurrentHashMap.newKeySet();
  private final Set<String> snapshots = ConcurrentHashMap.newKeySet();
  private final Object sending = new Object();
  private OutputBudget budget;
  private ClientCallStreamObserver<ClientMessage> requests;

  /**
   * Connects.
   *
   * @param sharesFiles whether the worker sees the files of this machine
   * @param jars keeps jars where this worker sees them
   * @param runs the file in which the worker notes its calls, if it sees this machine's files
   * @param concurrency how many calls may run there at a time
   * @param receiver takes the messages about calls, on the network thread
   * @param broken is told when the stream has ended
   */
  @SuppressWarnings("NullAway.Init") // beforeStart sets the rest, within this constructor
  WorkerSession(
      SocketAddress address,
      SslContext tls,
      EventLoopGroup network,
      boolean sharesFiles,
      Optional<JarStore> jars,
      @Nullable Path runs,
      int concurrency,
      Consumer<WorkerMessage> receiver,
      Consumer<Throwable> broken) {
    this.sharesFiles = sharesFiles;
    this.jars = jars;
    this.receiver = receiver;
    this.broken = broken;
    channel =
        NettyChannelBuilder.forAddress(address)
            .sslContext(tls)
            .overrideAuthority("openmodal-worker")
            .eventLoopGroup(network)
            .channelType(
                address instanceof UnixDomainSocketAddress
                    ? NioDomainSocketChannel.class
                    : NioSocketChannel.class)
            .directExecutor()
            .flowControlWindow(4 * 1024 * 1024)
            .maxInboundMessageSize(LARGEST_MESSAGE)
            .build();
    bulk = new BulkTransfer(channel);
    ClientCalls.asyncBidiStreamingCall(
        channel.newCall(WorkerService.SESSION, CallOptions.DEFAULT), this);
    Hello.Builder hello = Hello.newBuilder().setBuild(Build.current()).setConcurrency(concurrency);
    if (runs != null) {
      hello.setRunsFile(runs.toAbsolutePath().toString());
    }
    send(ClientMessage.newBuilder().setHello(hello).build());
  }

  /** Waits for the worker's answer to the greeting. */
  Welcome welcome() throws InterruptedException, ExecutionException {
    return welcome.get();
  }

  /** Whether the stream has ended. */
  boolean isBroken() {
    return brokenBy != null;
  }

  boolean holds(Snapshot snapshot) {
    return snapshots.contains(snapshot.id());
  }

  /** The worker has dropped it, and its class path perhaps, too. */
  void forget(Snapshot snapshot) {
    snapshots.remove(snapshot.id());
    environments.remove(snapshot.environment().id());
    if (snapshot.service() != null) {
      forget(snapshot.service());
    }
  }

  /** Bounds the output on its way to the caller. */
  OutputBudget budget() {
    return budget;
  }

  /** Whether the call can be sent without waiting for anything. */
  boolean isQuick(Execution execution) {
    return holds(execution.snapshot()) && !hasToSendArguments(execution);
  }

  /** Whether the arguments travel on a stream of their own, before the message of the call. */
  boolean hasToSendArguments(Execution execution) {
    return !isInline(execution) && sharedFile(execution) == null;
  }

  private static boolean isInline(Execution execution) {
    return execution.arguments().encoded().size() <= LARGEST_INLINE;
  }

  private @Nullable Path sharedFile(Execution execution) {
    return sharesFiles ? execution.arguments().encoded().file() : null;
  }

  /** Sends the code of the call and what it needs of the class path, where the worker lacks it. */
  void sendSnapshotOf(Execution execution) throws IOException, InterruptedException {
    send(execution.snapshot());
  }

  private void send(Snapshot snapshot) throws IOException, InterruptedException {
    if (!holds(snapshot)) {
      if (snapshot.service() != null) {
        send(snapshot.service());
      }
      sendEnvironment(snapshot.environment());
      sendSnapshot(snapshot);
    }
  }

  /** Sends large arguments, which the call then names. */
  void sendArguments(Execution execution) throws IOException, InterruptedException {
    try (InputStream bytes = execution.arguments().encoded().open()) {
      bulk.put(WorkerService.argumentsBlob(execution.id()), bytes);
    }
  }

  /** Starts the calls, in this order. */
  void sendCalls(List<Execution> executions) {
    Calls.Builder calls = Calls.newBuilder();
    long bytes = 0;
    for (Execution execution : executions) {
      Call call = message(execution);
      if (calls.getCallsCount() > 0 && bytes + call.getSerializedSize() > LARGEST_INLINE) {
        send(ClientMessage.newBuilder().setCalls(calls).build());
        calls = Calls.newBuilder();
        bytes = 0;
      }
      calls.addCalls(call);
      bytes += call.getSerializedSize();
    }
    send(ClientMessage.newBuilder().setCalls(calls).build());
  }

  private Call message(Execution execution) {
    Call.Builder call =
        Call.newBuilder()
            .setId(execution.id())
            .setSnapshotId(execution.snapshot().id())
            .setArity(execution.arguments().count())
            .setArgumentsContinueValues(execution.arguments().continueValues())
            .setReportStart(execution.timeout().isPresent())
            .setStreams(execution.streams())
            .setIsProgram(execution.isProgram());
    Path file = sharedFile(execution);
    if (isInline(execution)) {
      call.setArguments(
          UnsafeByteOperations.unsafeWrap(execution.arguments().encoded().inMemory()));
    } else if (file != null) {
      call.setArgumentsFile(file.toAbsolutePath().toString());
    } else {
      call.setArgumentsBlob(WorkerService.argumentsBlob(execution.id()));
    }
    return call.build();
  }

  /** Asks for calls back where they have not started. */
  void recall(List<Execution> executions) {
    cancel(executions, true);
  }

  /** Asks the worker to interrupt calls. */
  void cancel(List<Execution> executions) {
    cancel(executions, false);
  }

  private void cancel(List<Execution> executions, boolean onlyWaiting) {
    Cancel.Builder cancel = Cancel.newBuilder().setOnlyWaiting(onlyWaiting);
    executions.forEach(execution -> cancel.addCallId(execution.id()));
    send(ClientMessage.newBuilder().setCancel(cancel).build());
  }

  /** Lets it send further elements of the call's result, as so many were used. */
  void taken(long callId, int elements, long bytes) {
    Taken taken =
        Taken.newBuilder().setCallId(callId).setElements(elements).setBytes(bytes).build();
    try {
      send(ClientMessage.newBuilder().setTaken(taken).build());
    } catch (RuntimeException alreadyBroken) {
      // the end of its worker follows
    }
  }

  /** Answers a program that reads its input. */
  void input(long callId, byte[] bytes, boolean atEnd, int available) {
    Input input =
        Input.newBuilder()
            .setCallId(callId)
            .setBytes(UnsafeByteOperations.unsafeWrap(bytes))
            .setAtEnd(atEnd)
            .setAvailable(available)
            .build();
    try {
      send(ClientMessage.newBuilder().setInput(input).build());
    } catch (RuntimeException alreadyBroken) {
      // the end of its worker follows
    }
  }

  /** Sends what the worker answers by the same, and does nothing else for. */
  void ping() {
    try {
      send(ClientMessage.newBuilder().setPing(Ping.getDefaultInstance()).build());
    } catch (RuntimeException alreadyBroken) {
      // the end of its worker follows
    }
  }

  /** Lets it look into a call; {@link #inspected} follows in any case. */
  CompletableFuture<Inspected> inspect(Inspect request) {
    CompletableFuture<Inspected> answer = new CompletableFuture<>();
    inspections.put(request.getRequestId(), answer);
    try {
      send(ClientMessage.newBuilder().setInspect(request).build());
    } catch (RuntimeException alreadyBroken) {
      answer.completeExceptionally(alreadyBroken);
    }
    Throwable meanwhile = brokenBy;
    if (meanwhile != null) {
      answer.completeExceptionally(meanwhile);
    }
    return answer;
  }

  /** Nobody waits for that answer any more. */
  void inspected(long requestId) {
    CompletableFuture<Inspected> asked = inspections.remove(requestId);
    if (asked != null && !asked.isDone()) {
      Inspect stop = Inspect.newBuilder().setRequestId(requestId).setStop(true).build();
      try {
        send(ClientMessage.newBuilder().setInspect(stop).build());
      } catch (RuntimeException alreadyBroken) {
        // the end of its worker follows
      }
    }
  }

  /** Whether somebody waits for what it sees. */
  boolean isInspecting() {
    return !inspections.isEmpty();
  }

  /** Lets it close what lives there, and end. */
  void leave() {
    try {
      send(ClientMessage.newBuilder().setLeave(Leave.getDefaultInstance()).build());
    } catch (RuntimeException alreadyBroken) {
      // the end of its worker follows
    }
  }

  /** Fetches a large result. */
  void fetch(String blob, Payload to) throws IOException {
    bulk.get(blob, to.writer());
  }

  private void sendSnapshot(Snapshot snapshot) throws IOException, InterruptedException {
    if (snapshot.hasValuesBlob()) {
      bulk.put(snapshot.valuesBlob(), new ByteArrayInputStream(snapshot.capture().values()));
    }
    send(ClientMessage.newBuilder().setSnapshot(snapshot.message()).build());
    snapshots.add(snapshot.id());
  }

  private void sendEnvironment(Environment environment) throws IOException, InterruptedException {
    if (environments.contains(environment.id())) {
      return;
    }
    EnvironmentStatus status = announce(environment);
    if (keep(environment, status)) {
      status = announce(environment);
    }
    for (Environment.Entry entry : environment.entries()) {
      if (status.getMissingSha256List().contains(entry.sha256())) {
        try (InputStream jar = Files.newInputStream(entry.file())) {
          bulk.put("sha256:" + entry.sha256(), jar);
        }
      }
    }
    if (status.getMissingSha256Count() > 0) {
      EnvironmentStatus again = announce(environment);
      if (again.getMissingSha256Count() > 0) {
        throw new IOException(
            "a jar of the class path changed while it was sent: " + again.getMissingSha256List());
      }
    }
    environments.add(environment.id());
  }

  /** Whether what is missing there was put where this worker and all others see it. */
  private boolean keep(Environment environment, EnvironmentStatus status) throws IOException {
    if (jars.isEmpty()) {
      return false;
    }
    List<JarStore.Jar> missing = new ArrayList<>();
    long bytes = 0;
    for (Environment.Entry entry : environment.entries()) {
      if (status.getMissingSha256List().contains(entry.sha256())) {
        missing.add(new JarStore.Jar(entry.sha256(), entry.name(), entry.file()));
        bytes += Files.size(entry.file());
      }
    }
    if (bytes < WORTH_KEEPING) {
      return false;
    }
    try {
      jars.get().put(missing);
      return true;
    } catch (IOException e) {
      return false; // they are sent
    }
  }

  private EnvironmentStatus announce(Environment environment)
      throws IOException, InterruptedException {
    var message = dev.openmodal.wire.proto.Environment.newBuilder().setId(environment.id());
    for (Environment.Entry entry : environment.entries()) {
      message.addEntries(
          dev.openmodal.wire.proto.Environment.Entry.newBuilder()
              .setSha256(entry.sha256())
              .setName(entry.name()));
    }
    CompletableFuture<EnvironmentStatus> reply = new CompletableFuture<>();
    environmentReplies.put(environment.id(), reply);
    send(ClientMessage.newBuilder().setEnvironment(message).build());
    try {
      return reply.get();
    } catch (ExecutionException e) {
      throw new IOException("the worker ended", e);
    }
  }

  private void send(ClientMessage message) {
    synchronized (sending) {
      requests.onNext(message);
    }
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<ClientMessage> stream) {
    requests = stream;
    budget = new OutputBudget(stream::request);
    stream.disableAutoRequestWithInitial(16);
  }

  @Override
  public void onNext(WorkerMessage message) {
    switch (message.getKindCase()) {
      case WELCOME -> welcome.complete(message.getWelcome());
      case ENVIRONMENT_STATUS -> {
        EnvironmentStatus status = message.getEnvironmentStatus();
        CompletableFuture<EnvironmentStatus> reply = environmentReplies.remove(status.getId());
        if (reply != null) {
          reply.complete(status);
        }
      }
      case BATCH -> message.getBatch().getMessagesList().forEach(this::take);
      default -> take(message);
    }
    budget.next();
  }

  private void take(WorkerMessage message) {
    if (!message.hasInspected()) {
      receiver.accept(message);
      return;
    }
    CompletableFuture<Inspected> asked = inspections.get(message.getInspected().getRequestId());
    if (asked != null) {
      asked.complete(message.getInspected());
    }
  }

  @Override
  public void onError(Throwable t) {
    brokenBy = t;
    welcome.completeExceptionally(t);
    inspections.values().forEach(answer -> answer.completeExceptionally(t));
    environmentReplies.values().forEach(reply -> reply.completeExceptionally(t));
    broken.accept(t);
  }

  @Override
  public void onCompleted() {
    onError(new IOException("the worker closed the connection"));
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}

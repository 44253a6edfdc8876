package dev.openmodal.agent;

import com.google.protobuf.ByteString;
import dev.openmodal.wire.StreamWindow;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueReader;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueUnreadableException;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.Threw;
import dev.openmodal.wire.proto.WorkerMessage;
import dev.openmodal.wire.snapshot.Invocation;
import dev.openmodal.wire.snapshot.LiveService;
import dev.openmodal.wire.snapshot.SnapshotInstance;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a call's thread: read, run, write; each step's failure has an answer of its own.
 */
final class CallBody {
  /** When the code may run. */
  interface Turn {
    /** Waits until it may. */
    void await() throws InterruptedException;

    /** Whether nobody waits for the answer any more. */
    boolean isCancelled();

    /** The code has ended, and its result is being written to a blob. */
    void writesLargeResult();

    /** Its result comes element by element from now on. */
    void streams();

    /** Lets the object of that service be made. */
    void makeService(String serviceId, Runnable making);

    /** Sends a message before the answer, after what was printed before it. */
    void say(WorkerMessage message);

    /** How far elements may be sent ahead. */
    StreamWindow window();
  }

  private static final int MAX_THROWABLE_BYTES = 2 << 20;

  private final Call call;
  private final StoredSnapshot snapshot;
  private final Blobs blobs;
  private final Services services;
  private final Object owner;
  private final Turn turn;

  /**
   * Prepares it.
   *
   * @param owner whose end drops the blob of a large result
   * @param turn is awaited after reading, before the code runs
   */
  CallBody(
      Call call, StoredSnapshot snapshot, Blobs blobs, Services services, Object owner, Turn turn) {
    this.call = call;
    this.snapshot = snapshot;
    this.blobs = blobs;
    this.services = services;
    this.owner = owner;
    this.turn = turn;
  }

  WorkerMessage run() {
    String serviceId = snapshot.serviceId();
    LiveService service;
    SnapshotInstance instance;
    try {
      service = serviceId.isEmpty() ? null : services.of(serviceId);
      instance = snapshot.instance(service);
    } catch (IOException e) {
      // Something has gone from the cache: the client sends what is missing and the call again.
      return Answers.snapshotMissing(call.getId(), call.getSnapshotId());
    }
    Thread.currentThread().setContextClassLoader(instance.loader());
    try {
      WorkerMessage answer = run(instance, serviceId, service);
      snapshot.giveBack(instance);
      return answer;
    } finally {
      Thread.currentThread().setContextClassLoader(null);
    }
  }

  private WorkerMessage run(
      SnapshotInstance instance, String serviceId, @Nullable LiveService service) {
    Object lambda;
    @Nullable Object[] arguments;
    try (SnapshotInstance.Restored restored = instance.restore()) {
      lambda = restored.lambda();
      arguments = arguments(instance.codec(), restored.values());
    } catch (ExceptionInInitializerError e) {
      // A static initializer of user code has thrown, here where it runs for the first time.
      return threw(instance.codec(), e, 0);
    } catch (ValueUnreadableException | IOException e) {
      return unreadable(e.getMessage());
    } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
      return unreadable(Answers.describe(e));
    }
    try {
      turn.await();
    } catch (InterruptedException e) {
      return Answers.threw(call.getId(), Threw.Reason.CANCELLED, "It was cancelled.");
    }
    Object result = null;
    long start = System.nanoTime();
    try {
      if (service != null) {
        arguments =
            behind(service.object(making -> turn.makeService(serviceId, making)), arguments);
        start = System.nanoTime();
      }
      result = Invocation.of(lambda, arguments.length).invoke(arguments);
      try (ResultElements elements = ResultElements.of(result, call.getStreams())) {
        if (elements != null) {
          send(elements, instance.codec());
          result = null;
        }
      }
    } catch (OutOfMemoryError e) {
      throw e;
    } catch (ElementRefusedException e) {
      return Answers.threw(call.getId(), Threw.Reason.RESULT_REFUSED, e.what);
    } catch (Throwable e) {
      return threw(instance.codec(), e, System.nanoTime() - start);
    }
    return returned(instance.codec(), result, System.nanoTime() - start);
  }

  private static @Nullable Object[] behind(Object first, @Nullable Object[] others) {
    @Nullable Object[] all = new Object[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  private void send(ResultElements result, ValueCodec codec)
      throws InterruptedException, ElementRefusedException {
    boolean hasNext = result.elements().hasNext(); // what fails here is a failure of the call
    turn.streams();
    turn.say(Answers.streaming(call.getId(), result.kind()));
    while (hasNext) {
      turn.say(element(codec, result.elements().next()));
      turn.window().awaitRoom();
      hasNext = result.elements().hasNext();
    }
    // Large ones are fetched when their turn comes, from a worker that has to be there then.
    turn.window().awaitBelow(SpillingOutput.MAX_IN_MEMORY);
  }

  private WorkerMessage element(ValueCodec codec, @Nullable Object element)
      throws ElementRefusedException {
    SpillingOutput out = new SpillingOutput(() -> {});
    try {
      try (ValueWriter writer = codec.writer(out)) {
        writer.write("element", element);
      }
      Blob spilled = out.spilled();
      if (spilled != null) {
        long size = spilled.size();
        turn.window().sent(size);
        return Answers.elementBlob(call.getId(), blobs.offer(spilled, turn), size);
      }
      byte[] bytes = out.inMemory();
      turn.window().sent(bytes.length);
      return Answers.element(call.getId(), bytes);
    } catch (ValueRefusedException e) {
      out.discard();
      throw new ElementRefusedException(e.what() + " Return its data instead.");
    } catch (RuntimeException e) {
      out.discard();
      throw new ElementRefusedException(
          "An element of the result cannot be written: " + Answers.describe(e));
    } catch (Error e) {
      out.discard();
      throw e;
    }
  }

  /** An element that cannot travel. */
  private static final class ElementRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String what;

    ElementRefusedException(String what) {
      super(what);
      this.what = what;
    }
  }

  private @Nullable Object[] arguments(ValueCodec codec, ValueReader values)
      throws IOException, ValueUnreadableException {
    if (call.getArity() < 0 || call.getArity() > Invocation.MOST_ARGUMENTS) {
      throw new IllegalArgumentException("a call of " + call.getArity() + " arguments");
    }
    @Nullable Object[] arguments = new Object[call.getArity()];
    if (!call.getArgumentsFile().isEmpty()) {
      try (Blob file = Blob.of(new File(call.getArgumentsFile()))) {
        readAll(codec, values, file.open(), arguments);
      }
    } else if (!call.getArgumentsBlob().isEmpty()) {
      try (Blob blob = blobs.take(call.getArgumentsBlob())) {
        readAll(codec, values, blob.open(), arguments);
      }
    } else {
      readAll(codec, values, call.getArguments().newInput(), arguments);
    }
    return arguments;
  }

  private void readAll(
      ValueCodec codec, ValueReader values, InputStream in, @Nullable Object[] into)
      throws ValueUnreadableException {
    if (call.getArgumentsContinueValues()) {
      values.continueOn(in);
      readAll(values, into);
      return;
    }
    try (ValueReader reader = codec.reader(in)) {
      readAll(reader, into);
    }
  }

  private static void readAll(ValueReader reader, @Nullable Object[] into)
      throws ValueUnreadableException {
    for (int i = 0; i < into.length; i++) {
      into[i] = reader.read();
    }
  }

  private WorkerMessage returned(ValueCodec codec, @Nullable Object result, long runNanos) {
    // What user code has left of an interrupt is not for the worker's own reading and writing.
    Thread.interrupted();
    try {
      try {
        return written(codec, result, runNanos);
      } catch (ValueRefusedException | RuntimeException e) {
        if (call.getStreams() != Call.Streams.PARTS || !(result instanceof Object[] parts)) {
          throw e;
        }
        ResultParts.leaveOut(parts, codec);
        return written(codec, parts, runNanos);
      }
    } catch (ValueRefusedException e) {
      return Answers.threw(
          call.getId(),
          Threw.Reason.RESULT_REFUSED,
          e.what()
              + (result instanceof BaseStream || result instanceof Iterator
                  ? " Return a list of its elements instead."
                  : " Return its data instead."));
    } catch (RuntimeException e) {
      return Answers.threw(
          call.getId(),
          Threw.Reason.RESULT_REFUSED,
          "The result cannot be written: " + Answers.describe(e));
    }
  }

  private WorkerMessage written(ValueCodec codec, @Nullable Object result, long runNanos)
      throws ValueRefusedException {
    SpillingOutput out = new SpillingOutput(turn::writesLargeResult);
    try {
      try (ValueWriter writer = codec.writer(out)) {
        writer.write("result", result);
      }
      Blob spilled = out.spilled();
      return spilled == null
          ? Answers.returned(call.getId(), out.inMemory(), runNanos)
          : Answers.returnedBlob(call.getId(), blobs.offer(spilled, owner), runNanos);
    } catch (ValueRefusedException | RuntimeException | Error e) {
      out.discard();
      throw e;
    }
  }

  private WorkerMessage threw(ValueCodec codec, Throwable thrown, long runNanos) {
    Thread.interrupted();
    if (turn.isCancelled()) {
      return Answers.threw(call.getId(), Threw.Reason.CANCELLED, "It was cancelled.");
    }
    Traces.cutOwnFrames(thrown);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ValueWriter writer = codec.writer(out)) {
      writer.write("exception", thrown);
    } catch (ValueRefusedException | RuntimeException | StackOverflowError e) {
      out.reset();
    }
    return Answers.threw(
        call.getId(),
        Threw.Reason.USER,
        Answers.describe(thrown),
        out.size() > MAX_THROWABLE_BYTES
            ? ByteString.EMPTY
            : ByteString.copyFrom(out.toByteArray()),
        runNanos);
  }

  private WorkerMessage unreadable(@Nullable String why) {
    return Answers.threw(call.getId(), Threw.Reason.ARGUMENTS, String.valueOf(why));
  }
}

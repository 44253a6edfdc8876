package dev.openmodal.engine.pool;

import dev.openmodal.Action1;
import dev.openmodal.Fn1;
import dev.openmodal.engine.capture.Capture;
import dev.openmodal.engine.capture.CapturedCode;
import dev.openmodal.engine.environment.ClassPath;
import dev.openmodal.engine.environment.Environment;
import dev.openmodal.engine.snapshot.Snapshot;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.Call;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The run of a worker that leaves an archive: a call of our own, which loads what every first call
 * loads and nothing of the user's, then an end at which the JVM writes down what it holds.
 */
final class ArchiveRun {
  private static final Duration AT_MOST = Duration.ofMinutes(2);

  private final WorkerStarter starter;

  ArchiveRun(WorkerStarter starter) {
    this.starter = starter;
  }

  /**
   * Returns when the worker has ended.
   *
   * @throws IOException if it has not ended by itself: what it wrote may not be whole
   */
  void make(PoolKey like, String archive) throws IOException, InterruptedException {
    Pool pool = new Pool(like.forArchive(archive), starter);
    if (call(pool, OwnCode.returns()) instanceof Execution.Returned returned) {
      returned.value().close();
      if (call(pool, OwnCode.ends()) instanceof Execution.Lost lost && lost.exitCode() == 0) {
        return;
      }
    }
    throw new IOException("the worker that makes " + archive + " was stopped");
  }

  private Execution.End call(Pool pool, Object code) throws IOException, InterruptedException {
    ValueCodec codec = new ValueCodec(OwnCode.class.getClassLoader(), type -> OwnCode.bytes());
    try (Payload arguments = new Payload(starter.temporary())) {
      try (OutputStream out = arguments.writer();
          ValueWriter writer = codec.writer(out)) {
        writer.write("argument 1", "text");
      }
      Inbox inbox = new Inbox();
      Execution execution =
          new Execution(
              snapshot(codec, code),
              new Execution.Arguments(arguments, 1, false),
              Optional.of(AT_MOST),
              Execution.OnLoss.TELL,
              Call.Streams.NONE,
              inbox);
      try {
        pool.submit(execution, AT_MOST);
        return await(inbox);
      } finally {
        pool.cancel(execution);
        inbox.abandon();
      }
    } catch (ValueRefusedException e) {
      throw new IllegalStateException("our own code travels", e);
    }
  }

  private static Execution.End await(Inbox inbox) throws InterruptedException {
    while (true) {
      Execution.Event event = inbox.next();
      if (event instanceof Execution.Ended ended) {
        return ended.end();
      }
      if (event instanceof Execution.Output output) {
        output.taken().accept(output.bytes().length);
      }
    }
  }

  private static Snapshot snapshot(ValueCodec codec, Object code) throws ValueRefusedException {
    ByteArrayOutputStream values = new ByteArrayOutputStream();
    try (ValueWriter writer = codec.writer(values)) {
      writer.write("code", code);
    }
    ClassLoader loader = OwnCode.class.getClassLoader();
    Capture capture =
        new Capture(
            loader,
            ClassPath.seenFrom(loader, Fn1.class),
            CapturedCode.of(
                new CapturedCode.ClassFile(OwnCode.class.getName(), OwnCode.bytes(), true)),
            values.toByteArray(),
            () -> {
              throw new IllegalStateException("nobody asks what was captured");
            });
    return Snapshot.freeze(capture, new Environment("", List.of()));
  }

  /** What that worker runs. */
  private static final class OwnCode {
    static Fn1<String, String> returns() {
      return text -> {
        System.out.println(text);
        return text;
      };
    }

    static Action1<String> ends() {
      return text -> System.exit(0);
    }

    static byte[] bytes() {
      try (InputStream in =
          OwnCode.class.getResourceAsStream(
              "ArchiveRun$" + OwnCode.class.getSimpleName() + ".class")) {
        if (in == null) {
          throw new IllegalStateException("a class has its file");
        }
        return in.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

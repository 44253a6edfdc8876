package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.openmodal.CodeSpec;
import dev.openmodal.Fn1;
import dev.openmodal.WorkerOptions;
import dev.openmodal.bridge.Engine;
import dev.openmodal.bridge.MapHandle;
import dev.openmodal.engine.capture.Capturer;
import dev.openmodal.engine.environment.EnvironmentReader;
import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.log.ClientLog;
import dev.openmodal.engine.log.LogLevel;
import dev.openmodal.engine.output.Screen;
import dev.openmodal.engine.output.Terminal;
import dev.openmodal.engine.pool.Pools;
import dev.openmodal.engine.pool.WorkerStarter;
import dev.openmodal.engine.provider.Providers;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueWriter;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.Recalled;
import dev.openmodal.wire.proto.Returned;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A call that waits on one worker goes to another one that has nothing to do. */
@Timeout(60)
class RecallTest {
  private static final int FIRST_READY_AFTER_MILLIS = 1500;
  private static final int SECOND_STARTS_AFTER_MILLIS = 500;

  @TempDir private Path folder;
  private final TwoWorkers script = new TwoWorkers();
  private final ScriptedWorkers workers = new ScriptedWorkers(script);

  @AfterEach
  void close() {
    workers.close();
  }

  /**
   * The first gets both calls, does not run the second of them before the first has ended, and
   * takes long to get their code. The second one starts later.
   */
  private final class TwoWorkers implements ScriptedWorkers.Script {
    private ServerCallStreamObserver<WorkerMessage> first;
    private long running;
    private long waiting;

    @Override
    public synchronized boolean take(
        ClientMessage message, ServerCallStreamObserver<WorkerMessage> answers) {
      first = first == null ? answers : first;
      if (message.hasHello() && answers != first) {
        later(SECOND_STARTS_AFTER_MILLIS, message, answers);
        return true;
      }
      if (message.hasEnvironment() && answers == first) {
        later(FIRST_READY_AFTER_MILLIS, message, answers);
        return true;
      }
      if (message.hasCancel() && answers == first) {
        long asked = message.getCancel().getCallId(0);
        if (asked == waiting) {
          waiting = 0;
          answers.onNext(
              WorkerMessage.newBuilder()
                  .setRecalled(Recalled.newBuilder().setCallId(asked))
                  .build());
        }
      }
      return false;
    }

    private void later(
        long millis, ClientMessage message, ServerCallStreamObserver<WorkerMessage> answers) {
      CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS)
          .execute(() -> workers.answer(message, answers));
    }

    @Override
    public synchronized void call(long id, ServerCallStreamObserver<WorkerMessage> answers) {
      if (answers != first) {
        answers.onNext(returned(id));
        first.onNext(returned(running));
      } else if (running == 0) {
        running = id;
      } else {
        waiting = id;
      }
    }
  }

  private static WorkerMessage returned(long id) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ValueCodec codec = new ValueCodec(RecallTest.class.getClassLoader(), type -> null);
    try (ValueWriter writer = codec.writer(bytes)) {
      writer.write("value", "done");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return WorkerMessage.newBuilder()
        .setReturned(
            Returned.newBuilder().setCallId(id).setValue(ByteString.copyFrom(bytes.toByteArray())))
        .build();
  }

  @Test
  void alsoWhereItIsStillBeingSent() {
    Caller caller =
        new Caller(
            new Capturer(Engine.class),
            new EnvironmentReader(folder.resolve("folders")),
            new OpenedProviders(
                new Providers(workers),
                provider ->
                    new OpenedProvider(
                        new Preflight(provider, List::of, NoJavas.NONE),
                        new Pools(
                            new WorkerStarter(
                                provider,
                                Optional.empty(),
                                folder,
                                folder.resolve("temporary"),
                                new ClientLog(Path.of("nowhere"), LogLevel.OFF),
                                line -> {})))),
            folder.resolve("temporary"),
            new ClientLog(Path.of("nowhere"), LogLevel.OFF),
            new CallRegister(new CallLog.Keeper(folder.resolve("logs"))),
            new Screen(Terminal.NONE));
    Fn1<Integer, String> code = n -> "done";
    MapHandle map =
        caller.map(
            new CodeSpec("recall", Optional.empty(), code, WorkerOptions.DEFAULT, Optional.empty()),
            1,
            List.of(1, 2).iterator());
    assertThat(map.next(true).value()).isEqualTo("done");
    assertThat(map.next(true).value()).isEqualTo("done");
    assertThat(map.next(true)).isNull();
  }
}

package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.openmodal.CodeSpec;
import dev.openmodal.ErrorCode;
import dev.openmodal.Fn0;
import dev.openmodal.OpenModalException;
import dev.openmodal.WorkerOptions;
import dev.openmodal.bridge.Engine;
import dev.openmodal.engine.call.ScriptedWorkers.Script;
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
import dev.openmodal.wire.proto.Chunk;
import dev.openmodal.wire.proto.EnvironmentStatus;
import dev.openmodal.wire.proto.InputWanted;
import dev.openmodal.wire.proto.Output;
import dev.openmodal.wire.proto.Returned;
import dev.openmodal.wire.proto.SnapshotMissing;
import dev.openmodal.wire.proto.Started;
import dev.openmodal.wire.proto.Threw;
import dev.openmodal.wire.proto.Welcome;
import dev.openmodal.wire.proto.WorkerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker was taken over by what runs there, and answers as it likes. Its client says so in one
 * error, and the next call works.
 */
@Timeout(60)
class HostileWorkerTest {
  private static final byte[] LARGE = new byte[256 * 1024];

  @TempDir private Path folder;
  private final ScriptedWorkers workers = new ScriptedWorkers(good());
  private final ClientLog log = new ClientLog(Path.of("nowhere"), LogLevel.OFF);
  private Caller caller;

  @BeforeEach
  void makeCaller() {
    caller =
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
                                temporary(),
                                log,
                                line -> {})))),
            temporary(),
            log,
            new CallRegister(new CallLog.Keeper(folder.resolve("logs"))),
            new Screen(Terminal.NONE));
  }

  private Path temporary() {
    return folder.resolve("temporary");
  }

  @AfterEach
  void close() {
    workers.close();
  }

  private Object call(Optional<Duration> timeout) throws Throwable {
    WorkerOptions plain = WorkerOptions.DEFAULT;
    WorkerOptions options =
        new WorkerOptions(
            plain.cpu(),
            plain.memory(),
            timeout,
            plain.env(),
            plain.jvmOptions(),
            plain.javaHome(),
            plain.java(),
            plain.scaling(),
            plain.failures(),
            plain.container(),
            plain.captureLimit());
    return caller.call(
        new CodeSpec(
            "hostile", Optional.empty(), (Fn0<String>) () -> "x", options, Optional.empty()),
        new Object[0],
        false);
  }

  /** One clear error for the script, and then a call that works. */
  private OpenModalException refused(Script script) throws Throwable {
    return refused(script, Optional.empty());
  }

  private OpenModalException refused(Script script, Optional<Duration> timeout) throws Throwable {
    workers.follow(script);
    Throwable thrown = catchThrowable(() -> call(timeout));
    assertThat(thrown).isInstanceOf(OpenModalException.class);
    assertNextCallWorks();
    return (OpenModalException) thrown;
  }

  private void assertNextCallWorks() throws Throwable {
    workers.follow(good());
    assertThat(call(Optional.empty())).isEqualTo("good");
    await()
        .untilAsserted(
            () ->
                assertThat(Optional.ofNullable(temporary().toFile().list()).orElse(new String[0]))
                    .isEmpty());
  }

  private static Script good() {
    return (id, answers) -> {
      answers.onNext(started(id));
      answers.onNext(returned(id, encoded("good")));
    };
  }

  private static Script answering(byte[] value) {
    return (id, answers) -> answers.onNext(returned(id, value));
  }

  private static WorkerMessage started(long id) {
    return WorkerMessage.newBuilder().setStarted(Started.newBuilder().setCallId(id)).build();
  }

  private static WorkerMessage returned(long id, byte[] value) {
    return WorkerMessage.newBuilder()
        .setReturned(Returned.newBuilder().setCallId(id).setValue(ByteString.copyFrom(value)))
        .build();
  }

  private static WorkerMessage returnedBlob(long id) {
    return WorkerMessage.newBuilder()
        .setReturned(Returned.newBuilder().setCallId(id).setValueBlob("large"))
        .build();
  }

  private static WorkerMessage output(long id, byte[] bytes) {
    return WorkerMessage.newBuilder()
        .setOutput(Output.newBuilder().setCallId(id).setBytes(ByteString.copyFrom(bytes)))
        .build();
  }

  private static byte[] encoded(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ValueCodec codec = new ValueCodec(HostileWorkerTest.class.getClassLoader(), type -> null);
    try (ValueWriter writer = codec.writer(bytes)) {
      writer.write("value", value);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void aResultOfAnotherTypeThanTheFunctionReturns() throws Throwable {
    assertThat(refused(answering(encoded(List.of("x")))).getMessage())
        .contains("answered with a java.util.", "the function returns a java.lang.String")
        .endsWith("[RESULT_UNREADABLE]");
  }

  @Test
  void valuesThatAreNoneAreRefused() throws Throwable {
    byte[] random = new byte[1000];
    new Random(7).nextBytes(random);
    byte[] cut = Arrays.copyOf(encoded(List.of("a", "b")), 5);
    byte[] claimsTwoGibibytes = encoded(new byte[300]);
    int size = Arrays.mismatch(claimsTwoGibibytes, encoded(new byte[301]));
    Arrays.fill(claimsTwoGibibytes, size, size + 4, (byte) 0xff);
    claimsTwoGibibytes[size + 4] = 7;
    for (byte[] value : List.of(new byte[0], random, cut, claimsTwoGibibytes)) {
      OpenModalException error = refused(answering(value));
      assertThat(error.code()).isEqualTo(ErrorCode.RESULT_UNREADABLE);
      assertThat(error).hasMessageContaining("cannot be read here");
    }
  }

  @Test
  void anObjectThatActsWhileItIsReadIsRefused() throws Throwable {
    byte[] exception = encoded(new javax.management.BadAttributeValueExpException("x"));
    byte[] value = encoded(List.of(Thread.State.NEW));
    byte[] forged = replaced(value, "java.lang.Thread$State", "javax.naming.CompositeName");
    OpenModalException error = refused(answering(forged));
    assertThat(error.code()).isEqualTo(ErrorCode.RESULT_UNREADABLE);
    assertThat(error).hasMessageContaining("javax.naming.CompositeName is not allowed");
    byte[] asksTheNetwork = encoded(new HashSet<>(Set.of(new URL("http://host.invalid/"))));
    assertThat(refused(answering(asksTheNetwork)))
        .hasMessageContaining("would look up its host")
        .hasMessageContaining("[RESULT_UNREADABLE]");

    assertThat(refused(answering(exception)))
        .hasMessageContaining("answered with a dev.openmodal.RemoteException");
    workers.follow(
        (id, answers) ->
            answers.onNext(
                WorkerMessage.newBuilder()
                    .setThrew(
                        Threw.newBuilder()
                            .setCallId(id)
                            .setThrowable(ByteString.copyFrom(forged))
                            .setDescription("said"))
                    .build()));
    assertThat(catchThrowable(() -> call(Optional.empty())))
        .isInstanceOf(dev.openmodal.RemoteException.class)
        .hasMessageContaining("said");
    assertNextCallWorks();
  }

  /** Kryo marks the last letter of a short name. */
  private static byte[] replaced(byte[] bytes, String before, String after) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(marked(before));
    return text.replace(marked(before), marked(after)).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String marked(String name) {
    int last = name.length() - 1;
    return name.substring(0, last) + (char) (name.charAt(last) | 0x80);
  }

  @Test
  void whatDoesNotBelongToTheCallIsIgnored() throws Throwable {
    workers.follow(
        (id, answers) -> {
          for (int i = 0; i < 1000; i++) {
            answers.onNext(returned(id + 1 + i, encoded("of another call")));
            answers.onNext(returnedBlob(-i));
            answers.onNext(output(-1 - i, new byte[10]));
          }
          answers.onNext(WorkerMessage.getDefaultInstance());
          answers.onNext(
              WorkerMessage.newBuilder()
                  .setWelcome(Welcome.newBuilder().setBuild("another"))
                  .build());
          answers.onNext(
              WorkerMessage.newBuilder()
                  .setEnvironmentStatus(EnvironmentStatus.newBuilder().setId("another"))
                  .build());
          answers.onNext(returned(id, encoded("right")));
          answers.onNext(returned(id, encoded("late")));
        });
    assertThat(call(Optional.empty())).isEqualTo("right");
    assertNextCallWorks();
  }

  @Test
  void aSnapshotIsNotSentAgainForEver() throws Throwable {
    AtomicInteger calls = new AtomicInteger();
    OpenModalException error =
        refused(
            (id, answers) -> {
              calls.incrementAndGet();
              answers.onNext(
                  WorkerMessage.newBuilder()
                      .setSnapshotMissing(SnapshotMissing.newBuilder().setCallId(id))
                      .build());
            });
    assertThat(error.code()).isEqualTo(ErrorCode.WORKER_LOST);
    assertThat(calls.get()).isLessThan(10);
  }

  @Test
  void endlessOutputWaitsForItsReader() throws Throwable {
    for (byte[] piece : List.of(LARGE, new byte[1])) {
      AtomicInteger sent = new AtomicInteger();
      CountDownLatch cancelled = new CountDownLatch(1);
      workers.follow(
          new Script() {
            @Override
            public void call(long id, ServerCallStreamObserver<WorkerMessage> answers) {
              answers.onNext(started(id));
              forEver(answers, output(id, piece), sent);
            }

            @Override
            public void cancelled() {
              cancelled.countDown();
            }
          });
      PrintStream before = System.out;
      CountDownLatch read = new CountDownLatch(1);
      System.setOut(new PrintStream(new Blocked(read), true));
      try {
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread calling =
            new Thread(() -> thrown.complete(catchThrowable(() -> call(Optional.empty()))));
        calling.start();
        AtomicInteger last = new AtomicInteger(-1);
        await()
            .pollInterval(Duration.ofMillis(500))
            .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
        assertThat((long) sent.get() * piece.length).isLessThan(24 << 20);
        assertThat(sent.get()).isLessThan(600_000);
        calling.interrupt();
        read.countDown();
        assertThat(thrown.get(10, TimeUnit.SECONDS))
            .isInstanceOfSatisfying(
                OpenModalException.class,
                error -> assertThat(error.code()).isEqualTo(ErrorCode.CANCELLED));
      } finally {
        System.setOut(before);
        read.countDown();
      }
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
      assertNextCallWorks();
    }
  }

  /** Sends on a thread of its own whenever the client takes something. */
  private static <T> void forEver(
      ServerCallStreamObserver<T> stream, T message, AtomicInteger sent) {
    Thread sender =
        new Thread(
            () -> {
              try {
                while (!stream.isCancelled()) {
                  if (stream.isReady()) {
                    stream.onNext(message);
                    sent.incrementAndGet();
                  } else {
                    Thread.sleep(1);
                  }
                }
              } catch (InterruptedException | RuntimeException e) {
                // the client has gone
              }
            });
    sender.setDaemon(true);
    sender.start();
  }

  private static final class Blocked extends OutputStream {
    private final CountDownLatch until;

    Blocked(CountDownLatch until) {
      this.until = until;
    }

    @Override
    public void write(int b) {
      boolean interrupted = false;
      while (true) {
        try {
          until.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void anEndlessResultIsFetchedOnceAndEndsWithTheCallsTimeout() throws Throwable {
    AtomicInteger fetched = new AtomicInteger();
    AtomicLong ended = new AtomicLong();
    OpenModalException error =
        refused(
            new Script() {
              @Override
              public void call(long id, ServerCallStreamObserver<WorkerMessage> answers) {
                answers.onNext(started(id));
                for (int i = 0; i < 100; i++) {
                  answers.onNext(returnedBlob(id));
                }
              }

              @Override
              public void cancelled() {
                ended.incrementAndGet();
              }

              @Override
              public void get(ServerCallStreamObserver<Chunk> chunks) {
                fetched.incrementAndGet();
                forEver(
                    chunks,
                    Chunk.newBuilder().setBytes(ByteString.copyFrom(LARGE)).build(),
                    new AtomicInteger());
              }
            },
            Optional.of(Duration.ofMillis(500)));
    assertThat(error.code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(fetched).hasValue(1);
    await().until(() -> ended.get() > 0);
  }

  @Test
  void askingForInputOfACallThatIsNoProgramLosesTheWorker() throws Throwable {
    OpenModalException error =
        refused(
            (id, answers) -> {
              answers.onNext(started(id));
              answers.onNext(
                  WorkerMessage.newBuilder()
                      .setInputWanted(InputWanted.newBuilder().setCallId(id).setMost(10))
                      .build());
            });
    assertThat(error.code()).isEqualTo(ErrorCode.WORKER_LOST);
  }

  @Test
  void aSessionThatBreaksOffLosesTheWorker() throws Throwable {
    List<Script> scripts =
        List.of(
            (id, answers) -> {
              answers.onNext(started(id));
              answers.onCompleted();
            },
            (id, answers) -> {
              answers.onNext(started(id));
              answers.onError(Status.UNKNOWN.withDescription("gone").asRuntimeException());
            },
            new Script() { // bytes that are no message
              @Override
              public void call(long id, ServerCallStreamObserver<WorkerMessage> answers) {
                answers.onNext(started(id));
                answers.onNext(output(id, new byte[1]));
              }

              @Override
              public byte[] encode(WorkerMessage message) {
                return message.hasOutput() ? new byte[] {7, 7, 7} : message.toByteArray();
              }
            },
            new Script() { // in the middle of a large result
              @Override
              public void call(long id, ServerCallStreamObserver<WorkerMessage> answers) {
                answers.onNext(started(id));
                answers.onNext(returnedBlob(id));
              }

              @Override
              public void get(ServerCallStreamObserver<Chunk> chunks) {
                for (int i = 0; i < 8; i++) {
                  chunks.onNext(Chunk.newBuilder().setBytes(ByteString.copyFrom(LARGE)).build());
                }
                chunks.onError(Status.DATA_LOSS.asRuntimeException());
              }
            });
    for (Script script : scripts) {
      OpenModalException error = refused(script);
      assertThat(error.code()).isEqualTo(ErrorCode.WORKER_LOST);
      assertThat(error).hasMessageContaining("Call again: a new worker starts.");
    }
    assertThat(Files.exists(temporary())).isTrue();
  }
}

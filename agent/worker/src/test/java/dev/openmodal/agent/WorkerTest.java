package dev.openmodal.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Engines;
import dev.openmodal.wire.proto.Call;
import dev.openmodal.wire.proto.ClientMessage;
import dev.openmodal.wire.proto.Environment;
import dev.openmodal.wire.proto.Hello;
import dev.openmodal.wire.proto.Ping;
import dev.openmodal.wire.proto.Snapshot;
import dev.openmodal.wire.proto.Threw;
import dev.openmodal.wire.proto.WorkerMessage;
import dev.openmodal.wire.tls.ClientIdentity;
import dev.openmodal.wire.tls.WorkerIdentity;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WorkerTest {
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private final InputStream in = System.in;
  private final ByteArrayOutputStream realOut = new ByteArrayOutputStream();
  private final ByteArrayOutputStream realErr = new ByteArrayOutputStream();
  private final AtomicBoolean mayHaveBytes = new AtomicBoolean(true);
  @TempDir private Path cache;
  private final ClientIdentity self = ClientIdentity.create();
  private WorkerIdentity identity;
  private WorkerServer server;
  private TestClient client;

  @BeforeEach
  void start() throws Exception {
    RealOutput real = new RealOutput(realOut, realErr, mayHaveBytes::get);
    Worker worker =
        new Worker(
            Lease.start(0, () -> {}),
            new EnvironmentCache(cache),
            ClassLoader.getSystemClassLoader(),
            ProcessWatch.start(),
            real,
            OutputRouting.install(real));
    identity = self.newWorker();
    server =
        WorkerServer.start(
            WorkerIdentity.decode(identity.encode()),
            worker,
            java.util.concurrent.CompletableFuture.completedFuture(WorkerServer.network()));
    client = new TestClient(self, identity, server.port());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop();
    System.setOut(out);
    System.setErr(err);
    System.setIn(in);
  }

  private static final String ADD =
      "static int base = 40;"
          + " public static Object code() { return (Fn1<Integer, Integer>) x -> base++ + x; }";

  private TestClient.Ended run(UserCode code, long id, String... variables) throws Exception {
    String name = "snapshot-" + id;
    client.send(code.snapshot(name, variables));
    client.call(id, name, 0, code.encode());
    return client.awaitEnd();
  }

  @Test
  void welcomesItsClient() throws Exception {
    WorkerMessage welcome = client.greet();

    assertThat(welcome.getWelcome().getPid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(welcome.getWelcome().getJavaVersion()).isEqualTo(Runtime.version().toString());
  }

  @Test
  void answersEachPing() throws Exception {
    client.greet();
    for (int i = 0; i < 3; i++) {
      client.send(ClientMessage.newBuilder().setPing(Ping.getDefaultInstance()));
      client.await(WorkerMessage::hasPong);
    }
  }

  @Test
  void refusesAClientOfAnotherBuild() throws Exception {
    client.send(ClientMessage.newBuilder().setHello(Hello.newBuilder().setBuild("0.0.1")));

    assertThat(client.failure.get())
        .hasMessageContaining("FAILED_PRECONDITION")
        .hasMessageContaining("the client of build 0.0.1");
  }

  @Test
  void theEndIsMarkedOnlyWhereSomethingMayBeOnItsWay() throws Exception {
    client.greet();
    UserCode code = UserCode.of("public static Object code() { return (Action0) () -> {}; }");
    assertThat(run(code, 1).message().getMarked()).isTrue();
    mayHaveBytes.set(false);
    assertThat(run(code, 2).message().getMarked()).isFalse();

    assertThat(realOut.toString()).isEqualTo("\0openmodal:end 1\n");
    assertThat(realErr.toString()).isEqualTo("\0openmodal:end 1\n");
  }

  @Test
  void everyCallStartsFromTheFrozenVariables() throws Exception {
    client.greet();
    UserCode code = UserCode.of(ADD);
    client.send(code.snapshot("a", "base"));

    for (int i = 0; i < 3; i++) {
      client.call(i, "a", 1, code.encode(2));
      assertThat(client.await(WorkerMessage::hasStarted).getStarted().getCallId()).isEqualTo(i);
      WorkerMessage end = client.awaitEnd().message();
      assertThat(code.decode(end.getReturned().getValue())).isEqualTo(42);
    }
  }

  @Test
  void anExceptionComesBackWithTheUsersFramesOnly() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Action0) () -> {"
                + " throw new IllegalStateException(\"no\"); }; }");

    Threw threw = run(code, 1).message().getThrew();

    assertThat(threw.getReason()).isEqualTo(Threw.Reason.USER);
    assertThat(threw.getDescription()).isEqualTo("java.lang.IllegalStateException: no");
    Throwable thrown = (Throwable) code.decode(threw.getThrowable());
    assertThat(thrown).isInstanceOf(IllegalStateException.class).hasMessage("no");
    assertThat(thrown.getStackTrace()[0].getClassName()).isEqualTo(UserCode.NAME);
    assertThat(Arrays.toString(thrown.getStackTrace())).doesNotContain("dev.openmodal.agent");
  }

  @Test
  void outputComesInOrderBeforeTheEnd() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Action0) () -> { System.out.println(\"a\");"
                + " System.err.print(\"b\"); System.out.print(\"c\"); System.out.close();"
                + " Thread t = new Thread(() -> System.out.print(\"d\")); t.start(); t.join();"
                + " List.of(1,2,3,4).parallelStream().forEach(i -> System.out.print('.')); }; }");

    TestClient.Ended end = run(code, 7);

    assertThat(end.output().replace("out:", "").replace("err:", "")).isEqualTo("a\nbcd....");
    assertThat(end.output()).startsWith("out:a\nerr:bout:c");
    assertThat(realOut.toString(StandardCharsets.UTF_8))
        .startsWith("\0openmodal:out 7 1\n\0openmodal:out 7 2\n")
        .endsWith("\0openmodal:end 7\n")
        .isEqualTo(realErr.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aLineThatIsWrittenInPiecesIsNotSentInPieces() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Action0) () -> {"
                + " for (int i = 0; i < 100; i++) { System.out.print(\"line\"); Thread.sleep(2);"
                + " System.out.println(); Thread.sleep(2); } System.out.print(\"the last\");"
                + " Thread.sleep(100); }; }");

    List<String> pieces = run(code, 7).pieces();

    assertThat(String.join("", pieces)).isEqualTo("line\n".repeat(100) + "the last");
    // On a busy machine the code may stop for long in the middle of a line.
    assertThat(pieces.stream().filter(piece -> piece.endsWith("line")).count()).isLessThan(10);
  }

  @Test
  void aThreadThatOutlivesItsCallWritesToTheProcessesOwnStream() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Action0) () -> { new Thread(() -> { try {"
                + " Thread.sleep(300); } catch (InterruptedException e) {}"
                + " System.out.println(\"late\"); }).start(); }; }");

    run(code, 1);

    await()
        .untilAsserted(
            () -> assertThat(realOut.toString(StandardCharsets.UTF_8)).endsWith("end 1\nlate\n"));
  }

  private static final String MUCH_OUTPUT =
      "public static Object code() { return (Action0) () -> { byte[] part = new byte[1 << 16];"
          + " for (int i = 0; i < 320; i++) { System.out.write(part);"
          + " System.setProperty(\"test.parts\", \"\" + i); } }; }";

  @Test
  void whoWritesMoreThanTheClientReadsWaits() throws Exception {
    try (TestClient slow = new TestClient(self, identity, server.port(), 2)) {
      slow.greet();
      UserCode code = UserCode.of(MUCH_OUTPUT);
      slow.send(code.snapshot("a"));
      slow.call(1, "a", 0, code.encode());
      await()
          .during(Duration.ofMillis(500))
          .untilAsserted(() -> assertThat(Integer.getInteger("test.parts", 0)).isLessThan(160));

      slow.readOn();

      assertThat(slow.awaitEnd().output().length()).isGreaterThan(320 << 16);
    }
  }

  @Test
  void aCallThatWaitsForItsReaderCanBeCancelled() throws Exception {
    try (TestClient slow = new TestClient(self, identity, server.port(), 2)) {
      slow.greet();
      UserCode code = UserCode.of(MUCH_OUTPUT);
      slow.send(code.snapshot("a"));
      slow.call(1, "a", 0, code.encode());
      slow.await(WorkerMessage::hasStarted);

      slow.cancel(1);
      slow.readOn();

      assertThat(slow.awaitEnd().message().getThrew().getReason())
          .isEqualTo(Threw.Reason.CANCELLED);
    }
  }

  @Test
  void aSessionThatBreaksInterruptsItsCalls() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Action0) () -> { try { Thread.sleep(60000); }"
                + " catch (InterruptedException e) { System.setProperty(\"test.was\", \"interrupted\");"
                + " } }; }");
    client.send(code.snapshot("a"));
    client.call(1, "a", 0, code.encode());
    client.await(WorkerMessage::hasStarted);

    client.close();

    await()
        .untilAsserted(() -> assertThat(System.getProperty("test.was")).isEqualTo("interrupted"));
  }

  @Test
  void aNullPointerExceptionStillTellsWhatWasNull() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "static String text; public static Object code() {"
                + " return (Fn0<Integer>) () -> text.length(); }");

    Threw threw = run(code, 1).message().getThrew();

    assertThat((Throwable) code.decode(threw.getThrowable()))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("Cannot invoke \"String.length()\" because \"REPL.Snippet.text\" is null");
  }

  @Test
  void aRemoteCallInsideRemoteCodeIsRefusedByName() throws Exception {
    client.greet();
    Engines.install(new NestedCalls());
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Fn0<Object>) () ->"
                + " OpenModal.app(\"inner\").function(() -> 1).remote(); }");

    Threw threw = run(code, 1).message().getThrew();

    assertThat(threw.getReason()).isEqualTo(Threw.Reason.USER);
    assertThat(threw.getDescription())
        .contains("remote() was called inside remote code (app inner)")
        .endsWith("[NESTED_CALL]");
    assertThat(code.decode(threw.getThrowable())).isInstanceOf(OpenModalException.class);
  }

  @Test
  void aCallIsCancelledByAnInterrupt() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of("public static Object code() { return (Action0) () -> Thread.sleep(60000); }");
    client.send(code.snapshot("a"));
    client.call(1, "a", 0, code.encode());
    client.call(2, "a", 0, code.encode());
    client.await(WorkerMessage::hasStarted);

    client.cancel(2);
    WorkerMessage second = client.awaitEnd().message();
    client.cancel(1);
    WorkerMessage first = client.awaitEnd().message();

    assertThat(second.getThrew().getCallId()).isEqualTo(2);
    assertThat(second.getThrew().getReason()).isEqualTo(Threw.Reason.CANCELLED);
    assertThat(first.getThrew().getCallId()).isEqualTo(1);
    assertThat(first.getThrew().getReason()).isEqualTo(Threw.Reason.CANCELLED);
  }

  @Test
  void outOfMemoryHasAnAnswerOfItsOwn() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Fn0<Object>) () -> {"
                + " return new long[Integer.MAX_VALUE - 8]; }; }");

    Threw threw = run(code, 1).message().getThrew();

    assertThat(threw.getReason()).isEqualTo(Threw.Reason.OUT_OF_MEMORY);
  }

  @Test
  void aResultThatCannotTravelIsRefused() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Fn0<Object>) () -> Thread.currentThread(); }");

    Threw threw = run(code, 1).message().getThrew();

    assertThat(threw.getReason()).isEqualTo(Threw.Reason.RESULT_REFUSED);
    assertThat(threw.getDescription()).startsWith("result → ");
  }

  @Test
  void argumentsThatCannotBeReadAreSaidToBeSo() throws Exception {
    client.greet();
    UserCode code = UserCode.of(ADD);
    client.send(code.snapshot("a", "base"));

    client.call(1, "a", 1, ByteString.copyFromUtf8("what is this"));
    Threw threw = client.awaitEnd().message().getThrew();
    client.call(2, "a", 1, code.encode(2));

    assertThat(threw.getReason()).isEqualTo(Threw.Reason.ARGUMENTS);
    assertThat(code.decode(client.awaitEnd().message().getReturned().getValue())).isEqualTo(42);
  }

  @Test
  void largeArgumentsAndResultsTravelAsBlobs() throws Exception {
    client.greet();
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Fn1<byte[], byte[]>) b -> { b[0]++; return b; };"
                + " }");
    client.send(code.snapshot("a"));
    byte[] large = new byte[10 << 20];
    Arrays.fill(large, (byte) 5);

    client.put("args", code.encode((Object) large).toByteArray());
    client.send(
        ClientMessage.newBuilder()
            .setCall(
                Call.newBuilder()
                    .setId(1)
                    .setSnapshotId("a")
                    .setArity(1)
                    .setArgumentsBlob("args")));
    String blob = client.awaitEnd().message().getReturned().getValueBlob();

    byte[] result = (byte[]) code.decode(client.get(blob));
    large[0]++;
    assertThat(result).isEqualTo(large);
    assertThatThrownBy(() -> client.get(blob)).hasMessageContaining("NOT_FOUND");
  }

  @Test
  void valuesOfASnapshotMayBeABlob() throws Exception {
    client.greet();
    UserCode code = UserCode.of(ADD);
    Snapshot whole = code.snapshot("a", "base");
    client.put("values", whole.getValues().toByteArray());

    client.send(whole.toBuilder().clearValues().setValuesBlob("values").build());
    client.call(1, "a", 1, code.encode(2));
    client.call(2, "a", 1, code.encode(3));

    assertThat(code.decode(client.awaitEnd().message().getReturned().getValue())).isEqualTo(42);
    assertThat(code.decode(client.awaitEnd().message().getReturned().getValue())).isEqualTo(43);
  }

  @Test
  void anEvictedSnapshotIsAskedForAgain() throws Exception {
    client.greet();
    UserCode code = UserCode.of(ADD);
    for (int i = 0; i <= 32; i++) {
      client.send(code.snapshot("s" + i, "base"));
    }

    client.call(1, "s0", 1, code.encode(2));
    WorkerMessage first = client.awaitEnd().message();
    client.call(2, "s1", 1, code.encode(2));
    WorkerMessage second = client.awaitEnd().message();

    assertThat(first.getSnapshotMissing().getSnapshotId()).isEqualTo("s0");
    assertThat(second.hasReturned()).isTrue();
  }

  @Test
  void missingJarsAreAskedForAndThenSeenByUserCode() throws Exception {
    client.greet();
    byte[] jar = jarWith("lib.Answer", "package lib; public class Answer { }");
    String sha = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jar));
    ClientMessage.Builder environment =
        ClientMessage.newBuilder()
            .setEnvironment(
                Environment.newBuilder()
                    .setId("e")
                    .addEntries(
                        Environment.Entry.newBuilder().setSha256(sha).setName("answer-1.0.jar")));

    client.send(environment);
    WorkerMessage before = client.await(WorkerMessage::hasEnvironmentStatus);
    assertThatThrownBy(() -> client.put("sha256:" + sha, new byte[3]))
        .hasMessageContaining("its SHA-256 is");
    client.put("sha256:" + sha, jar);
    client.send(environment);
    WorkerMessage after = client.await(WorkerMessage::hasEnvironmentStatus);
    UserCode code =
        UserCode.of(
            "public static Object code() { return (Fn0<String>) () -> Class.forName(\"lib.Answer\","
                + " false, Snippet.class.getClassLoader())"
                + ".getProtectionDomain().getCodeSource().getLocation().toString(); }");
    client.send(code.snapshot("a").toBuilder().setEnvironmentId("e").build());
    client.call(1, "a", 0, code.encode());
    WorkerMessage end = client.awaitEnd().message();

    assertThat(before.getEnvironmentStatus().getMissingSha256List()).containsExactly(sha);
    assertThat(after.getEnvironmentStatus().getMissingSha256List()).isEmpty();
    assertThat((String) code.decode(end.getReturned().getValue())).endsWith("/answer-1.0.jar");
  }

  @Test
  void aBadMessageEndsItsSessionAndNotTheWorker() throws Exception {
    client.greet();
    client.send(
        ClientMessage.newBuilder()
            .setEnvironment(
                Environment.newBuilder()
                    .addEntries(Environment.Entry.newBuilder().setSha256("../../etc"))));

    assertThat(client.failure.get()).hasMessageContaining("is not a SHA-256");
    client.put("still", new byte[] {1});
  }

  @Test
  void loadersOfEvictedSnapshotsAreCollected() throws Exception {
    client.greet();
    List<java.lang.ref.WeakReference<Object>> loaders = new ArrayList<>();
    UserCode code =
        UserCode.of(
            "static int base = 40; static List<Object> seen = new ArrayList<>();"
                + " public static Object code() { return (Fn0<Object>) () -> {"
                + " System.getProperties().put(\"test.loader\","
                + " new java.lang.ref.WeakReference<>(Snippet.class.getClassLoader()));"
                + " System.out.println(base); seen.add(new Snippet());"
                + " throw new IllegalStateException(\"\" + base++); }; }");
    for (int i = 0; i < 300; i++) {
      assertThat(run(code, i, "base", "seen").message().hasThrew()).isTrue();
      @SuppressWarnings("unchecked")
      var loader = (java.lang.ref.WeakReference<Object>) System.getProperties().get("test.loader");
      loaders.add(loader);
    }
    System.getProperties().remove("test.loader");

    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(loaders.stream().filter(each -> each.get() != null).count())
                  .isLessThanOrEqualTo(33);
            });
  }

  private static byte[] jarWith(String name, String source) throws Exception {
    Path file = Files.createTempFile("openmodal-test-", ".jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      jar.putNextEntry(new JarEntry(name.replace('.', '/') + ".class"));
      jar.write(UserCode.compile(name, source).get(name));
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }
}

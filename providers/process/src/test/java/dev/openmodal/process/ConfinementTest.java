package dev.openmodal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a worker has started ends with it, as far as each way of holding it together says. */
@Timeout(60)
class ConfinementTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** A length of sleep by which the processes of one test are told from all others. */
  private final String length =
      "77" + ProcessHandle.current().pid() + "." + COUNT.incrementAndGet();

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  @TempDir private Path folder;
  private ProcessProvider provider = new ProcessProvider();

  @AfterEach
  void close() {
    provider.close();
  }

  private Instance start(String body) throws Exception {
    Instance instance =
        provider.createInstance(
            FakeWorker.of(folder, body)
                .spec(
                    Path.of(System.getProperty("java.home")),
                    List.of(),
                    Optional.empty(),
                    (error, bytes, size) -> output.write(bytes, 0, size)));
    instance.address().toCompletableFuture().get(30, TimeUnit.SECONDS);
    return instance;
  }

  /** A worker that has started a child, one whose parent has ended, and one that hides. */
  private Instance startWithChildren(boolean withHidden, String then) throws Exception {
    String hidden = withHidden ? "setsid env -i sleep " + length + "3 & " : "";
    Instance instance =
        start(
            "new ProcessBuilder(\"sleep\", \"LENGTH1\").start();".replace("LENGTH", length)
                + " new ProcessBuilder(\"sh\", \"-c\", \"SCRIPT\").start().waitFor(); ready(); "
                    .replace("SCRIPT", "(sleep " + length + "2 & " + hidden + ") & sleep 0.3")
                + then);
    await().until(() -> sleeping() == (withHidden ? 3 : 2));
    return instance;
  }

  private long sleeping() {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(each -> each.info().commandLine().orElse("").contains("sleep " + length))
        .count();
  }

  private void assertNothingIsLeft() {
    await().atMost(Duration.ofSeconds(10)).until(() -> sleeping() == 0);
  }

  private void use(Confinement confinement) throws Exception {
    Confinement here = Confinement.find().get(20, TimeUnit.SECONDS);
    assumeTrue(here.ordinal() <= confinement.ordinal(), () -> "here is only " + here);
    provider = new ProcessProvider(() -> CompletableFuture.completedFuture(confinement));
  }

  @ParameterizedTest
  @EnumSource(
      value = Confinement.class,
      names = {"NAMESPACE", "USER_NAMESPACE"})
  void inANamespaceNothingOutlivesTheWorkerThatIsKilled(Confinement confinement) throws Exception {
    use(confinement);
    Instance instance = startWithChildren(true, "Thread.sleep(60_000);");

    ProcessHandle.of(pidOf(instance)).orElseThrow().destroyForcibly();

    assertThat(instance.ended().get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(
      value = Confinement.class,
      names = {"NAMESPACE", "USER_NAMESPACE", "GROUP"})
  void aKilledJvmHasItsSignalInTheExitCodeAndNoOutputOfOthers(Confinement confinement)
      throws Exception {
    use(confinement);
    Instance instance =
        start(
            "ready(); new ProcessBuilder(\"kill\", \"-9\", \"\" +"
                + " ProcessHandle.current().pid()).start().waitFor(); Thread.sleep(60_000);");

    assertThat(instance.ended().get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
    assertThat(output.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = Confinement.class,
      names = {"NAMESPACE", "USER_NAMESPACE"})
  void inANamespaceNothingOutlivesTheWorkerThatEndsItself(Confinement confinement)
      throws Exception {
    use(confinement);
    Instance instance = startWithChildren(true, "Runtime.getRuntime().halt(9);");

    assertThat(instance.ended().get(20, TimeUnit.SECONDS))
        .isEqualTo(new InstanceEnd(InstanceEnd.Cause.EXITED, 9, "it ended with exit code 9"));
    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(
      value = Confinement.class,
      names = {"NAMESPACE", "USER_NAMESPACE"})
  void inANamespaceTheWorkersPidIsTheOneKnownHere(Confinement confinement) throws Exception {
    use(confinement);
    Instance instance =
        start(
            "ready(); Thread.sleep(300);"
                + " System.exit((int) (ProcessHandle.current().pid() % 100));");

    assertThat((long) instance.ended().get(20, TimeUnit.SECONDS).exitCode())
        .isEqualTo(pidOf(instance) % 100);
  }

  @Test
  void inAGroupOnlyWhatLeavesTheGroupOutlivesTheWorker() throws Exception {
    use(Confinement.GROUP);
    Instance instance = startWithChildren(false, "Thread.sleep(60_000);");

    ProcessHandle.of(pidOf(instance)).orElseThrow().destroyForcibly();

    assertThat(instance.ended().get(20, TimeUnit.SECONDS).exitCode()).isEqualTo(137);
    assertNothingIsLeft();
  }

  @Test
  void inAGroupNothingIsLeftWhereTheClientEndsRightAfterIt() throws Exception {
    use(Confinement.GROUP);
    startWithChildren(false, "Thread.sleep(60_000);");

    provider.close();

    assertNothingIsLeft();
  }

  @ParameterizedTest
  @EnumSource(
      value = Confinement.class,
      names = {"SHELL", "BARE"})
  void elsewhereDescendantsEndWithTheWorkerThatIsDeleted(Confinement confinement) throws Exception {
    use(confinement);
    Instance instance =
        start(
            "new ProcessBuilder(\"sleep\", \"LENGTH\").start(); ready(); Thread.sleep(60_000);"
                .replace("LENGTH", length));
    await().until(() -> sleeping() == 1);

    instance.delete();

    assertThat(instance.ended().get(20, TimeUnit.SECONDS).cause())
        .isEqualTo(InstanceEnd.Cause.DELETED);
    assertNothingIsLeft();
  }

  private static long pidOf(Instance instance) {
    return Long.parseLong(instance.name().substring("pid ".length()));
  }
}

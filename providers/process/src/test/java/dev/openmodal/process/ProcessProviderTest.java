package dev.openmodal.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.openmodal.DataSize;
import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceSpec;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProcessProviderTest {
  @TempDir private Path folder;
  private final ProcessProvider provider = new ProcessProvider();
  private final Logs logs = new Logs();

  @AfterEach
  void close() {
    provider.close();
  }

  private static final class Logs implements InstanceSpec.LogSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public void write(boolean error, byte[] bytes, int length) {
      (error ? err : out).write(bytes, 0, length);
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }
  }

  private static InetSocketAddress addressOf(Instance instance) throws Exception {
    return (InetSocketAddress) instance.address().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private static InstanceEnd endOf(Instance instance) throws Exception {
    return instance.ended().get(30, TimeUnit.SECONDS);
  }

  private static void assertRefused(Instance instance, String... parts) {
    assertThatThrownBy(() -> instance.address().toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            OpenModalException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WORKER_START))
        .hasMessageContainingAll(parts);
  }

  @Test
  void isFoundByItsName() {
    assertThat(ServiceLoader.load(CloudProvider.class))
        .anySatisfy(found -> assertThat(found.name()).isEqualTo("process"));
  }

  @Test
  void theReadyMarkGivesTheAddressAndIsNoOutput() throws Exception {
    FakeWorker worker =
        FakeWorker.of(
            folder,
            "System.out.print(\"before \"); System.out.println(Arrays.toString(identity)); ready();"
                + " System.out.print(\"after\\n\\0openmodal:end 5\\n\"); System.out.flush();");

    Instance instance = provider.createInstance(worker.spec(logs));

    assertThat(addressOf(instance).getPort()).isEqualTo(4711);
    assertThat(addressOf(instance).getAddress().isLoopbackAddress()).isTrue();
    await()
        .untilAsserted(
            () -> assertThat(logs.out()).isEqualTo("before [1, 2, 3]\nafter\n\0openmodal:end 5\n"));
  }

  @Test
  void theChildSeesNoVariableThatWasNotAskedForAndNoStandardInput() throws Exception {
    FakeWorker worker =
        FakeWorker.of(
            folder,
            "System.out.println(new TreeSet<>(System.getenv().keySet()) + \" \""
                + " + System.getenv(\"ASKED\") + \" \" + System.in.read() + \" \""
                + " + System.getProperty(\"user.dir\")); ready();");

    Instance instance = provider.createInstance(worker.spec(logs));
    addressOf(instance);

    String names = logs.out().substring(1, logs.out().indexOf(']'));
    assertThat(names.split(", "))
        .contains("ASKED", "PATH")
        .allMatch(
            name ->
                List.of(
                            "ASKED",
                            "PATH",
                            "HOME",
                            "USER",
                            "LOGNAME",
                            "LANG",
                            "TMPDIR",
                            "TZ",
                            // made by sh itself
                            "PWD",
                            "OLDPWD",
                            "SHLVL",
                            "_")
                        .contains(name)
                    || name.startsWith("LC_"));
    assertThat(logs.out()).endsWith(" for it -1 " + System.getProperty("user.dir") + "\n");
  }

  @Test
  void anExitByItselfIsTold() throws Exception {
    FakeWorker worker =
        FakeWorker.of(
            folder, "ready(); System.out.print(\"bye\"); System.out.flush(); System.exit(7);");

    InstanceEnd end = endOf(provider.createInstance(worker.spec(logs)));

    assertThat(end)
        .isEqualTo(new InstanceEnd(InstanceEnd.Cause.EXITED, 7, "it ended with exit code 7"));
    assertThat(logs.out()).isEqualTo("bye");
  }

  @Test
  void anExitBeforeItIsReadyIsAStartThatFailed() throws Exception {
    FakeWorker worker =
        FakeWorker.of(folder, "System.err.println(\"no such thing\"); System.exit(3);");

    Instance instance = provider.createInstance(worker.spec(logs));

    assertRefused(instance, "app test", "exit code 3", "no such thing", "[WORKER_START]");
  }

  @Test
  void anOptionThatJavaDoesNotTakeIsNamed() throws Exception {
    FakeWorker worker = FakeWorker.of(folder, "ready();");
    Path java = Path.of(System.getProperty("java.home"));

    assertRefused(
        provider.createInstance(
            worker.spec(java, List.of("-XX:+NoSuchThing"), Optional.empty(), logs)),
        "does not take the option",
        "NoSuchThing",
        "jvmOptions(…)");
    assertRefused(
        provider.createInstance(worker.spec(java, List.of("-Xnone"), Optional.empty(), logs)),
        "does not take the option -Xnone");
    assertRefused(
        provider.createInstance(worker.spec(java, List.of("-Xms1x"), Optional.empty(), logs)),
        "does not take the option -Xms1x");
  }

  @Test
  void aFolderWithoutJavaIsNamed() throws Exception {
    FakeWorker worker = FakeWorker.of(folder, "ready();");

    assertThatThrownBy(
            () -> provider.createInstance(worker.spec(folder, List.of(), Optional.empty(), logs)))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContainingAll("There is no Java in " + folder, "javaHome(…)", "[WORKER_START]");
  }

  @Test
  void aChildAboveItsResidentLimitIsEnded() throws Exception {
    FakeWorker worker =
        FakeWorker.of(
            folder,
            "ready(); byte[][] all = new byte[800][];"
                + " for (int i = 0; i < 800; i++) { all[i] = new byte[1 << 18];"
                + " Arrays.fill(all[i], (byte) 1); } Thread.sleep(60_000);");

    Instance instance =
        provider.createInstance(
            worker.spec(
                Path.of(System.getProperty("java.home")),
                List.of("-Xmx400m"),
                Optional.of(DataSize.parse("128Mi")),
                logs));

    InstanceEnd end = endOf(instance);
    assertThat(end.cause()).isEqualTo(InstanceEnd.Cause.MEMORY);
    assertThat(end.description()).matches("its resident size of \\d+ MiB passed 128 MiB");
  }

  @Test
  void closingTheProviderEndsItsInstancesAndStartsNoMore() throws Exception {
    FakeWorker worker = FakeWorker.of(folder, "ready();");
    Instance instance = provider.createInstance(worker.spec(logs));
    addressOf(instance);

    provider.close();

    assertThat(endOf(instance).cause()).isEqualTo(InstanceEnd.Cause.DELETED);
    assertThatThrownBy(() -> provider.createInstance(worker.spec(logs)))
        .hasMessageContaining("the client is ending");
  }
}

package dev.openmodal.process;

import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceOutput;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.InstanceUsage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One child JVM. Its standard input is its life line: it halts when that is closed. */
final class ChildJvm implements Instance {
  private static final int READY_WITHIN_SECONDS = 60;
  private static final int LAST_WORDS_MILLIS = 500;

  private final InstanceSpec spec;
  private final Confinement confinement;
  private final Process process;
  private final CompletableFuture<InetSocketAddress> address = new CompletableFuture<>();
  private final CompletableFuture<InstanceEnd> ended = new CompletableFuture<>();
  private final InstanceOutput output;
  private volatile InstanceEnd.Cause cause = InstanceEnd.Cause.EXITED;
  private volatile String reason = "";
  private volatile @Nullable ProcessHandle jvm;

  private ChildJvm(InstanceSpec spec, Confinement confinement, Process process) {
    this.spec = spec;
    this.confinement = confinement;
    this.process = process;
    this.output = new InstanceOutput(spec.logs(), this::listensOn);
  }

  /**
   * Starts it.
   *
   * @throws dev.openmodal.OpenModalException with {@code WORKER_START} if there is no such Java or
   *     the system starts no process
   */
  static ChildJvm start(InstanceSpec spec, Confinement confinement) {
    ProcessBuilder builder = new ProcessBuilder(CommandLine.of(spec, confinement));
    ChildEnvironment.apply(builder.environment(), spec.env());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw StartFailure.notStarted(spec, e);
    }
    ChildJvm child = new ChildJvm(spec, confinement, process);
    child.follow();
    return child;
  }

  private void follow() {
    long pid = process.pid();
    LogPump out = new LogPump(process.getInputStream(), false, output);
    LogPump err = new LogPump(process.getErrorStream(), true, output);
    out.start("openmodal-out-" + pid);
    err.start("openmodal-err-" + pid);
    // On a thread with a stack of the usual size, which the JDK's own for this has not.
    var unused =
        process
            .onExit()
            .thenAcceptAsync(
                exited -> end(exited.exitValue(), out, err),
                task -> LogPump.daemon(task, "openmodal-end-" + pid).start());
    CompletableFuture.delayedExecutor(READY_WITHIN_SECONDS, TimeUnit.SECONDS)
        .execute(this::giveUpUnlessReady);
    handOverIdentity();
  }

  private void handOverIdentity() {
    try {
      DataOutputStream lifeLine = new DataOutputStream(process.getOutputStream());
      lifeLine.writeInt(spec.identity().length);
      lifeLine.write(spec.identity());
      lifeLine.flush();
    } catch (IOException e) {
      // It has ended already, and onExit says how.
    }
  }

  private void listensOn(int port) {
    address.complete(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private void giveUpUnlessReady() {
    if (!address.isDone()
        && address.completeExceptionally(
            StartFailure.notReady(spec, READY_WITHIN_SECONDS, output.tail()))) {
      delete();
    }
  }

  private void end(int exitCode, LogPump out, LogPump err) {
    confinement.endRest(process.pid());
    // What it has said last comes before its end; not for long, as a process that it has left
    // behind may hold the pipe. Of one that was ended nobody needs to hear all.
    boolean endedItself = cause == InstanceEnd.Cause.EXITED;
    out.end().await(LAST_WORDS_MILLIS, endedItself);
    err.end().await(LAST_WORDS_MILLIS, endedItself);
    if (!address.isDone()) {
      address.completeExceptionally(StartFailure.exited(spec, exitCode, output.tail()));
    }
    ended.complete(
        new InstanceEnd(
            cause, exitCode, reason.isEmpty() ? "it ended with exit code " + exitCode : reason));
  }

  @Override
  public String name() {
    return "pid " + process.pid();
  }

  /** The pid under which this machine knows the JVM itself; empty while it is not there yet. */
  OptionalLong jvmPid() {
    if (!confinement.isNamespace()) {
      return OptionalLong.of(process.pid());
    }
    if (jvm == null) {
      // The first process that the shell in the namespace has started; orphans join it later.
      jvm =
          process
              .children()
              .flatMap(ProcessHandle::children)
              .min(Comparator.comparing(child -> child.info().startInstant().orElse(Instant.MAX)))
              .orElse(null);
    }
    return jvm == null ? OptionalLong.empty() : OptionalLong.of(jvm.pid());
  }

  @Override
  public Optional<InstanceUsage> usage() {
    OptionalLong pid = jvmPid();
    return pid.isEmpty() ? Optional.empty() : InstanceUsage.ofProcess(pid.getAsLong());
  }

  @Override
  public CompletionStage<InetSocketAddress> address() {
    return address;
  }

  @Override
  public CompletableFuture<InstanceEnd> ended() {
    return ended;
  }

  void onEnd(Runnable action) {
    var unused = ended.whenComplete((end, failure) -> action.run());
  }

  @Override
  public void delete() {
    kill(InstanceEnd.Cause.DELETED, "it was deleted by its client");
  }

  void endForMemory(String why) {
    kill(InstanceEnd.Cause.MEMORY, why);
  }

  private synchronized void kill(InstanceEnd.Cause why, String description) {
    if (ended.isDone() || !process.isAlive()) {
      return;
    }
    if (cause == InstanceEnd.Cause.EXITED) {
      cause = why;
      reason = description;
    }
    if (!confinement.isNamespace()) {
      // First those that it has started: once it is gone, nobody can tell whose they are.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
    }
    process.destroyForcibly();
    confinement.endRest(process.pid()); // now, as this client may be ending itself
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The line has broken with the process.
    }
  }
}

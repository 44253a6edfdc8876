package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceEnd;
import dev.openmodal.spi.InstanceOutput;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.InstanceUsage;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One container with an agent in it. Its standard input is its life line. */
final class ContainerInstance implements Instance, EngineEvents.Listener {
  private static final int READY_WITHIN_SECONDS = 60;
  private static final int LAST_WORDS_MILLIS = 500;
  private static final int KILLED = 137;

  private final DockerClient docker;
  private final InstanceSpec spec;
  private final String id;
  private final String name;
  private final Optional<Path> socketFolder;
  private final Reach reach;
  private final LifeLineInput lifeLine;
  private final InstanceOutput output;
  private final FramePump out;
  private final FramePump err;
  private final CompletableFuture<Integer> ready = new CompletableFuture<>();
  private final CompletableFuture<SocketAddress> address = new CompletableFuture<>();
  private final CompletableFuture<Integer> died = new CompletableFuture<>();
  private final CompletableFuture<?> silent = new CompletableFuture<>();
  private final CompletableFuture<InstanceEnd> ended = new CompletableFuture<>();
  private volatile boolean isOutOfMemory;
  private volatile boolean isDeleted;

  /** Of its first process, as the Engine's machine counts; 0 while that is not known. */
  private volatile long pid;

  /**
   * @param socketFolder where its agent makes its socket, if it does not listen on a port
   */
  ContainerInstance(
      DockerClient docker,
      InstanceSpec spec,
      String id,
      String name,
      Optional<Path> socketFolder,
      Reach reach) {
    this.docker = docker;
    this.spec = spec;
    this.id = id;
    this.name = name;
    this.socketFolder = socketFolder;
    this.reach = reach;
    this.lifeLine = new LifeLineInput(spec.identity());
    this.output = new InstanceOutput(spec.logs(), ready::complete);
    this.out = new FramePump(false, output);
    this.err = new FramePump(true, output);
  }

  /** Starts it, and follows it to its end. */
  void start() throws InterruptedException {
    try {
      attachAndStart();
    } catch (InterruptedException | RuntimeException e) {
      out.close();
      err.close();
      lifeLine.close();
      throw e;
    }
  }

  private void attachAndStart() throws InterruptedException {
    out.start();
    err.start();
    Attached attached = new Attached();
    docker
        .attachContainerCmd(id)
        .withStdIn(lifeLine)
        .withStdOut(true)
        .withStdErr(true)
        .withFollowStream(true)
        .exec(attached);
    attached.awaitStarted();
    CompletableFuture<?> over = died.thenAccept(exitCode -> {});
    var unused =
        CompletableFuture.anyOf(over, silent)
            .thenRunAsync(this::end, task -> OwnThreads.daemon("openmodal-end", task).start());
    docker.startContainerCmd(id).exec();
    Optional<InspectContainerResponse> started = inspect();
    pid = started.map(container -> container.getState().getPidLong()).orElse(0L);
    Reach.Ways ways = reach.of(started, socketFolder);
    var unusedToo = ready.thenAccept(inside -> address.complete(ways.choose()));
    CompletableFuture.delayedExecutor(READY_WITHIN_SECONDS, TimeUnit.SECONDS)
        .execute(this::giveUpUnlessReady);
  }

  private Optional<InspectContainerResponse> inspect() {
    try {
      return Optional.of(docker.inspectContainerCmd(id).exec());
    } catch (NotFoundException e) {
      return Optional.empty(); // it has ended and gone
    }
  }

  private void giveUpUnlessReady() {
    if (!address.isDone()
        && address.completeExceptionally(
            StartFailure.notReady(spec, name, READY_WITHIN_SECONDS, output.tail()))) {
      delete();
    }
  }

  @Override
  public void outOfMemory() {
    isOutOfMemory = true;
  }

  @Override
  public void died(int exitCode) {
    died.complete(exitCode);
  }

  @Override
  public void silence() {
    silent.complete(null);
  }

  private void end() {
    boolean isSilent = !died.isDone();
    int exitCode = isSilent ? -1 : died.join();
    lifeLine.close();
    // What it has said last comes before its end; of one that was ended nobody needs to hear all.
    out.end().await(LAST_WORDS_MILLIS, !isDeleted);
    err.end().await(LAST_WORDS_MILLIS, !isDeleted);
    if (exitCode == KILLED && !isDeleted && !isOutOfMemory) {
      awaitReason();
    }
    if (!address.isDone()) {
      address.completeExceptionally(
          isSilent
              ? StartFailure.engineGone(spec, name)
              : StartFailure.exited(spec, name, exitCode, output.tail()));
    }
    ended.complete(new InstanceEnd(cause(), exitCode, description(exitCode, isSilent)));
  }

  /** The Engine may say a moment later that memory was the reason. */
  private static void awaitReason() {
    try {
      Thread.sleep(LAST_WORDS_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private InstanceEnd.Cause cause() {
    if (isDeleted) {
      return InstanceEnd.Cause.DELETED;
    }
    return isOutOfMemory ? InstanceEnd.Cause.MEMORY : InstanceEnd.Cause.EXITED;
  }

  private String description(int exitCode, boolean isSilent) {
    if (isDeleted) {
      return "it was deleted by its client";
    }
    if (isSilent) {
      return "the Docker Engine has ended";
    }
    return isOutOfMemory
        ? "the system killed it when it had used up its limit"
            + spec.residentLimit().map(limit -> " of " + limit).orElse("")
        : "it ended with exit code " + exitCode;
  }

  /** By which the Engine knows it. */
  String id() {
    return id;
  }

  @Override
  public String name() {
    return "container " + name;
  }

  @Override
  public CompletionStage<SocketAddress> address() {
    return address;
  }

  @Override
  public Optional<InstanceUsage> usage() {
    return isProcessHere() ? InstanceUsage.ofProcess(pid) : Optional.empty();
  }

  /** Not where the Engine is in another machine, or this client in a container of its own. */
  private boolean isProcessHere() {
    try {
      return pid != 0
          && Files.readString(Path.of("/proc", Long.toString(pid), "cgroup")).contains(id);
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public CompletableFuture<InstanceEnd> ended() {
    return ended;
  }

  @Override
  public void delete() {
    if (ended.isDone() || isDeleted) {
      return;
    }
    isDeleted = true;
    OwnThreads.daemon("openmodal-delete-container", this::kill).start();
  }

  /** Ends it now. */
  void kill() {
    try {
      docker.killContainerCmd(id).exec();
    } catch (RuntimeException e) {
      // it has ended, or its Engine has; where it has not, its life line ends it
    } finally {
      lifeLine.close();
    }
  }

  /** Takes what it writes. */
  private final class Attached extends ResultCallback.Adapter<Frame> {
    @Override
    public void onNext(Frame frame) {
      byte[] bytes = frame.getPayload();
      if (bytes != null && bytes.length > 0) {
        (frame.getStreamType() == StreamType.STDERR ? err : out).put(bytes);
      }
    }

    @Override
    public void onComplete() {
      over();
      super.onComplete();
    }

    @Override
    public void onError(Throwable broken) {
      over();
      super.onError(broken);
    }

    private void over() {
      out.close();
      err.close();
    }
  }
}

package dev.openmodal.agent;

import dev.openmodal.bridge.Engines;
import dev.openmodal.bridge.Home;
import dev.openmodal.wire.LibraryWarnings;
import dev.openmodal.wire.LogMarks;
import dev.openmodal.wire.tls.WorkerIdentity;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.FutureTask;

/**
 * Starts a worker: reads who its client is from the life line, listens, says so by a mark on
 * standard output, and lives until the life line ends.
 *
 * <p>System properties: {@code openmodal.lifeline} (the file to read instead of standard input),
 * {@code openmodal.address} (127.0.0.1), {@code openmodal.port} (0, the default, takes a free one),
 * {@code openmodal.socket} (a Unix socket instead of both), {@code openmodal.lease} (after so many
 * seconds without a word of the client it ends; 0 for never), {@code openmodal.cache} (the folder
 * for jars, shared with other workers), {@code openmodal.jars} (a folder in which jars lie
 * already).
 */
public final class Agent {
  /** The exit code of a worker whose client was silent. */
  private static final int LAPSED = 75;

  private Agent() {}

  /**
   * Runs the worker and ends this JVM when the client is gone, or when it could not start.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    ProcessWatch processes = ProcessWatch.start();
    RealOutput real = new RealOutput(processes);
    int exitCode = 1;
    try {
      LibraryWarnings.to(said -> {});
      FutureTask<EventLoopGroup> network = new FutureTask<>(WorkerServer::network);
      Daemons.named("openmodal-network-start").newThread(network).start();
      // From the beginning: a container that was restarted has no client to read from.
      Lease lease = Lease.start(Integer.getInteger("openmodal.lease", 0), () -> lapse(real));
      LifeLine lifeLine = LifeLine.open();
      WorkerIdentity identity = WorkerIdentity.decode(lifeLine.readIdentity());
      OutputRouting routing = OutputRouting.install(real);
      Engines.install(new NestedCalls());
      Worker worker =
          new Worker(
              lease,
              new EnvironmentCache(
                  cacheFolder(),
                  Optional.ofNullable(System.getProperty("openmodal.jars")).map(Path::of)),
              ClassLoader.getSystemClassLoader(),
              processes,
              real,
              routing);
      WorkerServer server = WorkerServer.start(identity, worker, network);
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> sayExit(worker, server, real), "openmodal-exit"));
      real.write(false, LogMarks.ready(server.port()));
      Daemons.named("openmodal-warm-up").newThread(WarmUp::run).start();
      worker.sweepCache();
      Daemons.named("openmodal-life-line")
          .newThread(
              () -> {
                lifeLine.awaitEnd();
                worker.leave();
              })
          .start();
      worker.awaitEnd();
      worker.services().close();
      exitCode = 0;
    } catch (Throwable e) {
      e.printStackTrace(real.errorStream());
    }
    Processes.killDescendants();
    if (exitCode == 0) {
      Processes.killGroup();
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private static Path cacheFolder() {
    String folder = System.getProperty("openmodal.cache");
    return folder != null ? Path.of(folder) : Home.cache().resolve("environment");
  }

  /** The client is silent: nobody waits for anything that runs here. */
  private static void lapse(RealOutput real) {
    real.write(false, LogMarks.lapsed());
    Processes.killDescendants();
    Runtime.getRuntime().halt(LAPSED);
  }

  /** User code has called System.exit: what it printed goes first, then the mark. */
  private static void sayExit(Worker worker, WorkerServer server, RealOutput real) {
    worker.flushOutput();
    server.drain();
    Processes.killDescendants();
    real.write(false, LogMarks.exit());
  }
}

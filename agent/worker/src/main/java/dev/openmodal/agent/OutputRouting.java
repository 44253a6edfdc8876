package dev.openmodal.agent;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * What user code sees as {@code System.out} and {@code System.err}: each byte goes to the call
 * whose thread, or a descendant of it, wrote it; from threads of the JVM to the call that is
 * running; from threads that have outlived their call to the process's own streams. {@code
 * System.in} is empty.
 *
 * <p>Text is encoded in the default charset, which is the client's: the worker is started with it.
 */
final class OutputRouting {
  private static final InheritableThreadLocal<@Nullable CallOutput> OF_THREAD =
      new InheritableThreadLocal<>();
  private final RealOutput real;
  private final PrintStream out = new Unclosable(new Routed(false));
  private final PrintStream err = new Unclosable(new Routed(true));
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Daemons.named("openmodal-output"));
  private volatile @Nullable CallOutput running;

  OutputRouting(RealOutput real) {
    this.real = real;
    // A thread started later, by user code's first line of output, would hold on to that code.
    timer.prestartAllCoreThreads();
  }

  static OutputRouting install(RealOutput real) {
    OutputRouting routing = new OutputRouting(real);
    routing.setStreams();
    return routing;
  }

  /** For what is to be sent soon. */
  ScheduledExecutorService timer() {
    return timer;
  }

  CallOutput outputOf(long callId, Outbox outbox) {
    return new CallOutput(callId, outbox, real, timer);
  }

  /** Called by a call's thread at its start: user code may have replaced the streams before. */
  void enter(CallOutput output) {
    setStreams();
    OF_THREAD.set(output);
    running = output;
  }

  /**
   * Called by the thread of a program, which has this JVM for itself: its output is the process's
   * own, so that all of it arrives, whoever writes it and however late.
   */
  void enterProgram(InputStream input) {
    System.setIn(new BufferedInputStream(input));
    System.setOut(standard(FileDescriptor.out));
    System.setErr(standard(FileDescriptor.err));
  }

  /** As Java makes them. */
  private static PrintStream standard(FileDescriptor to) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(to)), true, Charset.defaultCharset());
  }

  /** The same while another call is the running one, whose output stays its own. */
  void enterAside(CallOutput output) {
    OF_THREAD.set(output);
  }

  /** Called by the same thread at its end. */
  void leave(CallOutput output) {
    out.flush();
    err.flush();
    OF_THREAD.remove();
    if (running == output) {
      running = null;
    }
  }

  private void setStreams() {
    System.setIn(InputStream.nullInputStream());
    System.setOut(out);
    System.setErr(err);
  }

  private @Nullable CallOutput ofThisThread() {
    CallOutput own = OF_THREAD.get();
    if (own == null || (own.hasEnded() && isCommonPool(Thread.currentThread()))) {
      return running;
    }
    return own;
  }

  /** Its threads serve every call and have inherited the first that made them. */
  private static boolean isCommonPool(Thread thread) {
    return thread instanceof ForkJoinWorkerThread worker
        && worker.getPool() == ForkJoinPool.commonPool();
  }

  private final class Routed extends OutputStream {
    private final boolean error;

    Routed(boolean error) {
      this.error = error;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      CallOutput call = ofThisThread();
      if (call == null || !call.write(error, bytes, offset, length)) {
        real.write(error, bytes, offset, length);
      }
    }
  }

  /** User code that closes System.out closes it for itself alone. */
  private static final class Unclosable extends PrintStream {
    Unclosable(OutputStream out) {
      super(out, false, Charset.defaultCharset());
    }

    @Override
    public void close() {
      flush();
    }
  }
}

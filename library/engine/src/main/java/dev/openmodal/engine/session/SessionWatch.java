package dev.openmodal.engine.session;

import dev.openmodal.bridge.OwnThreads;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends this JVM when the program is gone for which it runs a person's snippets: the jshell tool
 * whose remote JVM this is, the command that started that tool, the launcher of a notebook kernel,
 * or the Jupyter that started that. None of these takes this JVM along when it is killed. Other
 * programs are left alone: they may well outlive whoever started them.
 */
public final class SessionWatch {
  /** The environment variable in which a command that starts a jshell names its own process. */
  public static final String COMMAND = "OPENMODAL_COMMAND_PID";

  private static final String JUPYTER = "JPY_PARENT_PID";
  private static final long LOOK_EVERY_MILLIS = 500;
  private static final long SHUTDOWN_MILLIS = 3000;

  private final Optional<ProcessHandle> parent = ProcessHandle.current().parent();
  private final Optional<ProcessHandle> command = ancestor(System.getenv(COMMAND));
  private final Optional<ProcessHandle> jupyter = ancestor(System.getenv(JUPYTER));
  private final AtomicBoolean started = new AtomicBoolean();

  /**
   * To be called before each remote call. Watches from the first one on that a snippet makes, if
   * this JVM serves such a program: one that a snippet has started inherits its environment, and
   * has no snippets.
   */
  public void beforeCall(Object code) {
    if (!started.get()
        && (JShell.isRemoteVm()
            || (JShell.isSnippet(code) && (command.isPresent() || jupyter.isPresent())))
        && started.compareAndSet(false, true)) {
      OwnThreads.daemon("openmodal-session", this::run).start();
    }
  }

  /** This JVM's parent or grandparent, if it is the process of this number. */
  private static Optional<ProcessHandle> ancestor(@Nullable String pid) {
    return Stream.iterate(
            ProcessHandle.current().parent(), Optional::isPresent, p -> p.get().parent())
        .limit(2)
        .map(Optional::orElseThrow)
        .filter(process -> Long.toString(process.pid()).equals(pid))
        .findFirst();
  }

  private void run() {
    try {
      while (isThere()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
      }
    } catch (InterruptedException e) {
      return; // by nobody but a debugger
    }
    OwnThreads.daemon("openmodal-halt", SessionWatch::haltSoon).start();
    if (JShell.isRemoteVm() && command.isPresent()) {
      parent.ifPresent(ProcessHandle::destroy); // a jshell that would fight for the terminal
    }
    System.exit(1);
  }

  private boolean isThere() {
    // A parent that nobody has waited for is still a process; but its children have another one.
    return ProcessHandle.current().parent().equals(parent)
        && Stream.of(command, jupyter).flatMap(Optional::stream).allMatch(ProcessHandle::isAlive);
  }

  /** Shutdown hooks of user code may not end. */
  private static void haltSoon() {
    try {
      Thread.sleep(SHUTDOWN_MILLIS);
    } catch (InterruptedException e) {
      // then at once
    }
    Runtime.getRuntime().halt(1);
  }
}

package dev.openmodal.process;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How the processes of a worker are held together, so that none of them outlives it. The strongest
 * that this machine lets this user have is taken.
 */
enum Confinement {
  /**
   * A pid namespace: with its first process, a small shell around the JVM, the system ends all that
   * is in it, whatever they did to get away. The JVM's pid in it is that of the process that was
   * started here.
   */
  NAMESPACE(
      "exec setsid unshare --pid --fork --kill-child --mount-proc --propagation slave"
          + " /bin/sh -c '"
          + Scripts.FIRST_PROCESS
          + "(exec \"$@\" 2>&4 4>&-); exit $?' openmodal $$ \"$@\""),

  /** The same by a user namespace, which lets anybody make one; the user stays who it is. */
  USER_NAMESPACE(
      "exec setsid unshare --user --map-current-user --keep-caps"
          + " --pid --fork --kill-child --mount-proc --propagation slave"
          + " /bin/sh -c '"
          + Scripts.FIRST_PROCESS
          + "(exec setpriv --inh-caps=-all --ambient-caps=-all \"$@\" 2>&4 4>&-); exit $?'"
          + " openmodal $$ \"$@\""),

  /** A session and process group: a process that starts a session of its own gets away. */
  GROUP("exec setsid \"$@\""),

  /** Only those that are still descendants of the worker when it is ended are found. */
  SHELL("exec \"$@\""),

  /** No {@code /bin/sh}: the life line is standard input. */
  BARE("");

  /** Holds the script of a namespace's first process. */
  private static final class Scripts {
    /**
     * The next process gets the pid that the world outside knows; what the shell itself says when
     * that is killed is nobody's output.
     */
    static final String FIRST_PROCESS =
        "echo $(($1 - 1)) >/proc/sys/kernel/ns_last_pid; shift; exec 4>&2 2>/dev/null; ";
  }

  private static final String SHELL_PATH = "/bin/sh";

  // The life line moves to descriptor 3, so that user code and its processes see an empty standard
  // input and cannot take the line by mistake.
  private static final String LIFE_LINE = "exec 3<&0 </dev/null; ";

  private static final int PROBE_SECONDS = 10;

  private final String script;

  Confinement(String script) {
    this.script = script;
  }

  /** Finds, aside, what can be had here. */
  static CompletableFuture<Confinement> find() {
    CompletableFuture<Confinement> found = new CompletableFuture<>();
    OwnThreads.daemon("openmodal-confinement", () -> found.complete(strongest())).start();
    return found;
  }

  private static Confinement strongest() {
    if (!Files.isExecutable(Path.of(SHELL_PATH)) || !Files.exists(Path.of("/dev/fd"))) {
      return BARE;
    }
    for (Confinement each : List.of(isRoot() ? NAMESPACE : USER_NAMESPACE, GROUP)) {
      if (each.works()) {
        return each;
      }
    }
    return SHELL;
  }

  /** In a user namespace root could do less than outside of it, so it gets none. */
  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Whether a process starts this way, and under the pid by which it is known here. */
  private boolean works() {
    try {
      Process probe =
          new ProcessBuilder(around(List.of(SHELL_PATH, "-c", "echo $$")))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        probe.getOutputStream().close();
        String pid = new String(probe.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return probe.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)
            && probe.exitValue() == 0
            && pid.strip().equals(Long.toString(probe.pid()));
      } finally {
        probe.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The command that runs the given one so confined, with its life line on descriptor 3. */
  List<String> around(List<String> command) {
    if (this == BARE) {
      return command;
    }
    List<String> around =
        new ArrayList<>(List.of(SHELL_PATH, "-c", LIFE_LINE + script, "openmodal"));
    around.addAll(command);
    return around;
  }

  /** Whether the life line is descriptor 3 rather than standard input. */
  boolean movesLifeLine() {
    return this != BARE;
  }

  boolean isNamespace() {
    return this == NAMESPACE || this == USER_NAMESPACE;
  }

  /** What {@code openmodal doctor} says. */
  Finding finding() {
    String subject = "processes";
    return switch (this) {
      case NAMESPACE, USER_NAMESPACE ->
          Finding.ok(subject, "all that remote code starts ends with its worker (pid namespace)");
      case GROUP ->
          Finding.absent(
              subject,
              "a process of remote code that starts a session of its own (setsid) may outlive its"
                  + " worker: no pid namespace can be made here. Let users make user namespaces"
                  + " (sysctl kernel.unprivileged_userns_clone, user.max_user_namespaces,"
                  + " kernel.apparmor_restrict_unprivileged_userns) and install util-linux");
      case SHELL, BARE ->
          Finding.absent(
              subject,
              "what remote code has started ends with its worker, but not where the worker is"
                  + " itself killed from outside, nor what has detached itself: this system has"
                  + " neither pid namespaces nor setsid. On Linux install util-linux, which has both");
    };
  }

  /** Ends what the worker of that pid has left behind when it has ended itself. */
  void endRest(long pid) {
    if (this == GROUP) {
      try {
        new ProcessBuilder(SHELL_PATH, "-c", "kill -s KILL -- -$0", Long.toString(pid))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException e) {
        // no process can be started: nor could one be ended
      }
    }
  }
}

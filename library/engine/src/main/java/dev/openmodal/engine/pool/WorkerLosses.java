package dev.openmodal.engine.pool;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.InstanceEnd;
import io.grpc.Status;
import java.nio.file.FileSystemException;

/**
 * What is said when a worker does not start, does not take a call, or ends in the middle of one.
 */
final class WorkerLosses {
  private WorkerLosses() {}

  static OpenModalException error(InstanceEnd how, String worker, PoolKey key, WorkerLogs logs) {
    if (how.cause() == InstanceEnd.Cause.MEMORY) {
      return new OpenModalException(
          ErrorCode.OUT_OF_MEMORY,
          "The worker ("
              + worker
              + ") was ended in the middle of the call: "
              + how.description()
              + ". Ask for more with memory(\"…\"), or let the code hold less outside the heap.");
    }
    if (logs.sawLapse()) {
      return new OpenModalException(
          ErrorCode.LEASE_LAPSED,
          "The worker ("
              + worker
              + ") of the app "
              + key.app()
              + " has ended, because it heard nothing from here for longer than its lease: this program or"
              + " its machine was stopped, or the network between them was. What had been returned before is"
              + " kept; what ran there is lost. Call again: a new worker starts.");
    }
    if (exited(how, logs)) {
      return new OpenModalException(
          ErrorCode.REMOTE_EXIT,
          "Remote code ended its JVM ("
              + worker
              + ") with exit code "
              + how.exitCode()
              + ", as System.exit does. Return a value or throw an exception instead.");
    }
    return new OpenModalException(
        ErrorCode.WORKER_LOST,
        "The worker ("
            + worker
            + ") of the app "
            + key.app()
            + " ended in the middle of the call, "
            + ending(how.exitCode())
            + ". "
            + logs.tail()
            + "Call again: a new worker starts.");
  }

  /** Why there is no connection to a worker that was started. */
  static OpenModalException notReached(Throwable cause, String worker, WorkerLogs logs) {
    if (cause instanceof OpenModalException known) {
      return known;
    }
    Status status = Status.fromThrowable(cause);
    if (status.getCode() == Status.Code.FAILED_PRECONDITION) {
      return new OpenModalException(
          ErrorCode.BUILD_MISMATCH, String.valueOf(status.getDescription()));
    }
    return new OpenModalException(
        ErrorCode.WORKER_START,
        "The worker ("
            + worker
            + ") started but cannot be reached: "
            + root(cause)
            + ". "
            + logs.tail()
            + "Try again; if it stays so, see whether a firewall, or a container around this"
            + " program, keeps it from there.");
  }

  /** What the layers in between have wrapped. */
  private static Throwable root(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** Why nothing was started. */
  static OpenModalException notStarted(Throwable cause, PoolKey key) {
    return cause instanceof OpenModalException known
        ? known
        : new OpenModalException(
            ErrorCode.WORKER_START,
            "No worker could be started for the app "
                + key.app()
                + ": "
                + cause
                + ". Free some of this machine's memory and processes, and call again.",
            cause);
  }

  /** Whether its own code has ended it; a signal lets a JVM exit in the same way. */
  static boolean exited(InstanceEnd how, WorkerLogs logs) {
    return logs.sawExit() && how.exitCode() != 128 + 15;
  }

  /** Whether the exit code is of a process that somebody has killed. */
  static boolean isKill(int exitCode) {
    return exitCode == 128 + 9 || exitCode == 128 + 15;
  }

  static OpenModalException snapshotRefused(String worker) {
    return new OpenModalException(
        ErrorCode.WORKER_LOST,
        "The worker ("
            + worker
            + ") cannot keep the code that it is sent: its disk may be full. Make room, and call again.");
  }

  static OpenModalException argumentsRefused(String worker, BulkTransfer.RefusedException why) {
    return new OpenModalException(
        ErrorCode.WORKER_LOST,
        "The worker ("
            + worker
            + ") cannot keep the arguments that it is sent: "
            + why.getMessage()
            + ". Make room for its temporary files, or send less, and call again.",
        why);
  }

  static OpenModalException resultNotKept(ResultNotKept why) {
    return new OpenModalException(
        ErrorCode.RESULT_UNREADABLE,
        "There is no room here for a large result: "
            + why.getMessage()
            + ". Make room, or return less.",
        why);
  }

  static OpenModalException unreadableJar(FileSystemException e) {
    return new OpenModalException(
        ErrorCode.CLASS_PATH_UNREADABLE,
        e.getFile()
            + " was on the class path and cannot be read any more ("
            + e.getClass().getSimpleName()
            + "). Put it back, or take it off the class path.",
        e);
  }

  private static String ending(int exitCode) {
    if (exitCode > 128 && exitCode < 128 + 65) {
      int signal = exitCode - 128;
      String name =
          switch (signal) {
            case 6 -> "SIGABRT, as a crash of the JVM does";
            case 9 -> "SIGKILL, as the system does when memory runs out";
            case 11 -> "SIGSEGV, a crash";
            case 15 -> "SIGTERM";
            default -> "signal " + signal;
          };
      return "by " + name;
    }
    return exitCode < 0 ? "without an exit code" : "with exit code " + exitCode;
  }
}

package dev.openmodal.engine.command;

import dev.openmodal.bridge.OwnThreads;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Ends a program on Ctrl-C and on SIGTERM, with the exit code of a program that they end. */
final class ProgramSignals {
  private static final Map<String, Integer> NUMBERS = Map.of("INT", 2, "TERM", 15, "HUP", 1);

  /** By then a worker that was interrupted is ended. */
  private static final long MOST_MILLIS = 2000;

  private ProgramSignals() {}

  /** The program's exit code. */
  static int during(Supplier<Integer> program) {
    Thread runs = Thread.currentThread();
    AtomicInteger exit = new AtomicInteger();
    NUMBERS.forEach(
        (name, number) ->
            Signals.handle(
                name,
                () -> {
                  if (!exit.compareAndSet(0, 128 + number)) {
                    System.exit(exit.get()); // who asks twice does not want to wait
                  }
                  runs.interrupt();
                  endSoon(exit.get());
                }));
    try {
      int code = program.get();
      return exit.get() > 0 ? exit.get() : code;
    } catch (RuntimeException e) { // a compiler that was interrupted says anything
      if (exit.get() > 0) {
        return exit.get();
      }
      throw e;
    }
  }

  /** Where nobody reads what it prints, its thread does not see that it was interrupted. */
  private static void endSoon(int exit) {
    OwnThreads.daemon(
            "openmodal-end-of-the-program",
            () -> {
              try {
                Thread.sleep(MOST_MILLIS);
              } catch (InterruptedException e) {
                // then at once
              }
              System.exit(exit);
            })
        .start();
  }
}

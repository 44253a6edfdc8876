package consumer;

import static dev.openmodal.OpenModal.app;

import dev.openmodal.App;
import java.util.List;
import java.util.stream.LongStream;

/** Counts primes in other JVMs. */
public final class Main {
  record Range(long from, long to) {}

  private static long primes(Range range) {
    return LongStream.range(Math.max(2, range.from()), range.to())
        .filter(n -> LongStream.rangeClosed(2, (long) Math.sqrt(n)).allMatch(d -> n % d != 0))
        .count();
  }

  private Main() {}

  /** Prints the number of primes below 40,000. */
  public static void main(String[] arguments) {
    App app = app("primes");
    var count = app.function((Range range) -> primes(range));
    long sum = 0;
    for (long part : count.map(List.of(new Range(0, 20_000), new Range(20_000, 40_000)))) {
      sum += part;
    }
    System.out.println("primes below 40000: " + sum);
    long pid = app.function(() -> ProcessHandle.current().pid()).remote();
    System.out.println("in another JVM: " + (pid != ProcessHandle.current().pid()));
    System.out.println("ended at " + System.currentTimeMillis());
  }
}

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

public class Concurrency {
  public static void main(String[] args) throws Exception {
    AtomicLong sum = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    List<Future<Long>> parts =
        IntStream.range(0, 8)
            .mapToObj(i -> pool.submit(() -> sum.addAndGet(LongStream.range(0, 1000 * i).sum())))
            .toList();
    for (Future<Long> part : parts) {
      part.get();
    }
    System.out.println(sum);
    System.out.println(LongStream.rangeClosed(1, 100_000).parallel().filter(n -> n % 7 == 0).count());
    System.out.println(
        CompletableFuture.supplyAsync(() -> 20).thenCombineAsync(
            CompletableFuture.supplyAsync(() -> 22), Integer::sum).get());
    pool.shutdown();
  }
}

//: java 25
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class VirtualThreads {
  void main(String[] args) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 1000; i++) {
        int n = i;
        results.add(
            executor.submit(
                () -> {
                  Thread.sleep(5);
                  return Thread.currentThread().isVirtual() ? n : -1;
                }));
      }
      int sum = 0;
      for (var result : results) {
        sum += result.get();
      }
      System.out.println(sum);
    }
    Thread.startVirtualThread(
            () -> {
              throw new IllegalStateException("in a virtual thread");
            })
        .join();
  }
}

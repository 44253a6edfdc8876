import java.util.concurrent.CountDownLatch;

public class Threads {
  public static void main(String[] args) throws Exception {
    Thread main = Thread.currentThread();
    System.out.println(main.getName() + " " + main.getThreadGroup().getName() + " " + main.isDaemon());
    System.out.println(main.getPriority() + " " + (main.getContextClassLoader() != null));
    CountDownLatch go = new CountDownLatch(1);
    new Thread(
            () -> {
              try {
                go.await();
                main.join();
                Thread.sleep(50);
              } catch (InterruptedException e) {
                return;
              }
              System.out.println("printed after the end of main");
            })
        .start();
    Thread daemon =
        new Thread(
            () -> {
              while (true) {
                Thread.yield();
              }
            });
    daemon.setDaemon(true);
    daemon.start();
    go.countDown();
  }
}

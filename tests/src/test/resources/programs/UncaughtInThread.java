public class UncaughtInThread {
  public static void main(String[] args) throws Exception {
    Thread thread =
        new Thread(
            () -> {
              throw new IllegalArgumentException("in a thread");
            },
            "reader");
    thread.start();
    thread.join();
    System.out.println("main goes on");
  }
}

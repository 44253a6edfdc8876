public class Hooks {
  public static void main(String[] args) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    Thread.sleep(100);
                  } catch (InterruptedException e) {
                    return;
                  }
                  System.out.println("hook: " + "x".repeat(10_000));
                  System.err.println("hook, too");
                }));
    System.out.println("main ends");
  }
}

public class DefaultHandler {
  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> System.out.println(thread.getName() + " has thrown " + thrown));
    int[] none = new int[0];
    System.out.println(none[args.length + 1]);
  }
}

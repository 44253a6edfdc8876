public class ExitInFinally {
  public static void main(String[] args) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("the hook runs")));
    try {
      throw new IllegalStateException("is not seen");
    } finally {
      System.err.println("in finally");
      System.exit(3);
    }
  }
}

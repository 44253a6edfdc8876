public class StackOverflow {
  static int depth(int n) {
    return n == 0 ? 0 : 1 + depth(n + 1);
  }

  public static void main(String[] args) {
    try {
      System.out.println(depth(1));
    } catch (StackOverflowError e) {
      System.out.println("caught " + e.getClass().getName());
    }
    throw new AssertionError("at the end");
  }
}

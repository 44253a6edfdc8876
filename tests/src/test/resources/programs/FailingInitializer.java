public class FailingInitializer {
  static final int LIMIT = Integer.parseInt("not a number");

  public static void main(String[] args) {
    System.out.println(LIMIT);
  }
}

public class StaticOrder {
  static final String A = say("A");
  static int count = 10;

  static {
    say("block " + count);
  }

  static final String B = say("B");

  static String say(String what) {
    System.out.println(what + " " + count++);
    return what;
  }

  static class Lazy {
    static final Object ONE = say("Lazy");
    static final String CONSTANT = "a constant";
  }

  public static void main(String[] args) {
    System.out.println(Lazy.CONSTANT);
    System.out.println(Lazy.ONE);
    System.out.println(A == "A" && new String("B").intern() == B);
    assert count < 0 : "assertions are off";
    System.out.println(count);
  }
}

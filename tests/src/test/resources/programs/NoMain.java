public class NoMain {
  public static void start(String[] args) {}
}

class Second {
  public static void main(String[] args) {
    System.out.println("is not the first");
  }
}

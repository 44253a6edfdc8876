public class BothStreams {
  public static void main(String[] args) {
    for (int i = 0; i < 200; i++) {
      (i % 3 == 0 ? System.err : System.out).println("line " + i);
    }
    System.out.print("no newline at the end");
    System.err.print("nor here");
    System.out.flush();
  }
}

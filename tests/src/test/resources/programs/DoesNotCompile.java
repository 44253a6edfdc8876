public class DoesNotCompile {
  public static void main(String[] args) {
    int n = "text";
    System.out.println(missing(n));
  }
}

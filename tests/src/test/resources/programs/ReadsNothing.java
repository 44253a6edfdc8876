//: stdin-bytes 300000
public class ReadsNothing {
  public static void main(String[] args) {
    System.out.println("not interested");
  }
}

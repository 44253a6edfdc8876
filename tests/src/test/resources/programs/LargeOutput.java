import java.io.PrintStream;
import java.util.Random;

public class LargeOutput {
  public static void main(String[] args) {
    byte[] bytes = new byte[1 << 20];
    Random random = new Random(7);
    for (int i = 0; i < 5; i++) {
      random.nextBytes(bytes);
      System.out.write(bytes, 0, bytes.length);
    }
    PrintStream err = System.err;
    for (int i = 0; i < 5_000; i++) {
      err.println(i);
    }
    System.out.write(0); // the beginning of nothing
    System.out.flush();
  }
}

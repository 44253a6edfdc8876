//: stdin abc
import java.io.IOException;
import java.io.InputStreamReader;

public class Ready {
  public static void main(String[] args) throws IOException {
    while (System.in.available() < 3) {
      Thread.onSpinWait();
    }
    InputStreamReader in = new InputStreamReader(System.in);
    System.out.println(in.ready() + " " + (char) in.read() + System.in.skip(0));
    System.out.println(System.console() == null ? "no console" : "console");
  }
}

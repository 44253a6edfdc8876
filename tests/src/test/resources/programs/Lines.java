//: stdin first\nsecond €\n\nlast without newline
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

public class Lines {
  public static void main(String[] args) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
    int n = 0;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(++n + ": " + line);
    }
    System.out.println("end " + in.read() + " " + System.in.read());
  }
}

//: stdin žluťoučký kůň 🐎\n
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Scanner;

public class Unicode {
  static final String größe = "Größe";

  public static void main(String[] args) {
    String horse = new Scanner(System.in).nextLine();
    System.out.println(horse + " " + horse.codePointCount(0, horse.length()) + " " + größe);
    System.out.println(Charset.defaultCharset() + " " + "€".getBytes().length);
    System.out.println("\u20ac\t日本語 \ud83d\ude00");
    System.out.write("bytes: é\n".getBytes(StandardCharsets.ISO_8859_1), 0, 9);
    System.out.write(0);
    System.out.write(0);
    System.out.flush();
  }
}

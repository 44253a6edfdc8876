//: stdin 3 4 5.5\nten 7\n
import java.util.Locale;
import java.util.Scanner;

public class Numbers {
  public static void main(String[] args) {
    Scanner in = new Scanner(System.in).useLocale(Locale.ROOT);
    double sum = 0;
    while (in.hasNext()) {
      if (in.hasNextDouble()) {
        sum += in.nextDouble();
      } else {
        System.err.println("no number: " + in.next());
      }
    }
    System.out.printf(Locale.ROOT, "%.2f%n", sum);
    System.exit(sum > 10 ? 4 : 0);
  }
}

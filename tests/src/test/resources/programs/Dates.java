import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.TimeZone;

public class Dates {
  public static void main(String[] args) {
    System.out.println(ZoneId.systemDefault() + " " + TimeZone.getDefault().getID());
    System.out.println(Locale.getDefault() + " " + Locale.getDefault(Locale.Category.FORMAT));
    System.out.println(ZonedDateTime.ofInstant(Instant.EPOCH, ZoneId.systemDefault()));
    System.out.println(
        LocalDate.of(2024, 2, 29).format(DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)));
    System.out.println(NumberFormat.getInstance().format(1234567.891));
    System.out.println(NumberFormat.getCurrencyInstance(Locale.GERMANY).format(-1.5));
    System.out.printf("%,.3f %tF %s%n", 12345.6789, LocalDate.EPOCH, Duration.ofSeconds(3661));
  }
}

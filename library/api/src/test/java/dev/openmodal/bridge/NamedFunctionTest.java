package dev.openmodal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamedFunctionTest {
  enum Day {
    MON,
    TUE
  }

  static final class Functions {
    private Functions() {}

    static void all(
        String text,
        byte small,
        Long large,
        double real,
        boolean truth,
        char letter,
        Day day,
        BigDecimal decimal,
        BigInteger integer,
        Path path,
        Duration time,
        LocalDate date) {}

    static void rest(int first, double... rest) {}

    static void array(Day[] days) {}

    static void list(List<LocalDate> dates) {}

    static void odd(Thread thread) {}

    static void twice(int n) {}

    static void twice(String n) {}

    private static void hidden() {}
  }

  private static Object[] values(String name, String... texts) {
    Method method =
        Arrays.stream(Functions.class.getDeclaredMethods())
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    return TextArguments.of(method, texts);
  }

  @Test
  void textsBecomeTheTypesOfTheParameters() {
    assertThat(
            values(
                "all",
                "a b",
                "-8",
                "9",
                "1e3",
                "true",
                "x",
                "TUE",
                "1.50",
                "123456789012",
                "a/b",
                "1m30s",
                "2024-02-29"))
        .containsExactly(
            "a b",
            (byte) -8,
            9L,
            1000.0,
            true,
            'x',
            Day.TUE,
            new BigDecimal("1.50"),
            new BigInteger("123456789012"),
            Path.of("a/b"),
            Duration.ofSeconds(90),
            LocalDate.of(2024, 2, 29));
  }

  @Test
  void theLastParameterTakesAllThatIsLeft() {
    assertThat(values("rest", "1", "2", "3.5")).containsExactly(1, new double[] {2, 3.5});
    assertThat(values("rest", "1")).containsExactly(1, new double[0]);
    assertThat(values("array", "MON")).containsExactly((Object) new Day[] {Day.MON});
    assertThat(values("list", "2024-01-01")).containsExactly(List.of(LocalDate.of(2024, 1, 1)));
  }

  @Test
  void aTextThatDoesNotFitIsNamed() {
    assertRefused("argument 1, 'x', is no int.", "rest", "x");
    assertRefused("argument 2, '1,5', is no double.", "rest", "1", "1,5");
    assertRefused("There are: [MON, TUE]", "array", "WED");
    assertRefused("is for a java.lang.Thread", "odd", "x");
    assertRefused("takes at least 1 argument, and was given 0", "rest");
    assertRefused("takes 12 arguments, and was given 1", "all", "x");
  }

  private static void assertRefused(String message, String name, String... texts) {
    assertThatThrownBy(() -> values(name, texts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aNameThatIsNotOneFunctionIsAnsweredByThoseThatThereAre() {
    assertThatThrownBy(() -> NamedFunction.of(Functions.class, "none"))
        .isInstanceOf(LaunchFault.class)
        .hasMessageContaining("rest(int, double...)")
        .hasMessageContaining("list(List<LocalDate>)")
        .hasMessageNotContaining("hidden");
    assertThatThrownBy(() -> NamedFunction.of(Functions.class, "twice"))
        .hasMessageContaining("more than one function twice: twice(String), twice(int)");
  }
}

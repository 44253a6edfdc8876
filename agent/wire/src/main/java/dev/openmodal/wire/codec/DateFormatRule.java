package dev.openmodal.wire.codec;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.Chronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.format.ResolverStyle;
import java.time.temporal.TemporalField;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A formatter of dates says of itself only what it does, not the pattern that it was made of. What
 * travels is a pattern that makes one which says the same and, on dates of all months, days of the
 * week and eras, writes the same; where there is none, it is refused.
 */
final class DateFormatRule extends Rule {
  private static final int CONSTANT = 0;
  private static final int PATTERN = 1;
  private static final int LOCALIZED = 2;
  private static final int OF_CONSTANT = 3;

  private static final List<@Nullable FormatStyle> STYLES =
      Arrays.asList(
          null, FormatStyle.FULL, FormatStyle.LONG, FormatStyle.MEDIUM, FormatStyle.SHORT);

  private static final Map<String, @Nullable FormatStyle[]> STYLES_BY_TEXT = stylesByText();

  private final SimpleRules.Constant constants = new SimpleRules.Constant();

  @Override
  void write(Graph graph, Output out, Object value) {
    DateTimeFormatter formatter = (DateTimeFormatter) value;
    if (SimpleRules.Constant.nameOf(formatter) != null) {
      out.writeByte(CONSTANT);
      constants.write(graph, out, formatter);
      return;
    }
    String text = formatter.toString();
    FormatStyle[] styles = STYLES_BY_TEXT.get(text);
    DateTimeFormatter constant = constantLike(formatter);
    if (constant != null) {
      out.writeByte(OF_CONSTANT);
      constants.write(graph, out, constant);
    } else if (styles != null && isLike(formatter, localized(styles))) {
      out.writeByte(LOCALIZED);
      out.writeByte(STYLES.indexOf(styles[0]));
      out.writeByte(STYLES.indexOf(styles[1]));
    } else {
      out.writeByte(PATTERN);
      out.writeString(patternLike(formatter, text));
    }
    out.writeString(text);
    graph.references().begin(formatter);
    writeSettings(graph, out, formatter);
    graph.references().finish(formatter);
  }

  @Override
  Object read(Graph graph, Input in, Class<?> type) {
    int form = in.readByte();
    if (form == CONSTANT) {
      return constants.read(graph, in, type);
    }
    DateTimeFormatter made =
        switch (form) {
          case OF_CONSTANT -> (DateTimeFormatter) constants.read(graph, in, type);
          case PATTERN -> pattern(in.readString());
          default ->
              localized(new FormatStyle[] {STYLES.get(in.readByte()), STYLES.get(in.readByte())});
        };
    String text = in.readString();
    if (made == null || !made.toString().equals(text)) {
      throw new Unreadable(
          DateTimeFormatter.class.getName(),
          "its pattern means something else on Java " + Runtime.version(),
          null);
    }
    return readSettings(graph, in, made);
  }

  /** The constant that it was made of, as {@code ISO_LOCAL_DATE.withZone(…)} is. */
  private static @Nullable DateTimeFormatter constantLike(DateTimeFormatter formatter) {
    for (DateTimeFormatter constant : SimpleRules.Constant.allOf(DateTimeFormatter.class)) {
      if (isLike(formatter, constant)) {
        return constant;
      }
    }
    return null;
  }

  private static String patternLike(DateTimeFormatter formatter, String text) {
    for (String pattern : DatePattern.of(text)) {
      DateTimeFormatter made = pattern(pattern);
      if (made != null && isLike(formatter, made)) {
        return pattern;
      }
    }
    throw Refusal.of(
        DateTimeFormatter.class,
        "it was not made of a pattern alone, and does not say how it was made",
        "Make it inside the lambda.");
  }

  private static void writeSettings(Graph graph, Output out, DateTimeFormatter formatter) {
    DecimalStyle decimals = formatter.getDecimalStyle();
    out.writeChar(decimals.getZeroDigit());
    out.writeChar(decimals.getPositiveSign());
    out.writeChar(decimals.getNegativeSign());
    out.writeChar(decimals.getDecimalSeparator());
    graph.write(out, formatter.getLocale());
    graph.write(out, formatter.getResolverStyle());
    graph.write(out, formatter.getResolverFields());
    Chronology chronology = formatter.getChronology();
    out.writeString(chronology == null ? null : chronology.getId());
    graph.write(out, formatter.getZone());
  }

  @SuppressWarnings("unchecked") // as it was written
  private static DateTimeFormatter readSettings(Graph graph, Input in, DateTimeFormatter made) {
    DecimalStyle decimals =
        DecimalStyle.STANDARD
            .withZeroDigit(in.readChar())
            .withPositiveSign(in.readChar())
            .withNegativeSign(in.readChar())
            .withDecimalSeparator(in.readChar());
    if (!(graph.read(in) instanceof Locale locale)
        || !(graph.read(in) instanceof ResolverStyle resolver)) {
      throw Unreadable.noValue();
    }
    Set<TemporalField> fields = (Set<TemporalField>) graph.read(in);
    String chronology = in.readString();
    ZoneId zone = (ZoneId) graph.read(in);
    return made.withLocale(locale)
        .withDecimalStyle(decimals)
        .withResolverStyle(resolver)
        .withResolverFields(fields)
        .withChronology(chronology == null ? null : Chronology.of(chronology))
        .withZone(zone);
  }

  private static @Nullable DateTimeFormatter pattern(String pattern) {
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static DateTimeFormatter localized(@Nullable FormatStyle[] styles) {
    return new DateTimeFormatterBuilder()
        .appendLocalized(styles[0], styles[1])
        .toFormatter(Locale.ROOT);
  }

  /** Of each pair of styles of date and time: what a formatter of them says of itself. */
  private static Map<String, @Nullable FormatStyle[]> stylesByText() {
    Map<String, @Nullable FormatStyle[]> all = new HashMap<>();
    for (FormatStyle date : STYLES) {
      for (FormatStyle time : STYLES) {
        if (date != null || time != null) {
          @Nullable FormatStyle[] styles = {date, time};
          all.put(localized(styles).toString(), styles);
        }
      }
    }
    return all;
  }

  /** Whether both say and write the same, whatever was lost in what the first one says. */
  private static boolean isLike(DateTimeFormatter formatter, DateTimeFormatter made) {
    DateTimeFormatter other =
        made.withLocale(formatter.getLocale())
            .withDecimalStyle(formatter.getDecimalStyle())
            .withChronology(formatter.getChronology())
            .withZone(formatter.getZone());
    return other.toString().equals(formatter.toString())
        && IntStream.range(0, 24)
            .mapToObj(
                i ->
                    ZonedDateTime.of(
                        i % 5 * 700 - 699,
                        1 + i % 12,
                        1 + i,
                        i,
                        i,
                        59 - i,
                        i * 1_234_567,
                        ZoneId.of("Europe/Paris")))
            .allMatch(date -> written(formatter, date).equals(written(other, date)));
  }

  private static String written(DateTimeFormatter formatter, ZonedDateTime date) {
    try {
      return formatter.format(date);
    } catch (DateTimeException e) {
      return String.valueOf(e.getMessage());
    }
  }
}

package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.JapaneseChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.time.format.ResolverStyle;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormatTest {
  private static final ZonedDateTime DATE =
      ZonedDateTime.of(2026, 3, 9, 17, 5, 6, 789_000_000, ZoneId.of("Europe/Berlin"));

  static final DateTimeFormatter[] NOT_OF_A_PATTERN = {
    new DateTimeFormatterBuilder()
        .appendPattern("yyyy")
        .parseDefaulting(ChronoField.MONTH_OF_YEAR, 1)
        .toFormatter(),
    new DateTimeFormatterBuilder()
        .appendText(ChronoField.DAY_OF_WEEK, Map.of(1L, "Dienstag"))
        .toFormatter(),
    new DateTimeFormatterBuilder().parseCaseInsensitive().appendPattern("MMM").toFormatter(),
    new DateTimeFormatterBuilder().appendLiteral('a').appendLiteral('b').toFormatter(),
    new DateTimeFormatterBuilder().append(DateTimeFormatter.ISO_DATE).toFormatter(),
    DateTimeFormatter.ofPattern("HH:mm v"),
    new DateTimeFormatterBuilder().appendInstant(3).toFormatter(),
    new DateTimeFormatterBuilder().appendChronologyText(TextStyle.FULL).toFormatter(),
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yyyy-MM-dd",
        "dd/MM/yy HH:mm:ss.SSS",
        "EEE, d MMM uuuu h:mm a",
        "yyyyMMddHHmmssSSS",
        "yyyy-MM-dd'T'HH:mm:ssXXX",
        "'Q'q QQQ Y-'W'ww e",
        "G B VV z O xxx XXX Z zzzz OOOO ZZZZZ x X",
        "[yyyy[-MM]]d",
        "ppd n N A D F W L LLLL c ccc E EEEEE k K",
        "'a''b' -/",
        "HH 'o''clock'",
        "GGGG MMMMM",
        "''yy''",
        "d. MMMM yyyy, HH 'Uhr'",
      })
  void aPatternTravels(String pattern) throws Exception {
    for (Locale locale :
        new Locale[] {Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("ar-EG")}) {
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, locale);
      DateTimeFormatter copy = Trips.copy(formatter);
      assertThat(copy).hasToString(formatter.toString());
      assertThat(copy.getLocale()).isEqualTo(locale);
      assertThat(copy.format(DATE)).isEqualTo(formatter.format(DATE));
    }
    assertThat(LocalDate.parse("20260309", Trips.copy(DateTimeFormatter.ofPattern("yyyyMMdd"))))
        .isEqualTo(LocalDate.of(2026, 3, 9));
  }

  @Test
  void itsSettingsTravel() throws Exception {
    DateTimeFormatter formatter =
        DateTimeFormatter.ofPattern("y M d", Locale.FRANCE)
            .withZone(ZoneId.of("Asia/Tokyo"))
            .withChronology(JapaneseChronology.INSTANCE)
            .withResolverStyle(ResolverStyle.STRICT)
            .withResolverFields(ChronoField.YEAR_OF_ERA, ChronoField.MONTH_OF_YEAR)
            .withDecimalStyle(DecimalStyle.STANDARD.withZeroDigit('\u0660'));
    DateTimeFormatter copy = Trips.copy(formatter);
    assertThat(copy)
        .returns(formatter.getZone(), DateTimeFormatter::getZone)
        .returns(formatter.getChronology(), DateTimeFormatter::getChronology)
        .returns(formatter.getResolverStyle(), DateTimeFormatter::getResolverStyle)
        .returns(formatter.getResolverFields(), DateTimeFormatter::getResolverFields)
        .returns(formatter.getDecimalStyle(), DateTimeFormatter::getDecimalStyle)
        .returns(formatter.getLocale(), DateTimeFormatter::getLocale);
    assertThat(copy.format(DATE)).isEqualTo(formatter.format(DATE));
  }

  @Test
  void aStyleOfTheLocaleTravels() throws Exception {
    DateTimeFormatter date = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL);
    DateTimeFormatter both =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(Locale.ITALY);
    assertThat(Trips.copy(date).format(DATE)).isEqualTo(date.format(DATE));
    assertThat(Trips.copy(both).format(DATE)).isEqualTo(both.format(DATE));
  }

  @Test
  void aConstantTravelsWithOtherSettings() throws Exception {
    for (DateTimeFormatter formatter :
        new DateTimeFormatter[] {
          DateTimeFormatter.ISO_LOCAL_DATE_TIME.withZone(ZoneId.of("Asia/Tokyo")),
          DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZoneId.of("UTC")),
          DateTimeFormatter.ISO_INSTANT.withZone(ZoneId.of("UTC")),
          DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneId.of("UTC")),
          DateTimeFormatter.ISO_DATE.withResolverStyle(ResolverStyle.LENIENT),
          DateTimeFormatter.BASIC_ISO_DATE.withLocale(Locale.GERMANY),
        }) {
      DateTimeFormatter copy = Trips.copy(formatter);
      assertThat(copy)
          .hasToString(formatter.toString())
          .returns(formatter.getZone(), DateTimeFormatter::getZone)
          .returns(formatter.getLocale(), DateTimeFormatter::getLocale)
          .returns(formatter.getChronology(), DateTimeFormatter::getChronology)
          .returns(formatter.getResolverFields(), DateTimeFormatter::getResolverFields)
          .returns(formatter.getResolverStyle(), DateTimeFormatter::getResolverStyle);
      String text = formatter.format(DATE);
      assertThat(copy.format(DATE)).isEqualTo(text);
      assertThat(copy.parse(text)).hasToString(formatter.parse(text).toString());
    }
  }

  @ParameterizedTest
  @FieldSource("NOT_OF_A_PATTERN")
  void whatAPatternDoesNotSayIsRefused(DateTimeFormatter formatter) {
    assertThatThrownBy(() -> Trips.copy(formatter))
        .isInstanceOf(ValueRefusedException.class)
        .hasMessageContaining("java.time.format.DateTimeFormatter")
        .hasMessageContaining("Make it inside the lambda.");
  }
}

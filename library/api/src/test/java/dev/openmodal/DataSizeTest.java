package dev.openmodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DataSizeTest {
  @Test
  void readsBinaryAndDecimalUnits() {
    assertThat(DataSize.parse("512Mi").bytes()).isEqualTo(512L << 20);
    assertThat(DataSize.parse("2GiB").bytes()).isEqualTo(2L << 30);
    assertThat(DataSize.parse("1 G").bytes()).isEqualTo(1_000_000_000L);
    assertThat(DataSize.parse("64KB").bytes()).isEqualTo(64_000);
    assertThat(DataSize.parse(" 1000 ").bytes()).isEqualTo(1000);
    assertThat(DataSize.parse("7B").bytes()).isEqualTo(7);
  }

  @Test
  void refusesWhatIsNoSizeAndSaysHowToWriteOne() {
    for (String wrong : new String[] {"", "much", "-1Mi", "1.5Gi", "12Xi", "1mi"}) {
      assertThatThrownBy(() -> DataSize.parse(wrong))
          .isInstanceOf(OpenModalException.class)
          .hasMessageContaining("512Mi")
          .hasMessageEndingWith("[INVALID_OPTION]");
    }
  }

  @Test
  void refusesMoreThanALongHolds() {
    assertThatThrownBy(() -> DataSize.parse("99999999999Ti")).hasMessageContaining("Ask for less");
  }

  @Test
  void isShownShort() {
    assertThat(new DataSize(812)).hasToString("812 B");
    assertThat(new DataSize(2150)).hasToString("2.1 KiB");
    assertThat(new DataSize(16L << 20)).hasToString("16 MiB");
    assertThat(new DataSize(3L << 40)).hasToString("3 TiB");
  }
}

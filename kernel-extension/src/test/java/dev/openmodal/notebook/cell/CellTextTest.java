package dev.openmodal.notebook.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellTextTest {
  private static final CellText CELL = new CellText("int a = 1;\n  a = b + 1;\n");

  @Test
  void theSignIsBelowThePlaceWhateverStandsBeforeTheCode() {
    String source = "take(() -> {\n x.run();\n more(() -> {   a = b + 1; });";
    assertThat(CELL.error(source, 0, new Complaint("no b", source.indexOf("b + 1"))))
        .hasMessage("Line 3 of the cell does not compile: no b\n    a = b + 1;\n        ^");
  }

  @Test
  void withoutAPlaceInTheCellThereIsNoSign() {
    assertThat(CELL.error("int a;", 1, new Complaint("odd", 0)))
        .hasMessage("Line 2 of the cell does not compile: odd\n    int a = 1;");
    assertThat(CELL.error("int a;", 7, new Complaint("odd", 99)))
        .hasMessage("Line 8 of the cell does not compile: odd");
    assertThat(CELL.error("int a;", 1, new Complaint("odd", 0)).getStackTrace()).isEmpty();
  }
}

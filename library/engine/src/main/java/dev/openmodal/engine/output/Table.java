package dev.openmodal.engine.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text.
 *
 * @param heads one for each column
 * @param rows as long as the heads
 * @param none what is said where there are no rows
 */
public record Table(List<String> heads, List<List<String>> rows, String none) {
  public Table {
    heads = List.copyOf(heads);
    rows = List.copyOf(rows);
  }

  /** In columns, for a font whose characters are equally wide. */
  public String text() {
    if (rows.isEmpty()) {
      return none;
    }
    List<List<String>> all = new ArrayList<>();
    all.add(heads);
    all.addAll(rows);
    StringBuilder text = new StringBuilder();
    for (List<String> row : all) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < heads.size(); column++) {
        line.append(row.get(column));
        line.append(" ".repeat(width(all, column) - row.get(column).length() + 2));
      }
      text.append(text.isEmpty() ? "" : "\n").append(line.toString().stripTrailing());
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }
}

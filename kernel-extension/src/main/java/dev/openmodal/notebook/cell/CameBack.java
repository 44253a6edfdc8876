package dev.openmodal.notebook.cell;

import dev.openmodal.bridge.CellParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came back of a cell.
 *
 * @param names of its variables, in the order of their parts
 */
record CameBack(List<String> names, CellParts parts) {
  /** The values of its variables. */
  @Nullable Object[] values() {
    @Nullable Object[] values = new Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = parts.variable(i);
    }
    return values;
  }

  /** A line for each part that could not come back. */
  List<String> refusals() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      parts
          .variableRefused(i)
          .ifPresent(
              why ->
                  lines.add(
                      "openmodal: the variable "
                          + name
                          + " did not come back and is null now: "
                          + name
                          + " "
                          + why
                          + " In the cell that makes it, put what you need of it into another"
                          + " variable."));
    }
    parts
        .valueRefused()
        .ifPresent(
            why ->
                lines.add(
                    "openmodal: the last value cannot be shown: value "
                        + why
                        + " End the cell with its data, such as a text."));
    return lines;
  }
}

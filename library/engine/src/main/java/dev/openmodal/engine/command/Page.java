package dev.openmodal.engine.command;

import dev.openmodal.bridge.Notebook;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.engine.cell.TableCell;
import dev.openmodal.engine.output.Table;
import java.io.PrintWriter;
import java.util.Optional;

/** Where a command shows what is more than lines: in the cell of a notebook, else as text. */
final class Page {
  private Page() {}

  static void show(Table table, PrintWriter out) {
    Optional<Notebook> notebook = Notebooks.current();
    if (notebook.isPresent()) {
      notebook.get().cell().show(TableCell.content(table));
    } else {
      out.println(table.text());
    }
  }
}

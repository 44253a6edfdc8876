package dev.openmodal.engine.command;

import dev.openmodal.bridge.Notebook;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.engine.cell.TableCell;
import dev.openmodal.engine.output.Table;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/** Where a command shows what is more than lines: in the cell of a notebook, else as text. */
final class Page {
  private Page() {}

  static void show(Table table, PrintWriter out) {
    show(TableCell.content(table), out);
  }

  /**
   * @param content by MIME type, as text, too
   */
  static void show(Map<String, String> content, PrintWriter out) {
    Optional<Notebook> notebook = Notebooks.current();
    if (notebook.isPresent()) {
      notebook.get().cell().show(content);
    } else {
      out.println(content.get("text/plain"));
    }
  }
}

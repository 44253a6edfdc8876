package dev.openmodal.engine.command;

import dev.openmodal.engine.client.ClientState;
import dev.openmodal.engine.output.Table;
import java.util.ArrayList;
import java.util.List;

/** Rows about programs, whose first column names the program where there may be several. */
final class ClientTable {
  private final boolean isOwn;
  private final List<String> heads = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param isOwn whether all rows are about the session in which the command is typed
   */
  ClientTable(boolean isOwn, String... heads) {
    this.isOwn = isOwn;
    if (!isOwn) {
      this.heads.add("client");
    }
    this.heads.addAll(List.of(heads));
  }

  void add(ClientState client, String... texts) {
    List<String> row = new ArrayList<>();
    if (!isOwn) {
      row.add(client.name());
    }
    row.addAll(List.of(texts));
    while (row.size() < heads.size()) {
      row.add("");
    }
    rows.add(row);
  }

  /**
   * @param none what is said where there are no rows
   */
  Table table(String none) {
    return new Table(heads, rows, none);
  }
}

package dev.openmodal.engine.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.openmodal.bridge.Notebook;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.engine.cell.TableCell;
import dev.openmodal.engine.output.Table;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How a command answers: for people, in the cell of a notebook or as text, or for programs as one
 * JSON document on one line, whose schema {@code docs/json.md} has.
 */
final class Answer {
  static final String JSON = "--json";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec = CommandSpec.create();

  @Option(names = JSON, description = "Prints JSON, as docs/json.md describes it.")
  boolean isJson;

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Whether it is for programs. */
  boolean isJson() {
    return isJson;
  }

  void show(JsonNode json, Table table) {
    show(json, TableCell.content(table));
  }

  void show(JsonNode json, String line) {
    if (isJson) {
      print(json);
    } else {
      out().println(line);
    }
  }

  /**
   * @param content by MIME type, as text, too
   */
  void show(JsonNode json, Map<String, String> content) {
    if (isJson) {
      print(json);
      return;
    }
    Optional<Notebook> notebook = Notebooks.current();
    if (notebook.isPresent()) {
      notebook.get().cell().show(content);
    } else {
      out().println(content.get("text/plain"));
    }
  }

  private void print(JsonNode json) {
    out().println(text(json));
    out().flush();
  }

  static String text(JsonNode json) {
    try {
      return new JsonMapper().writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of values is written", e);
    }
  }
}

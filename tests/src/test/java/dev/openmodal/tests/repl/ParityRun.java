package dev.openmodal.tests.repl;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Types all forms into one session of one front end and reads the rows back. */
final class ParityRun {
  /**
   * One call, as the shell printed it.
   *
   * @param local what the call gave here, rendered, with what it printed
   * @param remote the same of the worker
   * @param here {@code Runtime.version()@pid} of the shell's JVM
   * @param worker the same of the worker
   */
  record Row(String phase, String local, String remote, String here, String worker) {}

  /**
   * One form on one front end.
   *
   * @param rows the calls that gave a row
   * @param noise lines that belong to no row: errors of the compiler, for one
   */
  record Result(Form form, List<Row> rows, List<String> noise) {}

  /** Every snippet is compiled against all earlier ones: long sessions get slow. */
  private static final int FORMS_IN_A_SESSION = Integer.getInteger("openmodal.test.chunk", 30);

  private final FrontEnd frontEnd;
  private final Map<String, Result> results = new LinkedHashMap<>();

  ParityRun(FrontEnd frontEnd) {
    this.frontEnd = frontEnd;
  }

  Map<String, Result> run(List<Form> forms) {
    List<Form> possible = forms.stream().filter(f -> f.minJava() <= frontEnd.java()).toList();
    for (int i = 0; i < possible.size(); i += FORMS_IN_A_SESSION) {
      inOneSession(possible.subList(i, Math.min(i + FORMS_IN_A_SESSION, possible.size())));
    }
    return results;
  }

  private void inOneSession(List<Form> forms) {
    ReplSession session = open();
    try {
      for (Form form : forms) {
        try {
          long start = System.nanoTime();
          results.put(form.id(), one(session, form));
          if (Boolean.getBoolean("openmodal.test.timing")) {
            System.out.println(form.id() + " " + (System.nanoTime() - start) / 1_000_000 + " ms");
          }
        } catch (ReplSession.SessionLostException e) {
          results.put(form.id(), new Result(form, List.of(), List.of(e.getMessage())));
          session = open();
        }
      }
    } finally {
      session.close();
    }
  }

  private ReplSession open() {
    ReplSession session = frontEnd.open();
    // The first call also says where remote code runs.
    List<String> noise =
        session.evaluate(FormFiles.prelude(), Duration.ofMinutes(2)).stream()
            .filter(line -> !line.startsWith("openmodal: "))
            .toList();
    if (!noise.isEmpty()) {
      session.close();
      throw new IllegalStateException(frontEnd + ": the prelude does not compile: " + noise);
    }
    return session;
  }

  /** A kernel takes a cell at a time; a shell takes the whole form, which saves round trips. */
  private Result one(ReplSession session, Form form) {
    List<String> lines = new ArrayList<>();
    List<String> cells = cells(form);
    if (frontEnd.isShell()) {
      lines.addAll(session.evaluate(String.join("\n", cells)));
    } else {
      cells.forEach(cell -> lines.addAll(session.evaluate(cell)));
    }
    return read(form, lines);
  }

  /** What is defined and called goes into one cell, each redefinition into a cell of its own. */
  private static List<String> cells(Form form) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    StringBuilder calls = new StringBuilder();
    for (Form.Step step : form.steps()) {
      if (step instanceof Form.Call call) {
        calls.append(call.snippet(form.id())).append('\n');
        continue;
      }
      endCalls(calls, cell);
      if (step instanceof Form.Code code) {
        cell.append(code.text());
      } else {
        cells.add(cell.toString());
        cell.setLength(0);
      }
    }
    endCalls(calls, cell);
    cells.add(cell.toString());
    return cells;
  }

  /** Calls in a row become one block: a snippet costs more than a call. */
  private static void endCalls(StringBuilder calls, StringBuilder cell) {
    if (!calls.isEmpty()) {
      cell.append("{\n").append(calls).append("}\n");
      calls.setLength(0);
    }
  }

  /** The rows of a form among the lines that were printed. */
  static Result read(Form form, List<String> lines) {
    List<Row> rows = new ArrayList<>();
    List<String> noise = new ArrayList<>();
    List<String> printed = noise;
    List<String> local = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith("@@ " + form.id() + " ")) {
        printed.add(line);
        continue;
      }
      String[] cells = line.split("\t", -1);
      String[] head = cells[0].split(" ");
      switch (head[3]) {
        case "local" -> printed = local = new ArrayList<>();
        case "remote" -> printed = new ArrayList<>();
        case "end" -> {
          rows.add(
              new Row(
                  head[2],
                  cells[1] + (local.isEmpty() ? "" : " printed " + local),
                  cells[2] + (printed.isEmpty() ? "" : " printed " + printed),
                  cells[3],
                  cells[4]));
          printed = noise;
        }
        default -> noise.add(line);
      }
    }
    if (printed != noise) {
      noise.addAll(printed);
    }
    return new Result(form, rows, noise);
  }
}

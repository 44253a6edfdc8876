package dev.openmodal.tests.repl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the forms and the list of allowed refusals; the format is in {@code forms/README.md}. */
final class FormFiles {
  static final List<String> GROUPS =
      List.of(
          "lambda",
          "method",
          "class",
          "generic",
          "captured",
          "service",
          "recursion",
          "redefinition",
          "values");

  private FormFiles() {}

  static String prelude() {
    return resource("prelude.jsh");
  }

  static List<Form> forms() {
    List<Form> all = new ArrayList<>();
    for (String group : GROUPS) {
      all.addAll(new Parser(group).parse(resource(group + ".forms")));
    }
    return all;
  }

  /**
   * One line of {@code refusals.txt}: {@code FORM | FRONT ENDS | CODE | reason}, with spaces around
   * the bars.
   *
   * @param form the form's id
   * @param frontEnds a pattern that the front end's name matches
   * @param code the error code of the refusal, {@code NOT_TAKEN}, {@code STATIC_FIELDS} or {@code
   *     OTHER_FILES}
   * @param reason why this is not to be had
   */
  record Refusal(String form, String frontEnds, String code, String reason) {
    boolean covers(String form, String frontEnd) {
      return this.form.equals(form) && frontEnd.matches(frontEnds);
    }
  }

  static List<Refusal> refusals() {
    return resource("refusals.txt")
        .lines()
        .filter(l -> !l.isBlank() && !l.startsWith("#"))
        .map(l -> l.split("\\s+\\|\\s+", 4))
        .map(p -> new Refusal(p[0].strip(), p[1], p[2], p[3]))
        .toList();
  }

  private static String resource(String name) {
    try (InputStream in = FormFiles.class.getResourceAsStream("/forms/" + name)) {
      if (in == null) {
        throw new IllegalStateException("forms/" + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Turns the lines of one file into forms. */
  private static final class Parser {
    private final String group;
    private final List<Form> forms = new ArrayList<>();
    private List<Form.Step> steps = new ArrayList<>();
    private final StringBuilder code = new StringBuilder();
    private String id = "";
    private int minJava;
    private String phase = "";
    private String given = "";
    private int calls;
    private int redefined;

    Parser(String group) {
      this.group = group;
    }

    List<Form> parse(String text) {
      text.lines().forEach(this::line);
      endForm();
      return forms;
    }

    private void line(String line) {
      String[] words = line.split(" ", 2);
      String rest = words.length > 1 ? words[1].strip() : "";
      switch (words[0]) {
        case "form" -> {
          endForm();
          String[] head = rest.split("\\s+");
          id = head[0];
          minJava = head.length == 3 && head[1].equals("java") ? Integer.parseInt(head[2]) : 17;
          phase = "before";
          calls = 0;
        }
        case "redefine" -> {
          endCode();
          if (phase.equals("before")) {
            redefined = steps.size();
          }
          steps.add(new Form.Redefine());
          phase = "after";
        }
        case "given" -> given = rest;
        case "call" -> call(rest, Form.Kind.VALUE);
        case "throws" -> call(rest, Form.Kind.EXCEPTION);
        case "action" -> call(rest, Form.Kind.ACTION);
        default -> {
          if (!line.startsWith("#") && !line.isBlank()) {
            code.append(line).append('\n');
          }
        }
      }
    }

    private void call(String expression, Form.Kind kind) {
      endCode();
      if (!expression.contains(".run(")) {
        throw new IllegalStateException(group + ".forms: " + id + ": no .run( in " + expression);
      }
      calls++;
      steps.add(new Form.Call(expression, given, kind, phase + "-" + calls));
      given = "";
    }

    private void endCode() {
      if (!code.isEmpty()) {
        steps.add(new Form.Code(code.toString()));
        code.setLength(0);
      }
    }

    private void endForm() {
      endCode();
      if (!id.isEmpty()) {
        boolean kept = steps.stream().anyMatch(s -> s instanceof Form.Call c && c.ofKept());
        if (kept) {
          steps.add(redefined, new Form.Code("Kept.keep(f);\n"));
        }
        forms.add(new Form(group, id, minJava, List.copyOf(steps)));
      }
      steps = new ArrayList<>();
    }
  }
}

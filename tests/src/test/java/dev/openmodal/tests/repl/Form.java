package dev.openmodal.tests.repl;

import java.util.List;

/**
 * One form of the parity table: what a person types, step by step.
 *
 * @param group the file that it is in, such as {@code lambda}
 * @param id its name, unique over all groups
 * @param minJava the oldest Java that compiles it
 * @param steps code, calls and redefinitions in their order
 */
record Form(String group, String id, int minJava, List<Step> steps) {

  sealed interface Step {}

  /** What is redefined comes next: a new cell in a kernel. */
  record Redefine() implements Step {}

  /** Snippets, as typed. */
  record Code(String text) implements Step {}

  /**
   * An expression evaluated here and remotely.
   *
   * @param expression with {@code .run(} where {@code .local(} and {@code .remote(} go
   * @param given a statement that runs before each side, or empty
   * @param kind what is expected of both sides
   * @param phase {@code before} or {@code after} the redefinition, numbered within the form
   */
  record Call(String expression, String given, Kind kind, String phase) implements Step {

    /** Is it made of the function object of before the redefinition? */
    boolean ofKept() {
      return expression.startsWith("kept.run(");
    }

    /** The snippet that prints this call's row. */
    String snippet(String form) {
      return (kind == Kind.ACTION ? "Parity.act(\"" : "Parity.row(\"")
          + form
          + "\", \""
          + phase
          + "\", "
          + side(".local(")
          + ", "
          + side(".remote(")
          + ");";
    }

    private String side(String how) {
      String whole =
          !ofKept()
              ? expression
              : kind == Kind.ACTION
                  ? expression.replace("kept.", "Kept.action.")
                  : expression
                      .replace("kept.run()", "Kept.none.run()")
                      .replace("kept.run(", "Kept.one.run(");
      int at = whole.indexOf(".run(");
      String code = whole.substring(0, at) + how + whole.substring(at + 5);
      if (given.isEmpty()) {
        return "() -> " + code;
      }
      return "() -> { " + given + "; " + (kind == Kind.ACTION ? "" : "return ") + code + "; }";
    }
  }

  enum Kind {
    VALUE,
    EXCEPTION,
    ACTION
  }

  /** What of it a program can do, where nothing is redefined. */
  Form beforeRedefinition() {
    return new Form(
        group, id, minJava, steps.stream().takeWhile(s -> !(s instanceof Redefine)).toList());
  }

  List<Call> calls() {
    return steps.stream().filter(Call.class::isInstance).map(Call.class::cast).toList();
  }
}

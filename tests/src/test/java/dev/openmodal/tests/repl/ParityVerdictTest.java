package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.tests.repl.FormFiles.Refusal;
import dev.openmodal.tests.repl.ParityRun.Result;
import dev.openmodal.tests.repl.ParityRun.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge of the parity table lets nothing pass that differs. */
class ParityVerdictTest {
  private static final FrontEnd FRONT_END = new FrontEnd("jshell-jdi", 17);
  private static final String REFUSED =
      "!dev.openmodal.OpenModalException: lambda \\u2192 x: no. [CAPTURE_REFUSED]";

  private static ParityVerdict verdict(String local, String remote, Refusal... listed) {
    return verdict(local, remote, "17.0.1@10", "\"17.0.1@20\"", listed);
  }

  private static ParityVerdict verdict(
      String local, String remote, String here, String worker, Refusal... listed) {
    Form form =
        new Form(
            "group",
            "form",
            17,
            List.of(new Form.Call("f.run()", "", Form.Kind.VALUE, "before-1")));
    Row row = new Row("before-1", local, remote, here, worker);
    return ParityVerdict.of(new Result(form, List.of(row), List.of()), FRONT_END, List.of(listed));
  }

  @Test
  void equalValuesWork() {
    assertThat(verdict("Integer 1", "Integer 1").word()).isEqualTo("works");
  }

  @Test
  void anotherValueOrTypeOrOutputFails() {
    assertThat(verdict("Integer 1", "Integer 2").fails()).isTrue();
    assertThat(verdict("Integer 1", "Long 1").fails()).isTrue();
    assertThat(verdict("Integer 1", "Integer 1 printed [x]").fails()).isTrue();
    assertThat(verdict("Point#1[x=Integer 1]", "Point#2[x=Integer 1]").fails()).isTrue();
    assertThat(verdict("java.util.ArrayList[]", "java.util.LinkedList[]").fails()).isTrue();
  }

  @Test
  void aViewMayComeBackAsACollectionOfItsOwnAndNothingElse() {
    assertThat(verdict("~Set[Integer 1]", "java.util.LinkedHashSet[Integer 1]").fails()).isFalse();
    assertThat(verdict("~Set[Integer 1]", "java.util.LinkedHashSet[Integer 2]").fails()).isTrue();
    assertThat(verdict("~Set[Integer 1]", "~List[Integer 1]").fails()).isTrue();
    assertThat(verdict("~List (unmodifiable)[Integer 1]", "java.util.ArrayList[Integer 1]").fails())
        .isTrue();
  }

  @Test
  void aRefusalCountsOnlyWhereItIsListedWithItsCode() {
    assertThat(verdict("Integer 1", REFUSED).fails()).isTrue();
    assertThat(
            verdict("Integer 1", REFUSED, new Refusal("form", ".*", "CAPTURE_REFUSED", "why"))
                .word())
        .isEqualTo("refused");
    assertThat(
            verdict("Integer 1", REFUSED, new Refusal("form", ".*", "RESULT_REFUSED", "why"))
                .fails())
        .isTrue();
    assertThat(
            verdict("Integer 1", REFUSED, new Refusal("form", "jjava.*", "CAPTURE_REFUSED", "why"))
                .fails())
        .isTrue();
  }

  @Test
  void aListedRefusalThatDoesNotHappenFails() {
    assertThat(
            verdict("Integer 1", "Integer 1", new Refusal("form", ".*", "CAPTURE_REFUSED", "why"))
                .fails())
        .isTrue();
  }

  @Test
  void aDifferenceCountsOnlyWhereItIsListedAndHappens() {
    Refusal listed = new Refusal("form", "jshell-jdi-17", "STATIC_FIELDS", "why");
    assertThat(verdict("Integer 1", "Integer 2", listed).word()).isEqualTo("differs");
    assertThat(verdict("Integer 1", "Integer 2", listed).details()).contains("listed: why");
    assertThat(verdict("Integer 1", "Integer 1", listed).fails()).isTrue();
    assertThat(verdict("!x.Broken: no", "Integer 1", listed).fails()).isTrue();
    assertThat(
            verdict(
                    "Integer 1",
                    "Integer 2",
                    new Refusal("form", "plain-.*", "STATIC_FIELDS", "elsewhere"))
                .fails())
        .isTrue();
  }

  @Test
  void anExceptionWhereAValueIsExpectedFailsEvenIfBothSidesThrowIt() {
    assertThat(verdict("!x.Broken: no", "!x.Broken: no").fails()).isTrue();
  }

  @Test
  void aRowOfAnotherJavaOrOfTheShellsOwnProcessFails() {
    assertThat(verdict("Integer 1", "Integer 1", "25@10", "\"25@20\"").fails()).isTrue();
    assertThat(verdict("Integer 1", "Integer 1", "17.0.1@10", "\"25@20\"").fails()).isTrue();
    assertThat(verdict("Integer 1", "Integer 1", "17.0.1@10", "\"17.0.1@10\"").fails()).isTrue();
  }

  @Test
  void aMissingRowOrAnErrorOfTheCompilerFails() {
    Form form =
        new Form(
            "group",
            "form",
            17,
            List.of(new Form.Call("f.run()", "", Form.Kind.VALUE, "before-1")));
    assertThat(
            ParityVerdict.of(new Result(form, List.of(), List.of()), FRONT_END, List.of()).fails())
        .isTrue();
    Row row = new Row("before-1", "null", "null", "17.0.1@10", "\"17.0.1@20\"");
    assertThat(
            ParityVerdict.of(
                    new Result(form, List.of(row), List.of("Error:")), FRONT_END, List.of())
                .fails())
        .isTrue();
  }
}

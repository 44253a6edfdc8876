package dev.openmodal.engine.capture;

import dev.openmodal.Captured;
import dev.openmodal.Captured.CapturedClass;
import dev.openmodal.Captured.CapturedValue;
import dev.openmodal.engine.capture.Reachability.Reached;
import dev.openmodal.engine.capture.Reachability.Variable;
import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.TypeNames;
import dev.openmodal.wire.codec.ValueCodec;
import dev.openmodal.wire.codec.ValueRefusedException;
import dev.openmodal.wire.codec.ValueWriter;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says what a capture holds, in the words of who wrote the lambda. */
final class CaptureReport implements Supplier<Captured> {
  private final ValueCodec codec;
  private final SnippetClasses classFiles;
  private final Object code;
  private final List<Reached> classes;
  private final List<Variable> variables;

  CaptureReport(
      ValueCodec codec,
      SnippetClasses classFiles,
      Object code,
      List<Reached> classes,
      List<Variable> variables) {
    this.codec = codec;
    this.classFiles = classFiles;
    this.code = code;
    this.classes = classes;
    this.variables = variables;
  }

  @Override
  public Captured get() {
    List<CapturedClass> names = new ArrayList<>();
    for (Reached reached : classes) {
      boolean isOfJShell = reached.type.getName().equals(Reachability.CANCEL_FLAG);
      if (!isOfJShell && (reached.whole || !reached.methods.isEmpty())) {
        // else a snippet of which nothing but a declared type or a variable is used
        names.add(new CapturedClass(name(reached), ClassTrimmer.trim(reached).length));
      }
    }
    List<CapturedValue> values = new ArrayList<>();
    try (ValueWriter writer = codec.writer(OutputStream.nullOutputStream())) {
      if (LambdaForm.isLambda(code.getClass())) {
        LambdaForm form = LambdaForm.of(code, classFiles);
        List<String> held = HeldNames.of(form, classFiles);
        for (int i = 0; i < form.captured().size(); i++) {
          values.add(measure(writer, held.get(i), "held by the lambda", form.captured().get(i)));
        }
      }
      for (Variable variable : variables) {
        values.add(
            measure(
                writer, variable.field().getName(), origin(variable), Capturer.valueOf(variable)));
      }
    } catch (ValueRefusedException e) {
      throw CaptureErrors.refused(List.of("lambda"), e);
    }
    return new Captured(names, values);
  }

  /**
   * A declared type by its name; of a snippet the methods that were reached in it, or the lambda,
   * which counts as a part of the method that it stands in.
   */
  private static String name(Reached reached) {
    if (reached.whole) {
      return TypeNames.display(reached.type);
    }
    Set<String> names = new LinkedHashSet<>();
    for (String method : reached.methods) {
      String visible = Reachability.visibleName(method);
      if (visible != null) {
        names.add(visible);
      }
    }
    return names.isEmpty() ? "the lambda" : String.join(", ", names);
  }

  private static CapturedValue measure(
      ValueWriter writer, String name, String origin, @Nullable Object value)
      throws ValueRefusedException {
    long before = writer.position();
    writer.write(name, value);
    String type = value == null ? "null" : TypeNames.display(value.getClass());
    return new CapturedValue(name, origin, type, writer.position() - before);
  }

  static String origin(Variable variable) {
    Class<?> owner = variable.field().getDeclaringClass();
    Enum<?> constant = variable.constant();
    if (constant != null) {
      return "field of " + TypeNames.display(owner) + "." + constant.name();
    }
    return owner.getName().startsWith("REPL.") && owner.getNestHost() == owner
        ? "snippet variable"
        : "static field of " + TypeNames.display(owner);
  }
}

package dev.openmodal.engine.capture;

import dev.openmodal.engine.capture.Reachability.Reached;
import dev.openmodal.engine.capture.Reachability.Variable;
import dev.openmodal.engine.environment.ClassPath;
import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a capture has reached, and all that this hung on: where that is as it was, another capture
 * of the same code reaches the same. Holds no value.
 *
 * @param classPath that its classes see
 * @param brought what the arguments brought along
 * @param held what the lambda and the variables hold
 * @param classes the reached classes, with their files as they were
 * @param variables the fields whose values travel
 * @param code what is sent of them
 */
record Reach(
    ClassPath classPath,
    Contents brought,
    Contents held,
    List<Reached> classes,
    List<Variable> variables,
    CapturedCode code) {

  /** The code of one lambda. */
  private record Site(
      Class<?> host, String type, String implClass, String implMethod, String implDescriptor) {
    static Site of(LambdaForm form) {
      return new Site(
          form.host(),
          form.interfaceName(),
          form.implClass(),
          form.implMethod(),
          form.implDescriptor());
    }

    boolean isOf(LambdaForm form) {
      return host == form.host()
          && implMethod.equals(form.implMethod())
          && implDescriptor.equals(form.implDescriptor())
          && implClass.equals(form.implClass())
          && type.equals(form.interfaceName());
    }
  }

  /** Which classes and lambdas are among values. */
  record Contents(Set<Class<?>> classes, List<Site> lambdas) {
    static Contents of(Arguments arguments) {
      return of(arguments.classes(), arguments.lambdas());
    }

    static Contents of(ValueWriter writer) {
      return of(writer.classes(), writer.lambdas());
    }

    private static Contents of(Set<Class<?>> classes, List<LambdaForm> lambdas) {
      return new Contents(Set.copyOf(classes), lambdas.stream().map(Site::of).toList());
    }

    private boolean are(Set<Class<?>> nowClasses, List<LambdaForm> nowLambdas) {
      if (lambdas.size() != nowLambdas.size() || !classes.equals(nowClasses)) {
        return false;
      }
      for (int i = 0; i < lambdas.size(); i++) {
        if (!lambdas.get(i).isOf(nowLambdas.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether all but the captured values is as it was. */
  boolean isStillOf(ClassPath nowClassPath, Arguments arguments, SnippetClasses files) {
    if (classPath != nowClassPath || !brought.are(arguments.classes(), arguments.lambdas())) {
      return false;
    }
    for (Reached each : classes) {
      byte[] file = files.bytesOf(each.type);
      if (file == null || !Arrays.equals(each.classFile, file)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the captured values, which the writer has written, lead to the same classes. */
  boolean isStillOf(ValueWriter captured) {
    return held.are(captured.classes(), captured.lambdas());
  }
}

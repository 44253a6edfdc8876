package dev.openmodal.engine.capture;

import dev.openmodal.bridge.ServiceMethod;
import dev.openmodal.wire.codec.ClassFiles;
import dev.openmodal.wire.codec.LambdaForm;
import dev.openmodal.wire.codec.ValueRefusedException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * What lambdas return, as they were written: their generic interface says {@code Object}, but the
 * place where each was made names the type. Looked up once for each.
 */
final class ResultTypes {
  private final ClassFiles classFiles;
  private final ClassValue<AtomicReference<@Nullable Class<?>>> known =
      new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable Class<?>> computeValue(Class<?> lambda) {
          return new AtomicReference<>();
        }
      };

  ResultTypes(ClassFiles classFiles) {
    this.classFiles = classFiles;
  }

  /** The type; {@code Object} where it is not known. */
  Class<?> of(Object code) {
    if (code instanceof ServiceMethod method) {
      return method.result().isPrimitive() ? Object.class : method.result();
    }
    AtomicReference<@Nullable Class<?>> here = known.get(code.getClass());
    Class<?> type = here.get();
    if (type == null) {
      type = find(code);
      here.set(type);
    }
    return type;
  }

  private Class<?> find(Object code) {
    if (!LambdaForm.isLambda(code.getClass())) {
      return Object.class;
    }
    try {
      LambdaForm form = LambdaForm.of(code, classFiles);
      Type result = Type.getType(form.resultDescriptor());
      return switch (result.getSort()) {
        case Type.OBJECT ->
            Class.forName(result.getClassName(), false, form.host().getClassLoader());
        case Type.ARRAY ->
            Class.forName(
                result.getDescriptor().replace('/', '.'), false, form.host().getClassLoader());
        default -> Object.class; // void, or a primitive type that is boxed on the way
      };
    } catch (ValueRefusedException | ClassNotFoundException e) {
      return Object.class;
    }
  }
}

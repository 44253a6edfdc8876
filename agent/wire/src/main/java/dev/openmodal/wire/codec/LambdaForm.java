package dev.openmodal.wire.codec;

import dev.openmodal.wire.lambda.LambdaFactory;
import dev.openmodal.wire.lambda.LambdaSite;
import dev.openmodal.wire.lambda.LambdaSites;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/**
 * One lambda or method reference taken apart. Class names are binary names; the descriptor is that
 * of class files.
 *
 * @param capturingClass the class in whose code the lambda is
 * @param interfaceName the interface that it implements
 * @param implClass the class of the method that it runs
 * @param implMethod that method's name, such as {@code lambda$main$0}, or {@code <init>}
 * @param implDescriptor that method's descriptor
 * @param implKind how it is called, see {@link java.lang.invoke.MethodHandleInfo}
 * @param serializable whether the compiler knew that it is {@link Serializable}
 * @param captured the values that it holds, in their order
 * @param host the capturing class itself
 * @param site where a lambda that is not Serializable was made, else null
 * @param serialized the form of a Serializable lambda, else null
 */
public record LambdaForm(
    String capturingClass,
    String interfaceName,
    String implClass,
    String implMethod,
    String implDescriptor,
    int implKind,
    boolean serializable,
    List<@Nullable Object> captured,
    Class<?> host,
    @Nullable LambdaSite site,
    @Nullable SerializedLambda serialized) {
  private static final String PUT_IN_OWN_WORDS = "Write it out as a lambda of your own.";

  /** Whether this is the class of a lambda's object. */
  public static boolean isLambda(Class<?> type) {
    return type.isHidden() && type.getName().contains("$$Lambda");
  }

  /**
   * Takes a lambda apart.
   *
   * @param lambda the object that the lambda expression gave
   * @param files where plain lambdas are read
   * @throws ValueRefusedException if it is no lambda, or cannot be told from another
   */
  public static LambdaForm of(Object lambda, ClassFiles files) throws ValueRefusedException {
    try {
      return read(lambda, files);
    } catch (Refusal refusal) {
      throw refusal.toException("lambda");
    }
  }

  /** The descriptor of the type that it returns where it was written, such as {@code V}. */
  public String resultDescriptor() {
    String method =
        serialized != null
            ? serialized.getInstantiatedMethodType()
            : site != null ? site.instantiatedDescriptor() : implDescriptor;
    return method.substring(method.indexOf(')') + 1);
  }

  static LambdaForm read(Object lambda, ClassFiles files) {
    Class<?> type = lambda.getClass();
    if (!isLambda(type)) {
      throw Refusal.of(type, "it is not a lambda", "Give a lambda or a method reference.");
    }
    Class<?> host = host(type);
    if (lambda instanceof Serializable) {
      return of(serialized(lambda), host);
    } else if (JdkTypes.contains(host)) {
      return ofJdk(type, host);
    }
    return plain(lambda, host, files);
  }

  static LambdaForm of(SerializedLambda form, Class<?> host) {
    List<@Nullable Object> captured = new ArrayList<>();
    for (int i = 0; i < form.getCapturedArgCount(); i++) {
      captured.add(form.getCapturedArg(i));
    }
    return new LambdaForm(
        host.getName(),
        form.getFunctionalInterfaceClass().replace('/', '.'),
        form.getImplClass().replace('/', '.'),
        form.getImplMethodName(),
        form.getImplMethodSignature(),
        form.getImplMethodKind(),
        true,
        Collections.unmodifiableList(captured),
        host,
        null,
        form);
  }

  /** Cannot be read, but may be one that is known: the caller looks at the host. */
  private static LambdaForm ofJdk(Class<?> type, Class<?> host) {
    return new LambdaForm(
        host.getName(),
        type.getInterfaces()[0].getName(),
        host.getName(),
        "",
        "",
        0,
        false,
        List.of(),
        host,
        null,
        null);
  }

  private static LambdaForm plain(Object lambda, Class<?> host, ClassFiles files) {
    LambdaSite known = LambdaFactory.siteOf(lambda.getClass());
    LambdaSite site = known != null ? known : find(lambda.getClass(), host, files);
    return new LambdaForm(
        host.getName(),
        Type.getReturnType(site.factoryDescriptor()).getClassName(),
        site.implOwner().replace('/', '.'),
        site.implName(),
        site.implDescriptor(),
        site.implKind(),
        false,
        Collections.unmodifiableList(captured(lambda)),
        host,
        site,
        null);
  }

  private static LambdaSite find(Class<?> lambda, Class<?> host, ClassFiles files) {
    byte @Nullable [] bytes = files.bytesOf(host);
    if (bytes == null) {
      throw Refusal.of(
          lambda,
          "the class file of " + TypeNames.display(host) + " cannot be had, so it cannot be read",
          "Declare it with a Serializable type such as Fn1.");
    }
    List<LambdaSite> fitting = LambdaSites.of(bytes).fitting(lambda);
    if (fitting.size() > 1) {
      throw Refusal.ofAmbiguousLambda(lambda);
    } else if (fitting.isEmpty()) {
      throw Refusal.of(
          lambda,
          "the code of " + TypeNames.display(host) + " has changed since it was made",
          "Evaluate its snippet again.");
    }
    return fitting.get(0);
  }

  private static Class<?> host(Class<?> type) {
    String name = type.getName();
    try {
      return Class.forName(
          name.substring(0, name.indexOf("$$Lambda")), false, type.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw Refusal.of(TypeNames.display(type), "its class cannot be found", PUT_IN_OWN_WORDS, e);
    }
  }

  private static List<@Nullable Object> captured(Object lambda) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Field field : LambdaSites.capturedFields(lambda.getClass())) {
      try {
        field.setAccessible(true);
        values.add(field.get(lambda));
      } catch (IllegalAccessException | InaccessibleObjectException e) {
        throw Refusal.of(
            TypeNames.display(lambda.getClass()),
            "its module does not let it be read",
            PUT_IN_OWN_WORDS,
            e);
      }
    }
    return values;
  }

  private static SerializedLambda serialized(Object lambda) {
    try {
      Method replace = lambda.getClass().getDeclaredMethod("writeReplace");
      if (replace.trySetAccessible() && replace.invoke(lambda) instanceof SerializedLambda form) {
        return form;
      }
    } catch (ReflectiveOperationException e) {
      // Java itself may ask it, below
    }
    SerializedLambda[] found = new SerializedLambda[1];
    try (ObjectOutputStream out =
        new ObjectOutputStream(OutputStream.nullOutputStream()) {
          {
            enableReplaceObject(true);
          }

          @Override
          protected @Nullable Object replaceObject(Object object) {
            if (object instanceof SerializedLambda form) {
              found[0] = form;
            }
            return null;
          }
        }) {
      out.writeObject(lambda);
    } catch (IOException e) {
      throw Refusal.of(
          TypeNames.display(lambda.getClass()), "it cannot be read", PUT_IN_OWN_WORDS, e);
    }
    if (found[0] == null) {
      throw Refusal.of(lambda.getClass(), "it cannot be read", PUT_IN_OWN_WORDS);
    }
    return found[0];
  }

  /** Where it was made, without the values that it holds. */
  @Override
  public String toString() {
    return "LambdaForm[" + capturingClass + " " + implClass + "." + implMethod + "]";
  }
}

package dev.openmodal.wire.lambda;

import java.lang.invoke.CallSite;
import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Makes lambdas anew in the class whose code they are. What is linked once is kept with that class
 * and goes with it.
 */
public final class LambdaFactory {
  private static final ClassValue<Map<LambdaSite, MethodHandle>> LINKED =
      new ClassValue<>() {
        @Override
        protected Map<LambdaSite, MethodHandle> computeValue(Class<?> host) {
          return new ConcurrentHashMap<>();
        }
      };

  /** The method that makes the Serializable lambdas of each class. */
  private static final ClassValue<AtomicReference<@Nullable MethodHandle>> DESERIALIZERS =
      new ClassValue<>() {
        @Override
        protected AtomicReference<@Nullable MethodHandle> computeValue(Class<?> host) {
          return new AtomicReference<>();
        }
      };

  /**
   * Of which site each plain lambda was made here, by its class. A site is words only, so it keeps
   * no class from going.
   */
  private static final Map<Class<?>, LambdaSite> MADE =
      Collections.synchronizedMap(new WeakHashMap<>());

  private LambdaFactory() {}

  /**
   * Makes a plain lambda.
   *
   * @param host the class in which the site is
   * @param site the data of the site
   * @param captured what the lambda captured, in its order
   * @throws ReflectiveOperationException if the class has no such code, or is closed to us
   */
  public static Object make(Class<?> host, LambdaSite site, Object[] captured)
      throws ReflectiveOperationException {
    MethodHandle factory = LINKED.get(host).get(site);
    if (factory == null) {
      factory = link(host, site);
      LINKED.get(host).put(site, factory);
    }
    Object lambda = invoke(factory, captured);
    MADE.putIfAbsent(lambda.getClass(), site);
    return lambda;
  }

  /**
   * The site of a plain lambda that was made here; null for one that its own code has made. The
   * host's class file may not tell: it can hold the method that a lambda runs and lack the code in
   * which it was written.
   *
   * @param lambda the hidden class of a lambda
   */
  public static @Nullable LambdaSite siteOf(Class<?> lambda) {
    return MADE.get(lambda);
  }

  /**
   * Makes a Serializable lambda by the method that the compiler wrote for it.
   *
   * @param host the class that made the lambda
   * @param form the lambda taken apart
   * @throws ReflectiveOperationException if the class has no such code, or is closed to us
   */
  public static Object make(Class<?> host, SerializedLambda form)
      throws ReflectiveOperationException {
    AtomicReference<@Nullable MethodHandle> here = DESERIALIZERS.get(host);
    MethodHandle factory = here.get();
    if (factory == null) {
      factory =
          MethodHandles.privateLookupIn(host, MethodHandles.lookup())
              .findStatic(
                  host,
                  "$deserializeLambda$",
                  MethodType.methodType(Object.class, SerializedLambda.class));
      here.set(factory);
    }
    try {
      return (Object) factory.invokeExact(form);
    } catch (RuntimeException | Error | ReflectiveOperationException e) {
      throw e;
    } catch (Throwable e) {
      throw new ReflectiveOperationException(e);
    }
  }

  private static Object invoke(MethodHandle factory, Object[] arguments)
      throws ReflectiveOperationException {
    try {
      return factory.invokeWithArguments(arguments);
    } catch (RuntimeException | Error | ReflectiveOperationException e) {
      throw e;
    } catch (Throwable e) {
      throw new ReflectiveOperationException(e);
    }
  }

  private static MethodHandle link(Class<?> host, LambdaSite site)
      throws ReflectiveOperationException {
    ClassLoader loader = host.getClassLoader();
    Lookup lookup = HostLookups.in(host);
    MethodType factory = MethodType.fromMethodDescriptorString(site.factoryDescriptor(), loader);
    MethodType sam = MethodType.fromMethodDescriptorString(site.samDescriptor(), loader);
    MethodType instantiated =
        MethodType.fromMethodDescriptorString(site.instantiatedDescriptor(), loader);
    MethodHandle implementation = implementation(host, lookup, site);
    try {
      CallSite linked =
          site.markers().isEmpty() && site.bridges().isEmpty()
              ? LambdaMetafactory.metafactory(
                  lookup, site.samName(), factory, sam, implementation, instantiated)
              : LambdaMetafactory.altMetafactory(
                  lookup,
                  site.samName(),
                  factory,
                  alternatives(site, loader, sam, implementation, instantiated));
      return linked.getTarget();
    } catch (LambdaConversionException e) {
      throw new ReflectiveOperationException(e);
    }
  }

  private static Object[] alternatives(
      LambdaSite site,
      ClassLoader loader,
      MethodType sam,
      MethodHandle implementation,
      MethodType instantiated) {
    List<Object> all = new ArrayList<>(List.of(sam, implementation, instantiated));
    all.add(
        (site.markers().isEmpty() ? 0 : LambdaMetafactory.FLAG_MARKERS)
            | (site.bridges().isEmpty() ? 0 : LambdaMetafactory.FLAG_BRIDGES));
    if (!site.markers().isEmpty()) {
      all.add(site.markers().size());
      for (String marker : site.markers()) {
        all.add(MethodType.fromMethodDescriptorString("()" + marker, loader).returnType());
      }
    }
    if (!site.bridges().isEmpty()) {
      all.add(site.bridges().size());
      for (String bridge : site.bridges()) {
        all.add(MethodType.fromMethodDescriptorString(bridge, loader));
      }
    }
    return all.toArray();
  }

  private static MethodHandle implementation(Class<?> host, Lookup lookup, LambdaSite site)
      throws ReflectiveOperationException {
    ClassLoader loader = host.getClassLoader();
    Class<?> owner = Class.forName(site.implOwner().replace('/', '.'), false, loader);
    MethodType type = MethodType.fromMethodDescriptorString(site.implDescriptor(), loader);
    return switch (site.implKind()) {
      case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(owner, site.implName(), type);
      case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(owner, type);
      case MethodHandleInfo.REF_invokeSpecial ->
          lookup.findSpecial(owner, site.implName(), type, host);
      default -> lookup.findVirtual(owner, site.implName(), type);
    };
  }
}

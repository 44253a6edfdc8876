import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Comparator;

public class Annotations {
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface Check {
    String value() default "none";

    int order();
  }

  interface Plugin {
    String name();
  }

  public static class First implements Plugin {
    @Override
    public String name() {
      return "first";
    }
  }

  @Check(order = 2)
  void second() {
    System.out.println("second runs");
  }

  @Check(value = "named", order = 1)
  void first() {
    throw new IllegalStateException("first fails");
  }

  public static void main(String[] args) throws Exception {
    Method[] methods = Annotations.class.getDeclaredMethods();
    Arrays.stream(methods)
        .filter(method -> method.isAnnotationPresent(Check.class))
        .sorted(Comparator.comparing(method -> method.getAnnotation(Check.class).order()))
        .forEach(Annotations::run);
    Plugin loaded =
        (Plugin)
            Class.forName("Annotations$First", true, Thread.currentThread().getContextClassLoader() == null ? null : Annotations.class.getClassLoader())
                .getConstructor()
                .newInstance();
    Plugin proxy =
        (Plugin)
            Proxy.newProxyInstance(
                Annotations.class.getClassLoader(),
                new Class<?>[] {Plugin.class},
                (self, method, given) -> "proxy of " + loaded.name());
    System.out.println(proxy.name());
  }

  static void run(Method method) {
    try {
      method.invoke(new Annotations());
    } catch (InvocationTargetException e) {
      System.out.println(method.getAnnotation(Check.class).value() + ": " + e.getCause().getMessage());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}

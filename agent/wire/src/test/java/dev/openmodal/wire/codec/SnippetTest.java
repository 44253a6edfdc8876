package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openmodal.wire.lambda.LambdaFactory;
import dev.openmodal.wire.lambda.LambdaSites;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.tree.ClassNode;

/** Values and lambdas of real jshell snippets, made again in a loader of their own. */
public class SnippetTest {
  /** Snippets leave their values here. */
  public static volatile Object handed;

  private JShell shell;

  /** Class files of a snippet's loader. */
  private static final ClassFiles FILES =
      type -> {
        String file = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(file)) {
          return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      };

  /**
   * As a worker has them: the methods that lambdas run, without the code that makes the lambdas.
   */
  private static final ClassFiles TRIMMED =
      type -> {
        byte[] bytes = FILES.bytesOf(type);
        if (bytes == null) {
          return null;
        }
        ClassNode node = new ClassNode();
        new ClassReader(bytes).accept(node, 0);
        node.methods.removeIf(method -> !method.name.startsWith("lambda$"));
        ClassWriter writer = new ClassWriter(0);
        node.accept(writer);
        return writer.toByteArray();
      };

  /** As in a worker: the snippets' classes once more, from the same bytes. */
  private static final class WorkerLoader extends ClassLoader {
    private final ClassLoader repl;

    WorkerLoader(ClassLoader repl) {
      super("worker", SnippetTest.class.getClassLoader());
      this.repl = repl;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }

    @Override
    public InputStream getResourceAsStream(String name) {
      return repl.getResourceAsStream(name);
    }
  }

  @BeforeEach
  void start() {
    shell = JShell.builder().executionEngine("local").build();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    for (String entry : path.split(File.pathSeparator)) {
      shell.addToClasspath(entry);
    }
    for (String name :
        List.of(
            "java.util.*", "java.util.function.*", "java.util.concurrent.*", "dev.openmodal.*")) {
      evaluate("import " + name + ";");
    }
  }

  @AfterEach
  void stop() {
    shell.close();
    handed = null;
  }

  private void evaluate(String source) {
    String rest = source;
    while (!rest.isBlank()) {
      var completion = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      for (SnippetEvent event : shell.eval(completion.source())) {
        assertThat(event.exception()).isNull();
        assertThat(event.status().isActive())
            .as(shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).toList().toString())
            .isTrue();
      }
      rest = completion.remaining();
    }
  }

  @SuppressWarnings("unchecked")
  private <T> T value(String expression) {
    evaluate(SnippetTest.class.getName() + ".handed = " + expression + ";");
    return (T) handed;
  }

  private static ClassLoader loaderOf(Object value) {
    return value.getClass().getClassLoader();
  }

  @SuppressWarnings("unchecked")
  private static <T> T there(T value, ClassLoader repl) throws Exception {
    byte[] bytes = Trips.encode(new ValueCodec(repl, FILES), value);
    return (T) Trips.decode(new ValueCodec(new WorkerLoader(repl), FILES), bytes);
  }

  private static <T> T there(T value) throws Exception {
    return there(value, loaderOf(value));
  }

  @Test
  void plainLambdasOfSnippetsAreMadeAgainThere() throws Exception {
    evaluate("record P(int a) { int twice() { return a * 2; } }");
    evaluate("Supplier<Integer> mk(int a, P p) { return () -> a + p.twice(); }");
    evaluate("Function<Integer, Integer> f = x -> { int y = x + 1; return y * 2; };");
    evaluate("Comparator<String> c = (a, b) -> b.compareTo(a);");
    evaluate("Function<Integer, P> make = P::new;");
    evaluate("ToIntFunction<P> twice = P::twice;");
    assertThat(there(this.<Function<Integer, Integer>>value("f")).apply(3)).isEqualTo(8);
    assertThat(there(this.<Supplier<Integer>>value("mk(1, new P(4))")).get()).isEqualTo(9);
    assertThat(there(this.<Comparator<String>>value("c")).compare("a", "b")).isEqualTo(1);
    assertThat(there(this.<Function<Integer, Object>>value("make")).apply(3)).hasToString("P[a=3]");
    Object[] both = there(this.<Object[]>value("new Object[] { twice, new P(6) }"), repl());
    @SuppressWarnings("unchecked")
    ToIntFunction<Object> reference = (ToIntFunction<Object>) both[0];
    assertThat(reference.applyAsInt(both[1])).isEqualTo(12);
  }

  private ClassLoader repl() {
    return loaderOf(value("new Object() {}"));
  }

  @Test
  void serializableLambdasOfSnippetsAreMadeAgainThere() throws Exception {
    evaluate("Fn1<Integer, Integer> add(int k) { return x -> x + k; }");
    evaluate("Fn1<String, Integer> parse = Integer::parseInt;");
    assertThat(there(this.<dev.openmodal.Fn1<Integer, Integer>>value("add(4)")).apply(3))
        .isEqualTo(7);
    assertThat(there(this.<dev.openmodal.Fn1<String, Integer>>value("parse")).apply("12"))
        .isEqualTo(12);
  }

  @Test
  void aLambdaMadeThereTravelsBack() throws Exception {
    evaluate("Supplier<Callable<String>> outer(String s) { return () -> () -> s + s; }");
    Supplier<Callable<String>> lambda = value("outer(\"a\")");
    Supplier<Callable<String>> copy = there(lambda);
    Callable<String> result = copy.get();
    ClassLoader worker = loaderOf(result);
    byte[] bytes = Trips.encode(new ValueCodec(worker, FILES), result);
    Callable<String> back = Trips.decode(new ValueCodec(loaderOf(lambda), FILES), bytes);
    assertThat(loaderOf(back)).isSameAs(loaderOf(lambda));
    assertThat(back.call()).isEqualTo("aa");
  }

  @Test
  void aLambdaMadeAgainIsReadWithoutTheCodeThatItWasWrittenIn() throws Exception {
    evaluate("Comparator<String> c = (a, b) -> b.compareTo(a);");
    Comparator<String> lambda = value("c");
    Comparator<String> copy = there(lambda);
    TreeMap<String, Integer> result = new TreeMap<>(copy);
    result.put("a", 1);
    result.put("b", 2);
    byte[] bytes = Trips.encode(new ValueCodec(loaderOf(copy), TRIMMED), result);
    ClassLoader here = loaderOf(lambda);
    TreeMap<String, Integer> back = Trips.decode(new ValueCodec(here, FILES), bytes);
    back.put("c", 3);
    assertThat(back).hasToString("{c=3, b=2, a=1}");

    LambdaForm original = LambdaForm.of(lambda, FILES);
    LambdaForm again = LambdaForm.of(back.comparator(), TRIMMED);
    assertThat(again.host()).isSameAs(original.host());
    assertThat(again.site()).isEqualTo(original.site());
  }

  @Test
  void twoLambdasOfOneFormInOneSnippetAreRefused() {
    evaluate("var list = List.<Function<Integer,Integer>>of(x -> x + 1, x -> x * 2);");
    Object first = value("list.get(0)");
    ValueRefusedException refused =
        catchThrowableOfType(ValueRefusedException.class, () -> LambdaForm.of(first, FILES));
    assertThat(refused.isAmbiguousLambda()).isTrue();
    assertThat(refused.type()).matches("a lambda of snippet \\d+");
  }

  @Test
  void valuesOfSnippetsAreNamedAsTyped() throws Exception {
    evaluate("class Holder { Object log; Holder(Object o) { log = o; } }");
    evaluate("enum Color { RED, GREEN { public String toString() { return \"g\"; } } }");
    evaluate("record Box<T>(T t) {}");
    Object holder = value("new Holder(new Thread(\"t\"))");
    ValueRefusedException refused =
        catchThrowableOfType(ValueRefusedException.class, () -> there(holder));
    assertThat(refused)
        .hasMessage(
            "x (test) → field log of Holder → java.lang.Thread: a thread cannot travel. Start it"
                + " inside the lambda.");
    Object map = value("new EnumMap<>(Map.of(Color.GREEN, new Box<>(Color.RED)))");
    assertThat(there(map, repl())).hasToString("{g=Box[t=RED]}");
    Object anonymous =
        value("new Object() { int n = 5; public String toString() { return \"n\" + n; } }");
    assertThat(there(anonymous)).hasToString("n5");
    Object braces = value("new HashMap<String, Box<?>>() {{ put(\"a\", new Box<>(1)); }}");
    assertThat(there(braces)).hasToString("{a=Box[t=1]}").isInstanceOf(Map.class);
  }

  @Test
  void theWriterNamesTheClassesToShip() throws Exception {
    evaluate("record Box<T>(T t) {}");
    evaluate("enum Color { RED }");
    Object value = value("List.of(new Box[] { new Box<>(Color.RED) }, EnumSet.of(Color.RED))");
    try (ValueWriter writer = new ValueCodec(repl(), FILES).writer(new ByteArrayOutputStream())) {
      writer.write("x", value);
      assertThat(writer.classes())
          .extracting(TypeNames::display)
          .containsExactlyInAnyOrder("Box", "Color");
    }
  }

  @Test
  void theClassThatIsAddedToAPackageStaysThere() throws Exception {
    evaluate("record P(int a) {}");
    evaluate("Supplier<P> mk(P p) { return () -> p; }");
    Supplier<Object> lambda = value("mk(new P(1))");
    ClassLoader here = loaderOf(lambda);
    String added = lambda.getClass().getPackageName() + ".OpenModal$Lookup";
    for (int i = 0; i < 2; i++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (ValueWriter writer = new ValueCodec(here, FILES).writer(out)) {
        writer.write("x", lambda);
        assertThat(writer.classes())
            .extracting(TypeNames::display)
            .containsExactlyInAnyOrder("P", TypeNames.display(LambdaForm.of(lambda, FILES).host()));
      }
      lambda = Trips.decode(new ValueCodec(here, FILES), out.toByteArray());
      assertThat(Class.forName(added, false, here).getClassLoader()).isSameAs(here);
      assertThat(lambda.get()).hasToString("P[a=1]");
    }
  }

  @Test
  void aSecondCopyOfThisLibraryMakesLambdasInTheSamePackage() throws Exception {
    evaluate("Supplier<Integer> s = () -> 5;");
    Supplier<Integer> lambda = value("s");
    Class<?> host = LambdaForm.of(lambda, FILES).host();
    byte[] bytes = Trips.encode(new ValueCodec(host.getClassLoader(), FILES), lambda);
    Supplier<Integer> ours = Trips.decode(new ValueCodec(host.getClassLoader(), FILES), bytes);
    assertThat(ours.get()).isEqualTo(5);
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<URL> urls = new ArrayList<>();
    for (String entry : path.split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    try (URLClassLoader other =
        new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
      Class<?> sites = other.loadClass(LambdaSites.class.getName());
      Object read = sites.getMethod("of", byte[].class).invoke(null, (Object) FILES.bytesOf(host));
      List<?> fitting =
          (List<?>) sites.getMethod("fitting", Class.class).invoke(read, lambda.getClass());
      Object site = fitting.get(0);
      Object theirs =
          other
              .loadClass(LambdaFactory.class.getName())
              .getMethod("make", Class.class, site.getClass(), Object[].class)
              .invoke(null, host, site, new Object[0]);
      assertThat(((Supplier<?>) theirs).get()).isEqualTo(5);
    }
  }

  @Test
  void loadersAreForgotten() throws Exception {
    evaluate("record P(int a) {}");
    evaluate("Supplier<P> mk(P p) { return () -> p; }");
    Supplier<Object> lambda = value("mk(new P(1))");
    WeakReference<ClassLoader> worker = new WeakReference<>(loaderThatReads(lambda));
    Awaitility.await()
        .until(
            () -> {
              System.gc();
              return worker.get() == null;
            });
  }

  private static ClassLoader loaderThatReads(Object lambda) throws Exception {
    Object copy = there(lambda);
    byte[] unused = Trips.encode(new ValueCodec(loaderOf(copy), TRIMMED), copy);
    return loaderOf(copy);
  }
}

package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.openmodal.wire.lambda.LambdaFactory;
import dev.openmodal.wire.lambda.LambdaSite;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.lang.invoke.MethodHandleInfo;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What a worker that was taken over may answer, and what its client makes of it. That honest
 * answers of all kinds are read is what {@link Trips#copy} sees to in the other tests.
 */
class AnswersTest {
  private static final String RAN = "dev.openmodal.test.ran";

  /** Stands for the class whose name is put in its place. */
  static class Stand implements Serializable {
    private static final long serialVersionUID = 1;
    int n = 1;
  }

  /** Classes of Java that known attacks begin or end with. */
  private static final List<String> OF_JAVA =
      List.of(
          "com.sun.jndi.rmi.registry.ReferenceWrapper",
          "com.sun.org.apache.xalan.internal.xsltc.trax.TemplatesImpl",
          "com.sun.rowset.JdkRowSetImpl",
          "java.awt.Component",
          "java.beans.EventHandler",
          "java.beans.beancontext.BeanContextSupport",
          "java.lang.ProcessBuilder",
          "java.lang.Runtime",
          "java.lang.Thread",
          "java.lang.invoke.MethodHandles$Lookup",
          "java.lang.reflect.Proxy",
          "java.net.SocketPermission",
          "java.rmi.MarshalledObject",
          "java.rmi.server.RemoteObjectInvocationHandler",
          "java.rmi.server.UnicastRemoteObject",
          "java.security.SignedObject",
          "java.util.logging.LogRecord",
          "javax.management.BadAttributeValueExpException",
          "javax.management.remote.rmi.RMIConnectionImpl_Stub",
          "javax.naming.CompositeName",
          "javax.naming.Reference",
          "javax.script.ScriptEngineManager",
          "javax.swing.JEditorPane",
          "javax.swing.UIDefaults",
          "sun.reflect.annotation.AnnotationInvocationHandler",
          "sun.rmi.server.UnicastRef");

  private static ValueUnreadableException refusal(ValueCodec codec, byte[] bytes) {
    return catchThrowableOfType(
        ValueUnreadableException.class, () -> Trips.decodeAnswer(codec, bytes));
  }

  /** An object that goes by Java's serialization, with other bytes in place of its own. */
  private static byte[] island(byte[] serialized) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(ValueWriter.PLAIN);
      out.writeByte(2 + Kind.ISLAND.code());
      out.writeByte(1); // a new object
      out.writeByte(0); // nothing of the graph inside
      out.writeByte(0x80 | (serialized.length & 0x7f));
      out.writeByte(serialized.length >> 7);
      out.write(serialized);
    }
    return bytes.toByteArray();
  }

  private static byte[] serialized(Object object) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    return bytes.toByteArray();
  }

  /** Java's serialization with another name of a class, before which its length stands. */
  private static byte[] renamed(byte[] serialized, String before, String after) {
    String text = new String(serialized, StandardCharsets.ISO_8859_1);
    assertThat(text).contains((char) before.length() + before);
    return text.replace((char) before.length() + before, (char) after.length() + after)
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @TestFactory
  Stream<DynamicTest> classesOfJavaThatDoMoreThanHoldAValueAreRefused() {
    return OF_JAVA.stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      byte[] root = renamed(serialized(new Stand()), Stand.class.getName(), name);
                      assertThat(refusal(Trips.codec(), island(root)))
                          .as("by Java's serialization")
                          .hasMessageContaining(name);
                      byte[] fields =
                          RefusalTest.renamed(
                              Trips.encode(Trips.codec(), new Stand()),
                              Stand.class.getName(),
                              name);
                      assertThat(refusal(Trips.codec(), fields))
                          .as("by its fields")
                          .hasMessageContaining(name);
                    }));
  }

  /** Those that can be made here, as they are. */
  @Test
  void objectsOfSuchClassesAreRefused() throws Exception {
    @Deprecated
    class Marked {}
    Object annotation = Marked.class.getAnnotation(Deprecated.class);
    for (Object object :
        List.of(
            annotation,
            new javax.management.BadAttributeValueExpException("x"),
            new javax.naming.CompositeName("a/b"),
            new javax.naming.Reference("a", "b", "rmi://host/c"),
            new java.rmi.MarshalledObject<>("x"),
            new java.net.SocketPermission("localhost", "connect"),
            new java.util.logging.LogRecord(java.util.logging.Level.INFO, "x"))) {
      assertThat(refusal(Trips.codec(), island(serialized(object))))
          .as(object.getClass().getName())
          .hasMessageContaining("is not allowed in a");
    }
  }

  @Test
  void anotherObjectInsideAnAllowedOneIsRefused() throws Exception {
    List<Object> holder = new java.util.Vector<>(List.of(new javax.naming.CompositeName("a")));
    assertThat(refusal(Trips.codec(), island(serialized(holder))))
        .hasMessageContaining("javax.naming.CompositeName is not allowed in a value");
  }

  @Test
  void anExceptionThatCallsWhatItHoldsComesAsWords() throws Exception {
    byte[] bytes =
        Trips.encode(
            Trips.codec(), new javax.management.BadAttributeValueExpException(new Object()));
    assertThat(Trips.<Throwable>decodeAnswer(Trips.codec(), bytes))
        .isInstanceOf(dev.openmodal.RemoteException.class);
    assertThat(Trips.copy(new javax.naming.NamingException("no such name")))
        .isInstanceOf(javax.naming.NamingException.class);
  }

  /** Classes with the names of libraries' and a static initializer that leaves a trace. */
  private static final class Libraries extends ClassLoader {
    Libraries() {
      super(AnswersTest.class.getClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (!KnownGadgets.all().contains(name)) {
        throw new ClassNotFoundException(name);
      }
      ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
      writer.visit(
          Opcodes.V17,
          Opcodes.ACC_PUBLIC,
          name.replace('.', '/'),
          null,
          "java/lang/Object",
          new String[] {"java/io/Serializable"});
      writer.visitField(Opcodes.ACC_PUBLIC, "held", "Ljava/lang/Object;", null, null).visitEnd();
      MethodVisitor made = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
      made.visitCode();
      made.visitVarInsn(Opcodes.ALOAD, 0);
      made.visitMethodInsn(Opcodes.INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
      made.visitInsn(Opcodes.RETURN);
      made.visitMaxs(0, 0);
      made.visitEnd();
      MethodVisitor code = writer.visitMethod(Opcodes.ACC_STATIC, "<clinit>", "()V", null, null);
      code.visitCode();
      code.visitLdcInsn(RAN);
      code.visitLdcInsn(name);
      code.visitMethodInsn(
          Opcodes.INVOKESTATIC,
          "java/lang/System",
          "setProperty",
          "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/String;",
          false);
      code.visitInsn(Opcodes.POP);
      code.visitInsn(Opcodes.RETURN);
      code.visitMaxs(0, 0);
      code.visitEnd();
      byte[] bytes = writer.toByteArray();
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  @TestFactory
  Stream<DynamicTest> knownGadgetsOfLibrariesAreRefusedBeforeTheirCodeRuns() {
    return KnownGadgets.all().stream()
        .sorted()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      ClassLoader there = new Libraries();
                      Object gadget =
                          Class.forName(name, true, there).getConstructor().newInstance();
                      byte[] fields =
                          Trips.encode(new ValueCodec(there, Trips.FILES), List.of(gadget));
                      byte[] root = island(serialized(gadget));
                      System.clearProperty(RAN);
                      ValueCodec here = new ValueCodec(new Libraries(), Trips.FILES);
                      for (byte[] bytes : List.of(fields, root)) {
                        assertThat(refusal(here, bytes))
                            .hasMessage(
                                name + " is not allowed in an answer: it calls what it is told to");
                      }
                      assertThat(System.getProperty(RAN)).isNull();
                      assertThat(Trips.<List<?>>decode(here, fields)).hasSize(1);
                    }));
  }

  private static boolean harmed;

  static int harm(Object a, Object b) {
    harmed = true;
    return 0;
  }

  /** A lambda that no code of this class makes: words that would call any method. */
  @Test
  void aLambdaThatIsNotInTheCodeHereIsRefusedBeforeItIsCalled() throws Exception {
    class Code {}
    LambdaSite site =
        new LambdaSite(
            "compare",
            "()Ljava/util/Comparator;",
            "(Ljava/lang/Object;Ljava/lang/Object;)I",
            MethodHandleInfo.REF_invokeStatic,
            AnswersTest.class.getName().replace('.', '/'),
            "harm",
            "(Ljava/lang/Object;Ljava/lang/Object;)I",
            false,
            "(Ljava/lang/Object;Ljava/lang/Object;)I",
            List.of(),
            List.of());
    @SuppressWarnings("unchecked")
    Comparator<Object> forged =
        (Comparator<Object>) LambdaFactory.make(Code.class, site, new Object[0]);
    Set<Object> sorted = new TreeSet<>(forged);
    sorted.add(1);
    byte[] bytes = Trips.encode(Trips.codec(), sorted);

    harmed = false;
    assertThat(refusal(Trips.codec(), bytes)).hasMessageContaining("no such lambda is in the code");
    assertThat(harmed).isFalse();
    assertThat(Trips.<Set<?>>decode(Trips.codec(), bytes)).hasSize(1);
    assertThat(harmed).as("where it is not refused").isTrue();
  }

  @Test
  void urlsAreNoKeysSinceTheyAskTheNetworkForTheirHost() throws Exception {
    URL url = new URL("http://host.invalid/");
    Map<String, URL> values = new HashMap<>(Map.of("a", url));
    assertThat(Trips.copy(values).get("a").toString()).isEqualTo(url.toString());
    assertThat(Trips.copy(new ArrayList<>(List.of(url)))).hasSize(1);
    Map<URL, Integer> linked = new LinkedHashMap<>(Map.of(url, 1));
    Set<List<URL>> inside = new HashSet<>(Set.of(List.of(url)));
    for (Object keys :
        List.of(new HashSet<>(Set.of(url)), linked, Set.of(url), Map.of(url, 1), inside)) {
      assertThat(refusal(Trips.codec(), Trips.encode(Trips.codec(), keys)))
          .as(keys.getClass().getName())
          .hasMessageContaining("would look up its host");
    }
  }
}

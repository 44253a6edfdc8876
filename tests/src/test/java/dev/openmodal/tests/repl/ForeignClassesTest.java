package dev.openmodal.tests.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Older versions of our own libraries on the user's class path: user code sees its own here and on
 * the worker, ours sees ours, and the values of other libraries travel as themselves.
 */
class ForeignClassesTest {
  private static final List<String> OWN_VERSIONS =
      List.of(
          "Kryo=kryo-4.0.3.jar",
          "ImmutableList=guava-18.0.jar",
          "ObjectMapper=jackson-databind-2.12.7.jar",
          "LoggerFactory=slf4j-api-1.7.36.jar",
          "ByteString=protobuf-java-3.11.4.jar",
          "CommandLine=picocli-3.9.6.jar",
          "ClassWriter=asm-5.0.4.jar");

  private static final String SNIPPETS =
      """
      import dev.openmodal.*;
      import static dev.openmodal.OpenModal.*;
      import java.util.stream.*;
      import java.nio.file.*;
      import com.esotericsoftware.kryo.io.*;
      String at(Class<?> c) throws Exception { return c.getSimpleName() + "=" + Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI()).getFileName(); }
      String versions() throws Exception { return at(com.esotericsoftware.kryo.Kryo.class) + " " + at(com.google.common.collect.ImmutableList.class) + " " + at(com.fasterxml.jackson.databind.ObjectMapper.class) + " " + at(org.slf4j.LoggerFactory.class) + " " + at(com.google.protobuf.ByteString.class) + " " + at(picocli.CommandLine.class) + " " + at(org.objectweb.asm.ClassWriter.class); }
      System.out.println("@here " + versions());
      System.out.println("@there " + app("foreign").function(() -> versions()).remote());
      String uses(String s) throws Exception {
        var kryo = new com.esotericsoftware.kryo.Kryo();
        var out = new Output(100, -1);
        kryo.writeClassAndObject(out, new ArrayList<>(List.of(s)));
        var tree = new com.fasterxml.jackson.databind.ObjectMapper().readTree("{\\"a\\": [1, 2]}");
        return kryo.readClassAndObject(new Input(out.toBytes())) + " " + tree.get("a").size() + " " + com.google.protobuf.ByteString.copyFromUtf8(s).size() + " " + com.google.common.base.Joiner.on('+').join(List.of(s, s)) + " " + picocli.CommandLine.Help.Ansi.OFF.string("p") + org.slf4j.helpers.MessageFormatter.format("{}!", s).getMessage();
      }
      System.out.println("@uses " + uses("x") + " = " + app("foreign").function((String s) -> uses(s)).remote("x"));
      """;

  private static final String VALUES =
      """
      import com.google.common.collect.*;
      import io.vavr.Tuple;
      import io.vavr.control.*;
      var echo = app("foreign").function((Object o) -> o);
      Object held = null;
      var give = app("foreign").function(() -> held);
      String same(Object value, Callable<Object> there) { try { Object back = there.call(); return back.getClass() == value.getClass() && back.equals(value) && back.toString().equals(value.toString()) ? "same" : "CHANGED to " + back.getClass().getName() + " " + back; } catch (OpenModalException e) { return "refused " + e.code() + " " + e.getMessage().replaceAll("\\\\s+", " "); } catch (Throwable t) { return "FAILED " + t; } }
      void travels(String name, Object value) { held = value; System.out.println("@value " + name + " " + same(value, () -> echo.remote(value))); System.out.println("@value captured-" + name + " " + same(value, () -> give.remote())); }
      var multimap = HashMultimap.create(); multimap.put("a", 1); multimap.put("a", 2);
      var table = HashBasedTable.create(); table.put("r", "c", 1);
      var biMap = HashBiMap.create(Map.of("k", 1));
      { travels("guava-ImmutableList", ImmutableList.of("a", "b")); travels("guava-ImmutableMap", ImmutableMap.of("k", 1, "l", 2)); travels("guava-ImmutableSortedSet", ImmutableSortedSet.of(3, 1, 2)); travels("guava-HashMultimap", multimap); travels("guava-ArrayListMultimap", ArrayListMultimap.create(multimap)); travels("guava-HashMultiset", HashMultiset.create(List.of("x", "x", "y"))); travels("guava-Table", table); travels("guava-BiMap", biMap); travels("guava-Optional", com.google.common.base.Optional.of(1)); travels("guava-Range", Range.closed(1, 5)); travels("guava-Lists.transform", Lists.newArrayList(Lists.partition(List.of(1, 2, 3), 2))); }
      var mapper = new com.fasterxml.jackson.databind.ObjectMapper();
      { travels("jackson-tree", mapper.readTree("{\\"a\\": [1, 2.5, null, \\"s\\"], \\"b\\": {\\"c\\": true}}")); travels("jackson-array", mapper.createArrayNode().add(1).add("x")); travels("jackson-text", com.fasterxml.jackson.databind.node.TextNode.valueOf("t")); }
      { travels("eclipse-mutable-list", org.eclipse.collections.impl.factory.Lists.mutable.of(1, 2, 3)); travels("eclipse-FastList", org.eclipse.collections.impl.list.mutable.FastList.newListWith(1, 2)); travels("eclipse-immutable-list", org.eclipse.collections.impl.factory.Lists.immutable.of(1, 2, 3)); travels("eclipse-UnifiedMap", org.eclipse.collections.impl.map.mutable.UnifiedMap.newWithKeysValues("a", 1, "b", 2)); travels("eclipse-UnifiedSet", org.eclipse.collections.impl.set.mutable.UnifiedSet.newSetWith("a", "b")); travels("eclipse-IntArrayList", org.eclipse.collections.impl.list.mutable.primitive.IntArrayList.newListWith(1, 2)); travels("eclipse-immutable-map", org.eclipse.collections.impl.factory.Maps.immutable.of("k", 1)); travels("eclipse-bag", org.eclipse.collections.impl.factory.Bags.mutable.of("a", "a")); }
      { travels("vavr-List", io.vavr.collection.List.of(1, 2, 3)); travels("vavr-Vector", io.vavr.collection.Vector.of(1, 2)); travels("vavr-HashMap", io.vavr.collection.HashMap.of("a", 1)); travels("vavr-Option", Option.of("x")); travels("vavr-None", Option.none()); travels("vavr-Either", Either.right(1)); travels("vavr-Try", Try.success(1)); travels("vavr-Tuple", Tuple.of(1, "a")); travels("vavr-TreeMap", io.vavr.collection.TreeMap.of("b", 2, "a", 1)); travels("vavr-Stream", io.vavr.collection.Stream.of(1, 2)); }
      """;

  @ParameterizedTest(name = "jshell {0} on Java {1}, foreign jars {2} ours")
  @CsvSource({
    "jdi, 17, before",
    "jdi, 17, after",
    "local, 17, before",
    "local, 17, after",
    "jdi, 25, before",
    "local, 25, after"
  })
  void userCodeSeesItsOwnVersionsAndValuesTravelAsThemselves(String engine, int java, String order)
      throws IOException {
    assumeTrue(TestMachine.jdk(java).isPresent(), () -> "no JDK " + java);
    List<Path> jars = new ArrayList<>(foreignJars());
    jars.add(order.equals("before") ? jars.size() : 0, TestMachine.oneJar());
    try (JShellSession session =
        JShellSession.of(TestMachine.jdk(java).orElseThrow(), engine)
            .classPath(jars.toArray(Path[]::new))
            .open()) {
      List<String> lines = session.evaluate(SNIPPETS);
      assertThat(marked(lines, "@here ")).as("%s", lines).containsExactly(own());
      assertThat(marked(lines, "@there ")).as("%s", lines).containsExactly(own());
      assertThat(marked(lines, "@uses ")).containsExactly("[x] 2 1 x+x px! = [x] 2 1 x+x px!");
      List<String> printed = session.evaluate(VALUES);
      List<String> values = marked(printed, "@value ");
      Files.write(
          TestMachine.target("foreign-values")
              .resolve("%s-%d-%s.txt".formatted(engine, java, order)),
          printed);
      assertThat(values).as("%s", printed).hasSize(64);
      assertThat(values).allMatch(v -> v.endsWith(" same") || v.contains(" refused "));
      assertThat(values.stream().filter(v -> v.endsWith(" same")).count())
          .as("most of them travel: %s", values)
          .isGreaterThan(50);
    }
  }

  private static String own() {
    return String.join(" ", OWN_VERSIONS);
  }

  private static List<String> marked(List<String> lines, String mark) {
    return lines.stream()
        .filter(l -> l.startsWith(mark))
        .map(l -> l.substring(mark.length()))
        .toList();
  }

  private static List<Path> foreignJars() throws IOException {
    try (Stream<Path> jars = Files.list(TestMachine.target("foreign"))) {
      return jars.filter(p -> p.toString().endsWith(".jar")).sorted().toList();
    }
  }
}

package dev.openmodal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.wire.proto.Heap;
import dev.openmodal.wire.proto.ThreadState;
import java.io.BufferedReader;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of Java's own reports, and counted. */
class CollapsedStacksTest {
  private final CollapsedStacks stacks = new CollapsedStacks();

  private static StackTraceElement user(String name) {
    return new StackTraceElement(null, null, null, "shop.Cost", name, null, 1);
  }

  private static StackTraceElement java(String className) {
    return new StackTraceElement(null, "java.base", null, className, "run", null, 1);
  }

  private static StackTraceElement own() {
    return new StackTraceElement(null, null, null, "dev.openmodal.agent.CallBody", "run", null, 1);
  }

  @Test
  void whatHasCalledTheUsersCodeIsLeftOut() {
    stacks.add(
        new StackTraceElement[] {
          java("java.util.HashMap"),
          user("add"),
          user("all"),
          java("jdk.internal.reflect.DirectMethodHandleAccessor"),
          own(),
          java("java.lang.Thread")
        },
        false);
    stacks.add(new StackTraceElement[] {java("java.util.HashMap"), own()}, false);
    stacks.add(new StackTraceElement[] {user("add"), java("java.lang.Thread")}, true);
    assertThat(stacks.text(10_000).toStringUtf8().lines())
        .containsExactlyInAnyOrder(
            "shop.Cost.all;shop.Cost.add;java.util.HashMap.run 1",
            "(openmodal) 1",
            "(deeper);java.lang.Thread.run;shop.Cost.add 1");
  }

  @Test
  void theRarestAreOneWhereThereIsNoRoom() {
    for (int i = 1; i <= 100; i++) {
      for (int times = 0; times < i; times++) {
        stacks.add(new StackTraceElement[] {user("method" + i)}, false);
      }
    }
    String text = stacks.text(1000).toStringUtf8();
    assertThat(text).hasSizeLessThanOrEqualTo(1000).startsWith("shop.Cost.method100 100\n");
    assertThat(text.lines().mapToLong(line -> Long.parseLong(line.replaceFirst(".* ", ""))).sum())
        .isEqualTo(5050);
    assertThat(text.lines().reduce("", (before, line) -> line)).startsWith("(other) ");
  }

  @Test
  void classesOfOneNameAreCountedTogetherInAHeap() {
    Heap heap =
        HeapLook.read(
            " num     #instances         #bytes  class name (module)\n"
                + "----\n"
                + "   1:            10            100  shop.Node\n"
                + "   2:             5             90  [B (java.base@17)\n"
                + "   3:             1             10  shop.Node\n"
                + "Total            16            200\n");
    assertThat(heap.getRowsList())
        .extracting(Heap.Row::getClassName, Heap.Row::getInstances, Heap.Row::getBytes)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("shop.Node", 11L, 110L),
            org.assertj.core.groups.Tuple.tuple("[B", 5L, 90L));
    assertThat(heap.getBytes()).isEqualTo(200);
  }

  @Test
  void virtualThreadsOfUserCodeAreReadFromTheDumpsOfJava21And25() throws Exception {
    String dump =
        "#1 \"main\"\n      shop.Cost.main(Cost.java:1)\n\n"
            + "#21 \"old\" virtual\n      java.base/java.lang.VirtualThread.park(VirtualThread.java:5)\n"
            + "      shop.Cost.add(Cost.java:7)\n\n"
            + "#22 \"\" virtual BLOCKED 2026-01-01T00:00:00Z\n    at shop.Cost.add(Cost.java:8)\n"
            + "    - waiting to lock <java.lang.Object@1a>\n\n"
            + "#23 \"of Java\" virtual\n      java.base/java.lang.VirtualThread.run(VirtualThread.java:9)\n";
    List<ThreadState> read =
        VirtualThreads.read(
            new BufferedReader(new StringReader(dump)), ThreadState.Role.OF_THE_CALL);
    assertThat(read).extracting(ThreadState::getName).containsExactly("old", "");
    assertThat(read).extracting(ThreadState::getState).containsExactly("", "BLOCKED");
    assertThat(read.get(0).getFrames(0).getModule()).isEqualTo("java.base");
    assertThat(read.get(0).getFrames(1).getLine()).isEqualTo(7);
    assertThat(read.get(1).getLock()).isEqualTo("java.lang.Object@1a");
  }
}

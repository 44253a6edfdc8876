package dev.openmodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
  private static final String LAMBDA = "REPL.$JShell$13.lambda$do_it$Aux$55fbff67$1";
  private static final String COST = "REPL.$JShell$12$Shop.cost";

  @TempDir private Path folder;

  private static Profile of(Profile.Stack... stacks) {
    return new Profile(
        "call 3 of app shop",
        "pid 4711",
        Duration.ofMillis(10),
        Duration.ofSeconds(2),
        false,
        false,
        List.of(stacks));
  }

  private static Profile.Stack stack(long samples, String... frames) {
    return new Profile.Stack(List.of(frames), samples);
  }

  private final Profile profile =
      of(
          stack(60, LAMBDA, COST, "java.util.HashMap.put"),
          stack(30, LAMBDA, COST),
          stack(10, "(openmodal)"));

  @Test
  void itsTextHasTheUsersMethodsFirstByTheirOwnNames() {
    assertThat(profile.toString().lines())
        .containsExactly(
            "call 3 of app shop, on pid 4711: 100 samples in 2.0 s, one each 10 ms",
            "   self   total  method",
            "  30.0%   90.0%  * Shop.cost",
            "   0.0%   90.0%  * lambda",
            "  60.0%   60.0%    java.util.HashMap.put",
            "  10.0%   10.0%    (openmodal)",
            "* yours");
    assertThat(profile.collapsed())
        .isEqualTo(
            "lambda;Shop.cost;java.util.HashMap.put 60\nlambda;Shop.cost 30\n(openmodal) 10\n");
  }

  @Test
  void aMethodThatCallsItselfIsCountedOnce() {
    Profile deep = of(stack(5, LAMBDA, COST, COST, COST));
    assertThat(deep.methods()).contains(new Profile.ProfiledMethod("Shop.cost", false, 5, 5));
    assertThat(deep.svg()).containsOnlyOnce("<title>Shop.cost: 5 samples, 100.0%</title>");
  }

  @Test
  void boxesOfTheFlameGraphAreAsWideAsTheirPart() {
    assertThat(profile.svg())
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1000\" height=\"72\"")
        .contains(
            "<svg x=\"0.000%\" y=\"18\" width=\"90.000%\" height=\"18\" style=\"height:18px\"><title>lambda: 90 samples, 90.0%<",
            "<svg x=\"90.000%\" y=\"18\" width=\"10.000%\" height=\"18\" style=\"height:18px\"><title>(openmodal): 10",
            "<svg x=\"0.000%\" y=\"54\" width=\"60.000%\" height=\"18\" style=\"height:18px\"><title>java.util.HashMap.put: 60")
        .doesNotContain("<script");
  }

  @Test
  void namesCannotBreakOutOfTheFlameGraph() {
    assertThat(of(stack(1, "shop.Cost.<init>")).svg())
        .contains("<title>shop.Cost.&lt;init&gt;: 1 sample, 100.0%</title>", ">Cost.&lt;init&gt;<");
  }

  @Test
  void aThousandLevelsAndMethodsAreDrawnInBounds() {
    Profile.Stack deep =
        stack(1000, IntStream.range(0, 1000).mapToObj(i -> "Deep.m" + i).toArray(String[]::new));
    Profile.Stack[] all =
        IntStream.rangeClosed(0, 1000)
            .mapToObj(i -> i == 0 ? deep : stack(1, "Wide.m" + i))
            .toArray(Profile.Stack[]::new);
    assertThat(of(all).svg()).hasSizeLessThan(100_000).doesNotContain("Deep.m500", "Wide.m500");
  }

  @Test
  void whereNothingRanItSaysSo() {
    assertThat(of().toString()).endsWith("threadDump() shows what for.");
    assertThat(of().svg()).contains("0 samples");
  }

  @Test
  void itIsKeptAsWhatTheFilesNameSays() throws Exception {
    profile.writeTo(folder.resolve("p.svg"));
    profile.writeTo(folder.resolve("p.collapsed"));
    assertThat(Files.readString(folder.resolve("p.svg"))).isEqualTo(profile.svg());
    assertThat(Files.readString(folder.resolve("p.collapsed"))).isEqualTo(profile.collapsed());
    assertThatThrownBy(() -> profile.writeTo(folder.resolve("p.png")))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("p.png")
        .hasMessageEndingWith("[INVALID_OPTION]");
  }

  @Test
  void classesOfTheHeapHaveTheirAuthorsNames() {
    HeapHistogram heap =
        new HeapHistogram(
            "call 3 of app shop",
            "pid 4711",
            List.of(
                new HeapHistogram.HeapClass("[LREPL.$JShell$11B$Node;", 1, 4000),
                new HeapHistogram.HeapClass("REPL.$JShell$11B$Node", 1000, 3000),
                new HeapHistogram.HeapClass("[[B", 7, 100)),
            2,
            1010,
            9000,
            2);
    assertThat(heap.toString().lines())
        .containsExactly(
            "call 3 of app shop: live objects of its worker, pid 4711: 1,010, 8.8 KiB",
            "   instances       bytes  class",
            "           1     3.9 KiB  Node[]",
            "       1,000     2.9 KiB  Node",
            "and 3 more classes; top(n) shows n");
    assertThat(heap.of("Node")).isEqualTo(heap.of("REPL.$JShell$11B$Node")).isPresent();
    assertThat(heap.classes().get(2).name()).isEqualTo("byte[][]");
    assertThatThrownBy(() -> heap.top(0)).hasMessageEndingWith("[INVALID_OPTION]");
  }
}

package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.bridge.Notebook;
import dev.openmodal.engine.output.CallState.Phase;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated // it changes System.out
class CallsViewTest {
  private final List<String> shown = new ArrayList<>();
  private final Deque<Runnable> due = new ArrayDeque<>();
  private final List<Duration> delays = new ArrayList<>();
  private boolean fails;
  private Runnable whileReplaced = () -> {};
  private final List<Throwable> failures = new ArrayList<>();
  private final CallsView view =
      new CallsView(
          new Notebook.Cell() {
            @Override
            public Notebook.Shown show(Map<String, String> first) {
              if (fails) {
                throw new NoSuchMethodError("of another kernel");
              }
              shown.add("new " + first.get("text/plain"));
              return next -> {
                shown.add(next.get("text/plain"));
                whileReplaced.run();
              };
            }

            @Override
            public void print(boolean error, String text) {
              throw new AssertionError("nothing is printed");
            }
          },
          (delay, task) -> {
            delays.add(delay);
            due.add(task);
          },
          failures::add);

  private void tick() {
    due.remove().run();
  }

  @Test
  void whatIsOverSoonAndPrintsNothingShowsNothing() {
    for (int i = 0; i < 1000; i++) {
      view.begin("x", false).ends(Phase.DONE);
    }
    tick();
    assertThat(shown).isEmpty();
    assertThat(due).isEmpty();
    assertThat(delays).containsExactly(Duration.ofMillis(500));
  }

  @Test
  void aCallThatTakesLongIsShownUntilItsEnd() {
    CallsView.Call call = view.begin("x", false);
    tick();
    call.ends(Phase.FAILED);
    call.ends(Phase.DONE);
    tick();
    assertThat(due).isEmpty();
    assertThat(shown.get(0)).isEqualTo("new call of app x: waiting for a worker, 0 s");
    assertThat(shown.get(1)).matches("call of app x: failed, [0-9.]+ m?s");
    assertThat(shown).hasSize(2);
  }

  @Test
  void theLineIsAboveWhatIsPrinted() {
    CallsView.Call call = view.begin("x", false);
    call.prints();
    assertThat(shown).containsExactly("new call of app x: waiting for a worker, 0 s");
    call.prints();
    call.ends(Phase.DONE);
    assertThat(shown).hasSize(2);
    assertThat(shown.get(1)).startsWith("call of app x: done, ");
  }

  @Test
  void manyCallsAreOneLineThatIsNotRedrawnForEach() {
    for (int i = 0; i < 1000; i++) {
      CallsView.Call call = view.begin(i == 7 ? "y" : "x", false);
      call.prints();
      call.ends(i == 7 ? Phase.FAILED : Phase.DONE);
    }
    assertThat(shown).hasSize(2);
    tick();
    assertThat(shown).hasSize(3);
    assertThat(shown.get(2)).startsWith("1000 calls of apps x, y: 999 done, 1 failed | ");
    assertThat(due).isEmpty();
    CallsView.Call last = view.begin("x", false);
    tick();
    last.ends(Phase.CANCELLED);
    tick();
    assertThat(shown.get(shown.size() - 1)).contains("1001 calls", "1 cancelled");
  }

  @Test
  void aWholeCellShowsWhatItWouldWithoutUsUnlessItTakesLong() {
    CallsView.Call call = view.begin("x", true);
    call.prints();
    assertThat(shown).isEmpty();
    assertThat(delays).containsExactly(Duration.ofSeconds(3));
    tick();
    assertThat(shown).hasSize(1);
  }

  @Test
  void theEndOfASnippetShowsWhatIsSo() {
    CallsView.Call first = view.begin("x", false);
    first.prints();
    first.ends(Phase.DONE);
    for (int i = 0; i < 7; i++) {
      view.begin("x", false).ends(Phase.DONE);
    }
    view.snippetEnded();
    assertThat(shown).hasSize(3);
    assertThat(shown.get(2)).startsWith("8 calls of app x: 8 done | ");
    view.snippetEnded();
    assertThat(shown).hasSize(3);
  }

  @Test
  void anEndWhileOthersAreDrawnIsDrawnNext() {
    CallsView.Call first = view.begin("x", false);
    tick();
    CallsView.Call second = view.begin("x", false);
    whileReplaced =
        () -> {
          Thread ends =
              new Thread(
                  () -> {
                    first.ends(Phase.DONE);
                    second.ends(Phase.DONE);
                  });
          ends.start();
          try {
            ends.join();
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        };
    tick();
    tick();
    assertThat(shown.get(shown.size() - 1)).startsWith("2 calls of app x: 2 done");
    assertThat(due).isEmpty();
  }

  @Test
  void aResultThatComesElementByElementEndsWithTheLast() {
    CallsView.Call call = view.begin("x", false);
    tick();
    call.streams();
    call.returns();
    tick();
    assertThat(due).hasSize(1);
    call.ends(Phase.DONE);
    assertThat(shown.get(shown.size() - 1)).startsWith("call of app x: done");
  }

  /** Whoever holds a lock of the user's may begin and end calls while another one prints. */
  @Test
  @Timeout(20)
  void noCallWaitsForWhoeverShowsIt() throws Exception {
    PrintStream before = System.out;
    CountDownLatch printing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    System.setOut(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void flush() {
            printing.countDown();
            try {
              goOn.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        });
    try {
      CallsView.Call prints = view.begin("x", false);
      Thread other = new Thread(prints::prints);
      other.start();
      printing.await();
      CallsView.Call call = view.begin("x", false);
      call.ends(Phase.DONE);
      goOn.countDown();
      other.join();
      assertThat(shown).hasSize(1);
    } finally {
      goOn.countDown();
      System.setOut(before);
    }
  }

  @Test
  void aThreadThatIsInterruptedDoesNotDraw() {
    CallsView.Call call = view.begin("x", false);
    tick();
    Thread.currentThread().interrupt();
    call.ends(Phase.CANCELLED);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(shown).hasSize(1);
    tick();
    assertThat(shown.get(1)).startsWith("call of app x: cancelled");
  }

  @Test
  void aKernelThatCannotShowItIsAskedOnce() {
    fails = true;
    CallsView.Call call = view.begin("x", false);
    tick();
    call.prints();
    call.ends(Phase.DONE);
    view.begin("x", false).ends(Phase.DONE);
    tick();
    assertThat(due).isEmpty();
    assertThat(failures).singleElement().isInstanceOf(NoSuchMethodError.class);
  }
}

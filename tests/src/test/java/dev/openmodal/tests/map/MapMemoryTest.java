package dev.openmodal.tests.map;

import static dev.openmodal.OpenModal.app;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.openmodal.App;
import dev.openmodal.MapResults;
import dev.openmodal.RemoteFunction;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much a map holds of inputs and results. */
@Timeout(120)
class MapMemoryTest {
  private static final int MANY = 400;
  private final App app = app("map-memory");
  private final AtomicLong given = new AtomicLong();

  /** Inputs of 1 MB. */
  private Stream<byte[]> large() {
    return IntStream.range(0, MANY).peek(n -> given.set(n + 1)).mapToObj(n -> new byte[1_000_000]);
  }

  private long settled() throws InterruptedException {
    for (long before = -1; before != given.get(); Thread.sleep(1500)) {
      before = given.get();
    }
    return given.get();
  }

  @Test
  void inputsAreHeldWithinBoundsUntilTheirResultsAreTaken() throws Exception {
    RemoteFunction<byte[], Integer> length = app.function((byte[] bytes) -> bytes.length);
    MapResults<byte[], Integer> results = length.map(large());
    Iterator<Integer> iterator = results.iterator();
    assertThat(iterator.next()).isEqualTo(1_000_000);
    assertThat(settled()).isLessThan(150);
    int count = 1;
    while (iterator.hasNext()) {
      iterator.next();
      count++;
    }
    assertThat(count).isEqualTo(MANY);
  }

  @Test
  void whatWaitsForAnEarlierOneIsHeldWithinBounds() throws Exception {
    RemoteFunction<byte[], Integer> first =
        app.function(
                (byte[] bytes) -> {
                  if (bytes.length == 1) {
                    Thread.sleep(6000);
                  }
                  return bytes.length;
                })
            .maxContainers(2);
    MapResults<byte[], Integer> results = first.map(Stream.concat(Stream.of(new byte[1]), large()));
    Iterator<Integer> inOrder = results.inOrder().iterator();
    Thread taker = new Thread(inOrder::hasNext);
    taker.start();
    await().until(() -> given.get() > 10);
    assertThat(settled()).isLessThan(150);
    taker.join();
    assertThat(inOrder.next()).isEqualTo(1);
    results.close();
  }

  @Test
  void aMapOfWhichNobodyTakesResultsGoesOn() throws Exception {
    List<MapResults<byte[], byte[]>> held = new ArrayList<>();
    held.add(app.function((byte[] bytes) -> bytes).map(large()));
    await().until(() -> given.get() > 10);
    assertThat(settled()).isLessThan(150);
    held.clear();
    for (int i = 0; i < 100 && given.get() < MANY; i++) {
      System.gc();
      Thread.sleep(300);
    }
    assertThat(given).hasValue(MANY);
  }
}

package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadTest {
  @TempDir Path folder;

  @Test
  void staysInMemoryWhileSmallAndLeavesNoFileWhenLarge() throws Exception {
    for (int size : new int[] {0, 10, 1024 * 1024, 1024 * 1024 + 1, 3_000_000}) {
      byte[] bytes = new byte[size];
      new Random(size).nextBytes(bytes);
      try (Payload payload = new Payload(folder)) {
        try (OutputStream out = payload.writer()) {
          for (int at = 0; at < size; at += 7001) {
            out.write(bytes, at, Math.min(7001, size - at));
          }
        }
        assertThat(payload.size()).isEqualTo(size);
        assertThat(folder.toFile().list()).hasSize(size > 1024 * 1024 ? 1 : 0);
        for (int time = 0; time < 2; time++) {
          try (InputStream in = payload.open()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
          }
        }
      }
      try (var left = Files.list(folder)) {
        assertThat(left).isEmpty();
      }
    }
  }

  @Test
  void aDiskThatWouldFillUpIsRefused() throws Exception {
    byte[] mebibyte = new byte[1024 * 1024];
    try (Payload payload = new Payload(folder, in -> 100L * 1024 * 1024);
        OutputStream out = payload.writer()) {
      IOException refused =
          catchThrowableOfType(
              IOException.class,
              () -> {
                for (int i = 0; i < 100; i++) {
                  out.write(mebibyte, 0, mebibyte.length);
                }
              });
      assertThat(refused).hasMessageStartingWith("less than 256 MiB are free in " + folder);
      assertThat(payload.size()).isLessThan(64L * 1024 * 1024);
    }
    await().until(() -> folder.toFile().list().length == 0); // large files go aside
  }

  @Test
  void outputBeyondTheBudgetIsAskedForOnlyOnceItWasTaken() {
    List<Integer> asked = new ArrayList<>();
    OutputBudget budget = new OutputBudget(asked::add);
    budget.arrived(5 * 1024 * 1024);
    budget.next();
    budget.next();
    assertThat(asked).isEmpty();
    budget.taken(2 * 1024 * 1024);
    assertThat(asked).containsExactly(2);
    budget.next();
    assertThat(asked).containsExactly(2, 1);
    for (int i = 0; i < 100_000; i++) {
      budget.arrived(1);
    }
    budget.next();
    assertThat(asked).as("many small messages").hasSize(2);
  }
}

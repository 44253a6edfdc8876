package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

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
  }
}

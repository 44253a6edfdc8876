package dev.openmodal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.wire.codec.ValueCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultPartsTest {
  private final ValueCodec codec =
      new ValueCodec(ResultPartsTest.class.getClassLoader(), type -> null);

  @Test
  void eachPartThatCannotTravelIsReplacedByWhy() {
    List<String> kept = List.of("a");
    Object[] parts = {1, new Thread(), kept, List.of("b", new java.io.StringReader("c")), null};

    ResultParts.leaveOut(parts, codec);

    assertThat(parts).startsWith(1, null, kept, null);
    assertThat((String[]) parts[4])
        .containsExactly(
            null,
            "→ java.lang.Thread: a thread cannot travel.",
            null,
            "→ element 1 → java.io.StringReader: an open stream cannot travel.",
            null);
  }
}

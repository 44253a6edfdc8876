package dev.openmodal.wire.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class EncoderTest {
  @Test
  void anEncoderWithoutPaddingTravelsAndOneOfOwnLinesIsRefused() throws Exception {
    byte[] bytes = new byte[100];
    Arrays.fill(bytes, (byte) -5);
    for (Base64.Encoder ready :
        new Base64.Encoder[] {
          Base64.getEncoder(), Base64.getUrlEncoder(), Base64.getMimeEncoder()
        }) {
      Base64.Encoder encoder = ready.withoutPadding();
      assertThat(Trips.copy(encoder).encode(bytes)).isEqualTo(encoder.encode(bytes));
    }
    assertThatThrownBy(() -> Trips.copy(Base64.getMimeEncoder(1000, new byte[] {'\n'})))
        .isInstanceOf(ValueRefusedException.class);
  }
}

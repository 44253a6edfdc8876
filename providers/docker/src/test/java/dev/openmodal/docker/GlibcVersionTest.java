package dev.openmodal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GlibcVersionTest {
  @Test
  void theNewestThatIsNamedCounts() {
    byte[] file =
        "\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_2.9\0GLIBCXX_3.4.30\0GLIBC_PRIVATE\0"
            .getBytes(StandardCharsets.ISO_8859_1);
    assertThat(GlibcVersion.newestIn(file)).hasToString("2.34");
    assertThat(GlibcVersion.newestIn(new byte[100])).isEqualTo(GlibcVersion.NONE);
    assertThat(new GlibcVersion(2, 36)).isGreaterThan(new GlibcVersion(2, 9));
  }
}

package dev.openmodal.agent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;

class BlobsTest {
  @Test
  void ofBlobsWhoseCallsNeverComeTheEldestGoes() throws Exception {
    Blobs blobs = new Blobs();
    Object owner = new Object();
    String result = blobs.offer(new Blob(), owner);
    Blob first = new Blob();
    blobs.put("0", first);
    for (int i = 1; i <= Blobs.MOST_SENT; i++) {
      blobs.put(Integer.toString(i), new Blob());
    }
    assertThatThrownBy(() -> blobs.take("0")).isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> first.append(new byte[1], 0, 1)).hasMessageContaining("Closed");
    for (int i = 1; i <= Blobs.MOST_SENT; i++) {
      blobs.take(Integer.toString(i)).close();
    }
    blobs.take(result).close();
  }
}

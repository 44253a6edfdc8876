package dev.openmodal.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisabledOnOs(OS.WINDOWS)
class NosuidFolderTest {
  private static final List<String> MOUNTS =
      List.of(
          "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
          "30 22 0:25 / /dev rw,nosuid shared:2 - devtmpfs devtmpfs rw",
          "31 30 0:26 / /dev/shm rw,nosuid,nodev shared:3 - tmpfs tmpfs rw",
          "40 22 0:30 / /with\\040space rw,nosuid - tmpfs tmpfs rw",
          "41 22 0:31 / /run rw,nosuid - tmpfs tmpfs rw",
          "42 41 0:32 / /run rw,relatime - tmpfs tmpfs rw");

  @Test
  void aFolderIsAsTheLastMountThatHoldsIt() {
    assertThat(NosuidFolder.isNosuid(Path.of("/dev/shm"), MOUNTS)).isTrue();
    assertThat(NosuidFolder.isNosuid(Path.of("/dev/shm/mine"), MOUNTS)).isTrue();
    assertThat(NosuidFolder.isNosuid(Path.of("/tmp"), MOUNTS)).isFalse();
    assertThat(NosuidFolder.isNosuid(Path.of("/dev/shmem"), MOUNTS)).isTrue(); // of /dev
    assertThat(NosuidFolder.isNosuid(Path.of("/with space/x"), MOUNTS)).isTrue();
    assertThat(NosuidFolder.isNosuid(Path.of("/run/user/1"), MOUNTS)).isFalse();
  }
}

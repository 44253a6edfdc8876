package dev.openmodal.engine.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openmodal.ContainerOptions;
import dev.openmodal.WorkerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartArchivesTest {
  @Test
  void suitsTheOptionsThatAWorkerHasByItself() {
    assertThat(
            StartArchives.isWithout(PoolKey.of("a", "", WorkerOptions.DEFAULT, Path.of("/java"))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Xmx1g", "-Da=-Xshare:off", "-ea", "-Xlog:gc", "-XX:+UseSerialGC"})
  void suitsOptionsThatTheJvmTakesBesideIt(String option) {
    assertThat(StartArchives.isWithout(key(option))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xshare:off",
        "-Xshare:dump",
        "-XX:SharedArchiveFile=/mine.jsa",
        "-XX:ArchiveClassesAtExit=/mine.jsa",
        "-XX:+AutoCreateSharedArchive",
        "-XX:AOTCache=/mine.aot",
        "-XX:-UseSerialGC",
        "-XX:+UseZGC",
        "-XX:-UseCompressedOops",
        "-javaagent:a.jar",
        "-agentlib:jdwp=transport=dt_socket",
        "--patch-module=java.base=x",
        "--limit-modules=java.base"
      })
  void doesNotMeddleWithOptionsOfTheUserAboutIt(String option) {
    assertThat(StartArchives.isWithout(key(option))).isFalse();
  }

  private static PoolKey key(String option) {
    return new PoolKey(
        "a",
        "",
        Path.of("/java"),
        List.of(option),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        ContainerOptions.DEFAULT,
        1,
        0,
        1,
        false);
  }
}

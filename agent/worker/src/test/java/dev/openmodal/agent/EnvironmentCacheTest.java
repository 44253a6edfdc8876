package dev.openmodal.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentCacheTest {
  @TempDir private Path folder;

  private static String sha(String content) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static void receive(EnvironmentCache cache, String content) throws Exception {
    EnvironmentCache.Incoming incoming = cache.receive(sha(content));
    incoming.append(ByteString.copyFrom(content.getBytes(StandardCharsets.UTF_8)));
    incoming.commit();
  }

  @Test
  void aFileIsFoundByItsHashUnderTheNameThatItWasAskedForBy() throws Exception {
    EnvironmentCache cache = new EnvironmentCache(folder);

    assertThat(cache.find(sha("one"), "/home/me/one-1.0.jar")).isNull();
    receive(cache, "one");

    Path found = cache.find(sha("one"), "one-1.0.jar");
    assertThat(found)
        .hasContent("one")
        .isEqualTo(folder.resolve(sha("one")).resolve("one-1.0.jar"));
    assertThat(new EnvironmentCache(folder).find(sha("one"), "renamed.jar")).isEqualTo(found);
  }

  @Test
  void aJarThatSomebodyHasPutThereIsTakenOnceItIsWhole() throws Exception {
    Path home = Files.createDirectories(folder.resolve("jars").resolve(sha("one")));
    Path jar = Files.writeString(home.resolve("one.jar"), "one");
    EnvironmentCache cache =
        new EnvironmentCache(folder.resolve("cache"), Optional.of(folder.resolve("jars")));
    assertThat(cache.find(sha("one"), "one.jar")).isNull();
    Files.createFile(home.resolve(".complete"));
    assertThat(cache.find(sha("one"), "renamed.jar")).isEqualTo(jar);
    assertThat(cache.find(sha("two"), "two.jar")).isNull();
    Files.delete(jar); // a mark alone is none
    assertThat(cache.find(sha("one"), "one.jar")).isNull();
    receive(cache, "one");
    assertThat(cache.find(sha("one"), "one.jar")).hasContent("one");
  }

  @Test
  void aNameCannotLeadOutOfTheFolder() throws Exception {
    EnvironmentCache cache = new EnvironmentCache(folder.resolve("cache"));

    cache.find(sha("one"), "..");
    receive(cache, "one");

    assertThat(cache.find(sha("one"), ".."))
        .isEqualTo(folder.resolve("cache").resolve(sha("one")).resolve("_.."));
  }

  @Test
  void twoWorkersMayReceiveOneFileAtATime() throws Exception {
    EnvironmentCache cache = new EnvironmentCache(folder);
    cache.find(sha("one"), "one.jar");

    EnvironmentCache.Incoming first = cache.receive(sha("one"));
    EnvironmentCache.Incoming second = cache.receive(sha("one"));
    for (EnvironmentCache.Incoming each : new EnvironmentCache.Incoming[] {first, second}) {
      each.append(ByteString.copyFrom("one".getBytes(StandardCharsets.UTF_8)));
      each.commit();
    }

    assertThat(cache.find(sha("one"), "one.jar")).hasContent("one");
    assertThat(folder).isDirectoryNotContaining("glob:**.incoming-*");
  }

  @Test
  void whatWasNotUsedForAMonthIsSwept() throws Exception {
    EnvironmentCache cache = new EnvironmentCache(folder);
    for (String content : new String[] {"old", "new"}) {
      cache.find(sha(content), content + ".jar");
      receive(cache, content);
    }
    Files.createFile(folder.resolve(".incoming-1"));
    FileTime past = FileTime.from(Instant.now().minus(Duration.ofDays(31)));
    Files.setLastModifiedTime(folder.resolve(sha("old")), past);
    Files.setLastModifiedTime(folder.resolve(".incoming-1"), past);

    cache.sweep();

    String kept = sha("new");
    assertThat(folder).isDirectoryContaining(path -> path.endsWith(kept));
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(1);
    }
  }
}

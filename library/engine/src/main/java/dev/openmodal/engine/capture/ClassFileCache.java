package dev.openmodal.engine.capture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.engine.capture.Reachability.Reached;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was worked out about class files: what they refer to, and what they look like
 * trimmed. By their content, never by their name: the same name means different things over time.
 */
final class ClassFileCache {
  private static final int LARGEST = 2_000;

  private record Content(byte[] bytes, int hash) {
    static Content of(byte[] bytes) {
      CRC32 checksum = new CRC32(); // the processor's own, unlike Arrays.hashCode
      checksum.update(bytes);
      return new Content(bytes, (int) checksum.getValue());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Content content && Arrays.equals(bytes, content.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  private record Trimmed(
      Content content,
      Set<String> methods,
      Set<String> statics,
      Map<String, String> redirected,
      boolean initializerKept) {}

  @GuardedBy("this")
  private final Map<Content, ClassFacts> facts = new RecentlyUsed<>(LARGEST);

  @GuardedBy("this")
  private final Map<Trimmed, byte[]> trimmed = new RecentlyUsed<>(LARGEST);

  synchronized ClassFacts factsOf(byte[] classFile) {
    return facts.computeIfAbsent(Content.of(classFile), c -> ClassFacts.of(c.bytes()));
  }

  synchronized byte[] trimmed(Reached reached) {
    Trimmed key =
        new Trimmed(
            Content.of(reached.classFile),
            Set.copyOf(reached.methods),
            Set.copyOf(reached.statics),
            Map.copyOf(reached.redirected),
            reached.initializerKept);
    return trimmed.computeIfAbsent(key, k -> ClassTrimmer.trim(reached));
  }
}

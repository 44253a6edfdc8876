package dev.openmodal.engine.call;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.App;
import dev.openmodal.OpenModal;
import dev.openmodal.OpenModalException;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PreflightTest {
  private final App app = OpenModal.app("preflight");

  private static Preflight of(ProviderCapability... capabilities) {
    return new Preflight(
        new CloudProvider() {
          @Override
          public String name() {
            return "plain";
          }

          @Override
          public String description() {
            return "workers of a test";
          }

          @Override
          public Set<ProviderCapability> capabilities() {
            return Set.of(capabilities);
          }

          @Override
          public Instance createInstance(InstanceSpec spec) {
            throw new AssertionError("nothing may be started");
          }

          @Override
          public void close() {}
        },
        List::of,
        NoJavas.NONE);
  }

  @Test
  void anOptionThatTheProviderCannotEnforceIsRefusedByNameBeforeAnythingStarts() {
    var options = app.function(() -> 1).memory("64Mi").spec().options();
    assertThatThrownBy(() -> of().check(options))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("memory(…): the provider plain cannot enforce it")
        .hasMessageEndingWith("[UNSUPPORTED_OPTION]");
    assertThatCode(() -> of(ProviderCapability.MEMORY_LIMIT).check(options))
        .doesNotThrowAnyException();
    var elsewhere = app.function(() -> 1).javaHome(Path.of("/x")).spec().options();
    assertThatThrownBy(() -> of(ProviderCapability.MEMORY_LIMIT).check(elsewhere))
        .hasMessageContaining("javaHome(…)");
  }
}

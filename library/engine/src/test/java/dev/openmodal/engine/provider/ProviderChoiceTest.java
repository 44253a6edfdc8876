package dev.openmodal.engine.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.openmodal.OpenModalException;
import dev.openmodal.engine.setting.Chosen;
import dev.openmodal.spi.CloudProvider;
import dev.openmodal.spi.Instance;
import dev.openmodal.spi.InstanceSpec;
import dev.openmodal.spi.ProviderCapability;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProviderChoiceTest {
  private static final Chosen BY_DEFAULT = new Chosen("process", "by default", true);

  private final List<CloudProvider> known = List.of(new Named("local"), new Named("process"));

  /** One that starts nothing. */
  private record Named(String name) implements CloudProvider {
    @Override
    public String description() {
      return "the place " + name;
    }

    @Override
    public Set<ProviderCapability> capabilities() {
      return Set.of();
    }

    @Override
    public Instance createInstance(InstanceSpec spec) {
      throw new AssertionError("nothing is started");
    }

    @Override
    public void close() {}
  }

  @Test
  void childJvmsAreTheDefault() {
    assertThat(ProviderChoice.of(BY_DEFAULT, known).inWords())
        .isEqualTo("process (the place process), by default");
  }

  @Test
  void theEnvironmentNamesAnother() {
    assertThat(
            ProviderChoice.of(new Chosen("Local", "by OPENMODAL_PROVIDER", false), known).inWords())
        .isEqualTo("local (the place local), by OPENMODAL_PROVIDER");
  }

  @Test
  void oneThatIsNotHereIsRefusedByThoseThatAre() {
    assertThatThrownBy(() -> ProviderChoice.of(new Chosen("gcp", "by a file", false), known))
        .isInstanceOf(OpenModalException.class)
        .hasMessageContaining("no provider 'gcp', only local, process")
        .hasMessageContaining("chosen by a file")
        .hasMessageContaining("local is the place local");
    assertThatThrownBy(() -> ProviderChoice.of(BY_DEFAULT, List.of()))
        .hasMessageContaining("no provider at all");
  }

  /** Nothing is said of what is so by default. */
  @Test
  void whoHasChosenIsSaidWhereSomebodyHas() {
    Providers providers = new Providers();
    CloudProvider first = new Named("first");
    assertThat(providers.chooser(first)).contains("by its app");
    assertThat(new Providers(first).chooser(first)).isEmpty();
    assertThat(new Providers(first).chooser(new Named("other"))).contains("by its app");
    assertThat(ProviderChoice.of(new Chosen("local", "by OPENMODAL_PROVIDER", false), known))
        .satisfies(choice -> assertThat(choice.isDefault()).isFalse());
  }
}

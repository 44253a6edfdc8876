package dev.openmodal.engine.provider;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.setting.Chosen;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import dev.openmodal.spi.CloudProvider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The providers of this build, and which of them this session uses where an app names none. */
public final class Providers {
  @GuardedBy("this")
  private @Nullable List<CloudProvider> known;

  @GuardedBy("this")
  private @Nullable ProviderChoice current;

  /** Those of this build. */
  public Providers() {}

  /** That one alone. */
  public Providers(CloudProvider only) {
    known = List.of(only);
    current = new ProviderChoice(only, "as the only one", true);
  }

  /** All, by name; the same objects each time. */
  public synchronized List<CloudProvider> known() {
    if (known == null) {
      known = ProviderChoice.known();
    }
    return known;
  }

  /**
   * The one that is used: what was chosen here, else what the settings said at first use.
   *
   * @throws dev.openmodal.OpenModalException with {@link dev.openmodal.ErrorCode#SETUP} where one
   *     is named that is not here
   */
  public synchronized ProviderChoice current() {
    if (current == null) {
      current = ProviderChoice.of(Settings.of(Setting.PROVIDER), known());
    }
    return current;
  }

  /** Who has chosen that one, such as {@code by OPENMODAL_PROVIDER}; empty where nobody has. */
  public synchronized Optional<String> chooser(CloudProvider provider) {
    if (current == null || !current.provider().equals(provider)) {
      return Optional.of("by its app");
    }
    return current.isDefault() ? Optional.empty() : Optional.of(current.why());
  }

  /** The one that is used in words, or why there is none. */
  public String inWords() {
    try {
      return current().inWords();
    } catch (OpenModalException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /**
   * Takes another one from now on, for this session.
   *
   * @throws dev.openmodal.OpenModalException with {@link dev.openmodal.ErrorCode#SETUP} where it is
   *     not here
   */
  public synchronized ProviderChoice use(String name) {
    current = ProviderChoice.of(new Chosen(name, "in this session", false), known());
    return current;
  }

  /**
   * The one that an app names, or the one that is used.
   *
   * @throws dev.openmodal.OpenModalException with {@link dev.openmodal.ErrorCode#SETUP} where it is
   *     not here
   */
  public CloudProvider of(Optional<String> name) {
    return name.isPresent() ? ProviderChoice.find(name.get(), known()) : current().provider();
  }
}

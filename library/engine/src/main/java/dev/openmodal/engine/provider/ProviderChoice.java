package dev.openmodal.engine.provider;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.setting.Chosen;
import dev.openmodal.spi.CloudProvider;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The provider that is used, and what says so.
 *
 * @param why such as {@code by default}
 * @param isDefault whether nobody has chosen
 */
public record ProviderChoice(CloudProvider provider, String why, boolean isDefault) {
  /**
   * The one of that name.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} where it is not here
   */
  public static ProviderChoice of(Chosen name, List<CloudProvider> known) {
    return new ProviderChoice(
        find(name.value(), known, " It was chosen " + name.by() + "."),
        name.by(),
        name.isDefault());
  }

  /** All that are here, by name. */
  public static List<CloudProvider> known() {
    Set<Class<?>> found = new HashSet<>(); // a loader sees those of the engine's, too
    return OneJar.ofProviders(ProviderChoice.class.getClassLoader()).stream()
        .flatMap(loader -> ServiceLoader.load(CloudProvider.class, loader).stream())
        .filter(provider -> found.add(provider.type()))
        .map(ServiceLoader.Provider::get)
        .sorted(Comparator.comparing(CloudProvider::name))
        .toList();
  }

  /**
   * The one of that name.
   *
   * @throws OpenModalException with {@link ErrorCode#SETUP} where it is not here
   */
  public static CloudProvider find(String name, List<CloudProvider> known) {
    return find(name, known, "");
  }

  private static CloudProvider find(String name, List<CloudProvider> known, String by) {
    String wanted = name.strip().toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(provider -> provider.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> unknown(wanted, known, by));
  }

  private static OpenModalException unknown(String name, List<CloudProvider> known, String by) {
    if (known.isEmpty()) {
      return new OpenModalException(
          ErrorCode.SETUP,
          "This build holds no provider at all. Use the jar dev.openmodal:openmodal.");
    }
    return new OpenModalException(
        ErrorCode.SETUP,
        "This build holds no provider '"
            + name
            + "', only "
            + known.stream().map(CloudProvider::name).collect(Collectors.joining(", "))
            + "."
            + by
            + " Name one of these: "
            + known.stream()
                .map(provider -> provider.name() + " is " + provider.description())
                .collect(Collectors.joining(", "))
            + ".");
  }

  /** {@code process (child JVMs on this machine), by default}. */
  public String inWords() {
    return provider.name() + " (" + provider.description() + "), " + why;
  }
}

package dev.openmodal.engine.call;

import dev.openmodal.CodeSpec;
import dev.openmodal.engine.pool.WorkerState;
import dev.openmodal.engine.provider.Providers;
import dev.openmodal.spi.CloudProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The providers that this client uses, each opened when it is first asked for. */
public final class OpenedProviders {
  private final Providers providers;
  private final Function<CloudProvider, OpenedProvider> opening;
  private final Map<CloudProvider, OpenedProvider> opened = new ConcurrentHashMap<>();

  /**
   * @param opening opens one
   */
  public OpenedProviders(Providers providers, Function<CloudProvider, OpenedProvider> opening) {
    this.providers = providers;
    this.opening = opening;
  }

  /** The one on which that code runs. */
  OpenedProvider of(CodeSpec spec) {
    return open(providers.of(spec.provider()));
  }

  private OpenedProvider open(CloudProvider provider) {
    OpenedProvider known = opened.get(provider);
    return known != null ? known : opened.computeIfAbsent(provider, opening);
  }

  /** Makes what the first worker needs. */
  void prepare() {
    open(providers.of(Optional.empty())).pools().prepare();
  }

  List<WorkerState> workers() {
    return opened.values().stream().flatMap(each -> each.pools().workers().stream()).toList();
  }

  /** Stops what runs and waits, of that app or of all, and ends the workers; answers how many. */
  int stop(Optional<String> app) {
    return opened.values().stream().mapToInt(each -> each.pools().stop(app)).sum();
  }

  /** Closes what lives on workers, and ends all that was started. */
  public void close() {
    opened.values().forEach(each -> each.pools().close());
    opened.keySet().forEach(CloudProvider::close);
  }
}

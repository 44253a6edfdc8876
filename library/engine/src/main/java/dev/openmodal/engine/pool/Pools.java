package dev.openmodal.engine.pool;

import dev.openmodal.WorkerOptions;
import dev.openmodal.engine.environment.JvmSettings;
import java.lang.ref.Cleaner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** All pools of this client. */
public final class Pools {
  private static final Duration MOST_CLOSING = Duration.ofSeconds(4);

  private static final Cleaner CLEANER = Cleaner.create();

  private final WorkerStarter starter;
  private final Map<PoolKey, Pool> pools = new ConcurrentHashMap<>();
  private final Map<String, Integer> holders = new ConcurrentHashMap<>();
  private volatile @Nullable Last last;

  /** What was asked for last, which most often is asked for again. */
  private record Last(
      String app,
      String service,
      WorkerOptions options,
      Path javaHome,
      List<String> settings,
      Pool pool) {}

  /**
   * @param starter starts their workers
   */
  public Pools(WorkerStarter starter) {
    this.starter = starter;
  }

  /** Lets nobody be told where code runs: what is shown is a program's own. */
  public void startSilently() {
    starter.startSilently();
  }

  /** Makes what the first worker needs. */
  public void prepare() {
    starter.prepare();
  }

  /**
   * The pool for those options in this JVM's settings.
   *
   * @param service the id of the service's snapshot; empty if it is for none
   */
  public Pool of(String app, String service, WorkerOptions options, Path javaHome) {
    List<String> settings = JvmSettings.asOptions();
    Last known = last;
    if (known != null
        && known.options().equals(options)
        && known.settings().equals(settings)
        && known.app().equals(app)
        && known.service().equals(service)
        && known.javaHome().equals(javaHome)) {
      return known.pool();
    }
    Pool pool =
        pools.computeIfAbsent(
            PoolKey.of(app, service, options, javaHome), key -> new Pool(key, starter));
    last = new Last(app, service, options, javaHome, settings, pool);
    return pool;
  }

  /**
   * Workers of a service are kept warm for no longer than somebody can reach one of its holders: in
   * a notebook a service that is declared again with other code takes the place of the one before.
   *
   * @param service the id of its snapshot
   */
  public void keepWhileReachable(Object holder, String service) {
    holders.merge(service, 1, Integer::sum);
    CLEANER.register(holder, () -> letGo(service));
  }

  private void letGo(String service) {
    if (holders.computeIfPresent(service, (id, count) -> count > 1 ? count - 1 : null) == null) {
      pools.forEach(
          (key, pool) -> {
            if (key.service().equals(service)) {
              pool.letGo();
            }
          });
    }
  }

  /** All workers. */
  public List<WorkerState> workers() {
    return pools.values().stream().flatMap(pool -> pool.states().stream()).toList();
  }

  /** Stops what runs and waits, of that app or of all, and ends the workers; answers how many. */
  public int stop(Optional<String> app) {
    return pools.entrySet().stream()
        .filter(entry -> app.isEmpty() || app.get().equals(entry.getKey().app()))
        .mapToInt(entry -> entry.getValue().stop())
        .sum();
  }

  /** Closes what lives on workers, and waits a short time for it. */
  public void close() {
    List<CompletableFuture<?>> ends = new ArrayList<>();
    pools.values().forEach(pool -> ends.addAll(pool.leave()));
    try {
      CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
          .get(MOST_CLOSING.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // their provider ends them
    }
  }
}

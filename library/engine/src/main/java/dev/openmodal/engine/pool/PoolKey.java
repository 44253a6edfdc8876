package dev.openmodal.engine.pool;

import dev.openmodal.ContainerOptions;
import dev.openmodal.DataSize;
import dev.openmodal.WorkerOptions;
import dev.openmodal.engine.environment.JvmSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the workers of one pool have in common.
 *
 * @param app the app that they are for
 * @param service the snapshot of the service whose object lives on them; empty if none does
 * @param javaHome their Java
 * @param jvmOptions all options of their JVM
 * @param residentLimit the resident size at which they are ended
 * @param cpu the CPUs asked for
 * @param env the environment variables asked for
 * @param container what their containers are to be
 * @param concurrency how many calls run in one of them at a time
 * @param minContainers how many are kept warm
 * @param maxContainers how many there are at most
 * @param isForArchive whether it is there only to leave a class-data archive
 */
public record PoolKey(
    String app,
    String service,
    Path javaHome,
    List<String> jvmOptions,
    Optional<DataSize> residentLimit,
    Optional<Double> cpu,
    Map<String, String> env,
    ContainerOptions container,
    int concurrency,
    int minContainers,
    int maxContainers,
    boolean isForArchive) {

  /** What a JVM takes beside its heap: code, metaspace, stacks, buffers. */
  private static final long BESIDE_HEAP = DataSize.parse("256Mi").bytes();

  /**
   * One part in so many of the heap is for young objects at most. Left to itself the serial
   * collector keeps a third for them, and cannot hold one array of 1 GiB in a heap of 1.5.
   */
  private static final int YOUNG_SHARE = 8;

  /** Small while idle, quick to start, and silent in the temporary folder. */
  private static final List<String> LEAN =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms8m",
          "-XX:MinHeapFreeRatio=40",
          "-XX:MaxHeapFreeRatio=60",
          "-XX:-UsePerfData",
          "-XX:+UnlockDiagnosticVMOptions", // for the next
          "-XX:+DebugNonSafepoints", // a profile sees into loops
          "-Xshare:auto",
          "-Dio.grpc.netty.shaded.io.netty.allocator.type=unpooled",
          "-Dio.grpc.netty.shaded.io.netty.noUnsafe=true",
          "-Dkryo.unsafe=false");

  /** The pool for those options in this JVM's settings. */
  public static PoolKey of(String app, String service, WorkerOptions options, Path javaHome) {
    List<String> jvm = new ArrayList<>(LEAN);
    jvm.addAll(JvmSettings.asOptions());
    options.cpu().ifPresent(cpu -> jvm.add("-XX:ActiveProcessorCount=" + (int) Math.ceil(cpu)));
    options
        .memory()
        .ifPresent(
            memory -> {
              jvm.add("-Xmx" + memory.bytes());
              jvm.add("-XX:MaxNewSize=" + memory.bytes() / YOUNG_SHARE);
            });
    jvm.addAll(options.jvmOptions());
    return new PoolKey(
        app,
        service,
        javaHome,
        List.copyOf(jvm),
        options.memory().map(memory -> new DataSize(memory.bytes() + BESIDE_HEAP)),
        options.cpu(),
        options.env(),
        options.container(),
        options.scaling().concurrency(),
        options.scaling().minContainers(),
        options.scaling().maxContainers().orElse(defaultMaxContainers(options)),
        false);
  }

  /** As many as this machine has processors. */
  private static int defaultMaxContainers(WorkerOptions options) {
    return Math.max(options.scaling().minContainers(), Runtime.getRuntime().availableProcessors());
  }

  /** For a worker on the same Java that writes the archive when it ends. */
  PoolKey forArchive(String archive) {
    List<String> jvm = new ArrayList<>(LEAN);
    jvm.addAll(JvmSettings.asOptions());
    jvm.add("-Dopenmodal.archive=true");
    jvm.add("-XX:ArchiveClassesAtExit=" + archive);
    jvm.add("-Xlog:cds=off");
    jvm.add("-Xlog:cds+dynamic=off");
    return new PoolKey(
        app,
        "",
        javaHome,
        List.copyOf(jvm),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        container,
        1,
        0,
        1,
        true);
  }
}

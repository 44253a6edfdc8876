package dev.openmodal.agent;

import java.util.concurrent.CountDownLatch;

/** What a worker holds, shared by its sessions. */
final class Worker {
  private final Lease lease;
  private final EnvironmentCache cache;
  private final Environments environments;
  private final SnapshotStore snapshots;
  private final Services services;
  private final CountDownLatch end = new CountDownLatch(1);
  private final Blobs blobs = new Blobs();
  private final CallQueue calls;
  private final CallThreads threads;
  private final RealOutput real;
  private final OutputRouting routing;

  Worker(
      Lease lease,
      EnvironmentCache cache,
      ClassLoader api,
      ProcessWatch processes,
      RealOutput real,
      OutputRouting routing) {
    this.lease = lease;
    this.cache = cache;
    this.environments = new Environments(cache, api);
    this.snapshots = new SnapshotStore();
    this.services = new Services(snapshots, real);
    this.calls = new CallQueue();
    this.threads = new CallThreads(processes);
    this.real = real;
    this.routing = routing;
  }

  Lease lease() {
    return lease;
  }

  EnvironmentCache cache() {
    return cache;
  }

  Environments environments() {
    return environments;
  }

  SnapshotStore snapshots() {
    return snapshots;
  }

  Services services() {
    return services;
  }

  /** Its client has gone, or needs it no more. */
  void leave() {
    end.countDown();
  }

  /** Returns when it has to end. */
  void awaitEnd() throws InterruptedException {
    end.await();
  }

  Blobs blobs() {
    return blobs;
  }

  CallQueue calls() {
    return calls;
  }

  CallThreads threads() {
    return threads;
  }

  RealOutput real() {
    return real;
  }

  OutputRouting routing() {
    return routing;
  }

  /** Removes old files from the cache, aside. */
  void sweepCache() {
    Daemons.named("openmodal-sweep").newThread(cache::sweep).start();
  }

  /** From now on so many calls may run at a time. */
  void allow(int calls) {
    threads.keep(calls);
    this.calls.allow(calls);
  }

  void flushOutput() {
    calls.running().forEach(CallRun::flush);
  }
}

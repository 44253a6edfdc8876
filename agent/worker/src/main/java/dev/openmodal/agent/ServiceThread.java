package dev.openmodal.agent;

import java.util.concurrent.CountDownLatch;

/**
 * Where a service's object is made: not in the thread of the call that is the first to need it, or
 * what the object starts for its whole life would end with that call. What is printed there is that
 * call's, and a cancel of that call interrupts it.
 */
final class ServiceThread {
  private final CallThread thread;
  private final OutputRouting routing;
  private final CallOutput output;

  ServiceThread(
      String serviceId, ProcessWatch processes, OutputRouting routing, CallOutput output) {
    this.thread = new CallThread(serviceId, processes);
    this.routing = routing;
    this.output = output;
  }

  CallThread thread() {
    return thread;
  }

  /** Returns when it has ended. */
  void run(Runnable making) {
    CountDownLatch done = new CountDownLatch(1);
    thread.take(
        () -> {
          try {
            routing.enterAside(output);
            making.run();
          } finally {
            done.countDown();
          }
        });
    thread.end();
    boolean wasInterrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        wasInterrupted = true;
        if (done.getCount() > 0) { // what a finished object has started is not the call's
          thread.interrupt();
        }
      }
    }
    if (wasInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}

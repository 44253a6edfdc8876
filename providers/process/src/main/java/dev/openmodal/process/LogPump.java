package dev.openmodal.process;

import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.spi.InstanceOutput;
import dev.openmodal.spi.StreamEnd;
import java.io.IOException;
import java.io.InputStream;

/** Reads one of a child's streams to its end and hands it on. */
final class LogPump {
  private final InputStream from;
  private final boolean error;
  private final InstanceOutput to;
  private final StreamEnd end = new StreamEnd();

  LogPump(InputStream from, boolean error, InstanceOutput to) {
    this.from = from;
    this.error = error;
    this.to = to;
  }

  void start(String name) {
    daemon(this::run, name).start();
  }

  static Thread daemon(Runnable task, String name) {
    Thread thread = OwnThreads.daemon(name, task);
    return thread;
  }

  /** How far it has got. */
  StreamEnd end() {
    return end;
  }

  private void run() {
    byte[] buffer = new byte[16 * 1024];
    try {
      for (int count; (count = read(buffer)) >= 0; ) {
        end.handsOn(true);
        to.write(error, buffer, count);
      }
      if (!error) {
        to.end();
      }
    } catch (IOException e) {
      // The child has ended.
    } finally {
      end.reach();
    }
  }

  private int read(byte[] buffer) throws IOException {
    end.handsOn(false);
    return from.read(buffer);
  }
}

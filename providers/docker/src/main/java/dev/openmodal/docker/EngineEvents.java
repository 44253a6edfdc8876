package dev.openmodal.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import java.io.Closeable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hears from the Engine how containers of this client end. */
final class EngineEvents implements Closeable {
  private static final int STARTED_WITHIN_SECONDS = 10;

  /** Is told of one container. */
  interface Listener {
    /** A process of it was killed because its memory was used up. */
    void outOfMemory();

    /** Its first process has ended. */
    void died(int exitCode);

    /** Nothing more is heard: the Engine has ended, or the connection to it. */
    void silence();
  }

  private final DockerClient docker;
  private final Map<String, Listener> listeners = new ConcurrentHashMap<>();
  private @Nullable Stream stream;

  EngineEvents(DockerClient docker) {
    this.docker = docker;
  }

  /** Hears of that container from now on; to be called before it starts. */
  void add(String container, Listener listener) {
    listeners.put(container, listener);
    open();
  }

  void remove(String container) {
    listeners.remove(container);
  }

  /** Opens the stream, again where it has broken. */
  private synchronized void open() {
    if (stream == null || stream.isOver) {
      Stream opened = new Stream();
      docker
          .eventsCmd()
          .withEventTypeFilter(EventType.CONTAINER)
          .withLabelFilter(Labels.CLIENT + "=" + Labels.client())
          .withEventFilter("die", "oom")
          .exec(opened);
      try {
        if (!opened.awaitStarted(STARTED_WITHIN_SECONDS, TimeUnit.SECONDS)) {
          opened.closeQuietly();
          throw new IllegalStateException("the Engine does not send its events");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      stream = opened;
    }
  }

  @Override
  public synchronized void close() {
    if (stream != null) {
      stream.closeQuietly();
    }
  }

  private final class Stream extends ResultCallback.Adapter<Event> {
    private volatile boolean isOver;

    @Override
    public void onNext(Event event) {
      Listener listener = event.getId() == null ? null : listeners.get(event.getId());
      if (listener == null) {
        return;
      }
      if ("oom".equals(event.getAction())) {
        listener.outOfMemory();
      } else {
        listener.died(exitCode(event));
      }
    }

    private int exitCode(Event event) {
      Map<String, String> attributes =
          event.getActor() == null ? null : event.getActor().getAttributes();
      String code = attributes == null ? null : attributes.get("exitCode");
      return code == null ? -1 : Integer.parseInt(code);
    }

    @Override
    public void onComplete() {
      over();
      super.onComplete();
    }

    @Override
    public void onError(Throwable broken) {
      over();
      super.onError(broken);
    }

    private void over() {
      isOver = true;
      listeners.values().forEach(Listener::silence);
    }

    void closeQuietly() {
      try {
        close();
      } catch (java.io.IOException e) {
        // it is over in any case
      }
    }
  }
}

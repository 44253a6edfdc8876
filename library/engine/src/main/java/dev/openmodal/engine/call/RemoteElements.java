package dev.openmodal.engine.call;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.engine.pool.ElementFlow;
import dev.openmodal.engine.pool.Execution;
import dev.openmodal.engine.pool.Inbox;
import dev.openmodal.engine.pool.Pool;
import dev.openmodal.wire.proto.Streaming;
import java.io.IOException;
import java.lang.ref.Cleaner;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a result that the code goes on to make, in their order. They are made some way
 * ahead of their use, and no further. Closing this, or letting go of it, stops the code.
 */
final class RemoteElements implements Iterator<@Nullable Object>, AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Prepared code;
  private final Execution execution;
  private final Inbox inbox;
  private final ElementFlow flow;
  private final Consumer<Execution.Output> screen;
  private final Cleaner.Cleanable remote;
  private @Nullable Object next;
  private boolean hasNext;
  private boolean isOver;

  /** Ends the remote code; without a reference to the elements. */
  private record Remote(Pool pool, Execution execution, Inbox inbox) implements Runnable {
    @Override
    public void run() {
      pool.cancel(execution); // does nothing if it has ended
      inbox.abandon();
    }
  }

  /**
   * @param inbox where the elements come in
   * @param screen shows what the code prints meanwhile
   */
  RemoteElements(
      Prepared code,
      Execution execution,
      Inbox inbox,
      ElementFlow flow,
      Consumer<Execution.Output> screen) {
    this.code = code;
    this.execution = execution;
    this.inbox = inbox;
    this.flow = flow;
    this.screen = screen;
    remote = CLEANER.register(this, new Remote(code.pool(), execution, inbox));
  }

  /** As what the code has returned. */
  Object as(Streaming.Kind kind) {
    Object result =
        switch (kind) {
          case INT_STREAM -> stream().mapToInt(each -> (Integer) each);
          case LONG_STREAM -> stream().mapToLong(each -> (Long) each);
          case DOUBLE_STREAM -> stream().mapToDouble(each -> (Double) each);
          case ITERATOR -> this;
          default -> stream();
        };
    try {
      code.results().checkType(result, execution.workerName());
    } catch (OpenModalException e) {
      close();
      throw e;
    }
    return result;
  }

  private Stream<@Nullable Object> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED), false)
        .onClose(this::close);
  }

  @Override
  public boolean hasNext() {
    if (hasNext || isOver) {
      return hasNext;
    }
    boolean isWhole = false;
    try {
      hasNext = await();
      isWhole = true;
      return hasNext;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw code.results()
          .fromHere(
              new OpenModalException(
                  ErrorCode.CANCELLED,
                  "The call of app "
                      + code.spec().app()
                      + " was interrupted here while its result was read; its remote work is"
                      + " stopped."));
    } catch (Throwable e) {
      StackTraces.trimOwn(e);
      throw RemoteElements.<RuntimeException>unchecked(e);
    } finally {
      if (!isWhole) {
        close(); // also where a shell stops this thread by an exception of its own
      }
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  /** Takes the next element; false if there is none. */
  private boolean await() throws Throwable {
    while (true) {
      Execution.Event event = inbox.next();
      if (event instanceof Execution.Output output) {
        screen.accept(output);
      } else if (event instanceof Execution.Element element) {
        next = read(element);
        flow.taken(element.size(), !inbox.isBehind());
        return true;
      } else if (event instanceof Execution.Ended ended) {
        isOver = true;
        remote.clean();
        Object unused = code.results().read(ended, execution); // throws where it has failed
        return false;
      }
    }
  }

  private @Nullable Object read(Execution.Element element) {
    try {
      return code.results().readElement(element.source().open(), execution.workerName());
    } catch (IOException e) {
      throw new OpenModalException(
          ErrorCode.RESULT_UNREADABLE,
          "An element of the result cannot be fetched from its worker ("
              + execution.workerName()
              + "): "
              + e.getMessage()
              + ". Make room on the disk if that is full, or call again.",
          e);
    }
  }

  @Override
  public @Nullable Object next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the remote code has given its last element");
    }
    Object taken = next;
    next = null;
    hasNext = false;
    return taken;
  }

  @Override
  public void close() {
    isOver = true;
    hasNext = false;
    next = null;
    remote.clean();
  }
}

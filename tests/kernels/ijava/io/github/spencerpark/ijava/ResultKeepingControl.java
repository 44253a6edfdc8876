package io.github.spencerpark.ijava;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jshell.execution.DirectExecutionControl;

/** Runs snippets on a thread of their own, and keeps their values as objects. */
final class ResultKeepingControl extends DirectExecutionControl {
  private static final Object NULL = new Object();

  private final ExecutorService threads =
      Executors.newCachedThreadPool(work -> new Thread(work, "IJava-executor"));
  private final Map<String, Object> values = new ConcurrentHashMap<>();
  private final Set<Future<Object>> running = ConcurrentHashMap.newKeySet(); // magics nest

  @Override
  protected String invoke(Method snippet) throws Exception {
    Future<Object> task = threads.submit(() -> snippet.invoke(null));
    running.add(task);
    Object value;
    try {
      value = task.get();
    } catch (CancellationException e) {
      throw new UserException("Execution interrupted.", "Execution Interrupted", e.getStackTrace());
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause() instanceof InvocationTargetException call ? call.getCause() : e.getCause();
      throw new UserException(String.valueOf(thrown.getMessage()), thrown.getClass().getName(), thrown.getStackTrace());
    } finally {
      running.remove(task);
    }
    String key = UUID.randomUUID().toString();
    values.put(key, value == null ? NULL : value);
    return key;
  }

  Object take(String key) {
    Object value = values.remove(key);
    return value == NULL ? null : value;
  }

  void interrupt() {
    running.forEach(task -> task.cancel(true));
  }

  @Override
  public void stop() {
    threads.shutdownNow();
  }
}

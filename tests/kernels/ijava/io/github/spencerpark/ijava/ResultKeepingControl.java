package io.github.spencerpark.ijava;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
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

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "IJava-executor"));
  private final Map<String, Object> values = new ConcurrentHashMap<>();
  private volatile Future<Object> running;

  @Override
  protected String invoke(Method snippet) throws Exception {
    running = thread.submit(() -> snippet.invoke(null));
    Object value;
    try {
      value = running.get();
    } catch (CancellationException e) {
      throw new StoppedException();
    } catch (ExecutionException e) {
      Throwable thrown = e.getCause() instanceof InvocationTargetException call ? call.getCause() : e.getCause();
      throw new UserException(String.valueOf(thrown.getMessage()), thrown.getClass().getName(), thrown.getStackTrace());
    }
    String key = UUID.randomUUID().toString();
    values.put(key, value == null ? NULL : value);
    return key;
  }

  Object take(String key) {
    Object value = values.remove(key);
    return value == NULL ? null : value;
  }

  @Override
  public void stop() {
    Future<Object> now = running;
    if (now != null) {
      now.cancel(true);
    }
  }
}

package dev.openmodal.agent;

import dev.openmodal.Captured;
import dev.openmodal.CodeSpec;
import dev.openmodal.ErrorCode;
import dev.openmodal.Fn0;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import dev.openmodal.bridge.CallHandle;
import dev.openmodal.bridge.Engine;
import dev.openmodal.bridge.MapHandle;
import dev.openmodal.bridge.ServiceHandle;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** What the API finds behind it in a worker: remote code runs here and starts nothing further. */
final class NestedCalls implements Engine {
  @Override
  public @Nullable Object call(CodeSpec spec, @Nullable Object[] arguments) {
    throw refusal("remote", spec.app());
  }

  @Override
  public CallHandle spawn(CodeSpec spec, @Nullable Object[] arguments) {
    throw refusal("spawn", spec.app());
  }

  @Override
  public MapHandle map(CodeSpec spec, int arity, Iterator<?> inputs) {
    throw refusal("map", spec.app());
  }

  @Override
  public ServiceHandle service(CodeSpec spec) {
    throw refusal("function", spec.app());
  }

  @Override
  public Captured captured(CodeSpec spec) {
    throw refusal("captured", spec.app());
  }

  @Override
  public String describe(String kind, CodeSpec spec) {
    return kind + " of app " + spec.app() + ", inside remote code: local() runs it";
  }

  @Override
  public boolean beginCell(String... options) {
    throw refusal("cell", "of a notebook");
  }

  @Override
  public <R extends @Nullable Object> RemoteFunction0<R> cell(Fn0<R> code, String... options) {
    throw refusal("cell", "of a notebook");
  }

  @Override
  public int command(boolean isSession, String... arguments) {
    throw new OpenModalException(
        ErrorCode.NESTED_CALL,
        "The openmodal command was used inside remote code: a worker starts no workers. Return to"
            + " the notebook and use it there.");
  }

  private static OpenModalException refusal(String method, String app) {
    return new OpenModalException(
        ErrorCode.NESTED_CALL,
        method
            + "() was called inside remote code (app "
            + app
            + "): a worker starts no workers. Call local() there, or return, and"
            + " call "
            + method
            + "() again.");
  }
}

package dev.openmodal.engine;

import dev.openmodal.ErrorCode;
import dev.openmodal.OpenModalException;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.engine.call.CallRegister;
import dev.openmodal.engine.call.Caller;
import dev.openmodal.engine.client.ClientState;
import dev.openmodal.engine.client.LogPart;
import dev.openmodal.engine.command.Session;
import dev.openmodal.engine.output.CallState;
import dev.openmodal.engine.pool.WorkerState;
import dev.openmodal.engine.provider.Providers;
import dev.openmodal.engine.session.Program;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** This program, as far as it has called anything: what is asked about it makes nothing. */
final class OwnSession implements Session {
  private final CallRegister calls;
  private final Providers providers;
  private final Supplier<@Nullable Caller> caller;

  /**
   * @param caller null before the first call
   */
  OwnSession(CallRegister calls, Providers providers, Supplier<@Nullable Caller> caller) {
    this.calls = calls;
    this.providers = providers;
    this.caller = caller;
  }

  private Optional<Caller> caller() {
    return Optional.ofNullable(caller.get());
  }

  @Override
  public List<WorkerState> workers() {
    return caller().map(Caller::workers).orElse(List.of());
  }

  @Override
  public ClientState state() {
    return new ClientState(
        ProcessHandle.current().pid(),
        Program.name(),
        Path.of("").toAbsolutePath().toString(),
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
        OneJar.version());
  }

  @Override
  public int stop(Optional<String> app) {
    return caller().map(made -> made.stop(app)).orElse(0);
  }

  @Override
  public List<CallState> calls() {
    return calls.all();
  }

  @Override
  public Optional<LogPart> log(long call, long from) {
    return calls.find(call).map(entry -> entry.logs(from));
  }

  @Override
  public Providers providers() {
    return providers;
  }

  @Override
  public boolean isNotebook() {
    return Notebooks.current().isPresent();
  }

  @Override
  public @Nullable Object value(String expression) {
    return Notebooks.current()
        .orElseThrow(
            () ->
                new OpenModalException(
                    ErrorCode.SETUP,
                    "Only a notebook's magic can look up '"
                        + expression
                        + "'. Here type "
                        + expression
                        + ".captured()."))
        .value(expression);
  }
}

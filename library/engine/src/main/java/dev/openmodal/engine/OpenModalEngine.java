package dev.openmodal.engine;

import com.google.errorprone.annotations.concurrent.LazyInit;
import dev.openmodal.Captured;
import dev.openmodal.CodeSpec;
import dev.openmodal.Fn0;
import dev.openmodal.OpenModalException;
import dev.openmodal.RemoteFunction0;
import dev.openmodal.bridge.CallHandle;
import dev.openmodal.bridge.Engine;
import dev.openmodal.bridge.FirstClasses;
import dev.openmodal.bridge.Home;
import dev.openmodal.bridge.MapHandle;
import dev.openmodal.bridge.Notebooks;
import dev.openmodal.bridge.OneJar;
import dev.openmodal.bridge.OwnThreads;
import dev.openmodal.bridge.ServiceHandle;
import dev.openmodal.engine.call.CallRegister;
import dev.openmodal.engine.call.Caller;
import dev.openmodal.engine.call.OpenedProvider;
import dev.openmodal.engine.call.OpenedProviders;
import dev.openmodal.engine.call.Preflight;
import dev.openmodal.engine.call.StackTraces;
import dev.openmodal.engine.capture.Arguments;
import dev.openmodal.engine.capture.Capturer;
import dev.openmodal.engine.cell.Cards;
import dev.openmodal.engine.cell.Note;
import dev.openmodal.engine.client.ClientSocket;
import dev.openmodal.engine.command.CellCommand;
import dev.openmodal.engine.command.Completion;
import dev.openmodal.engine.command.OpenModalCommand;
import dev.openmodal.engine.command.Session;
import dev.openmodal.engine.environment.EnvironmentReader;
import dev.openmodal.engine.jdk.JavaVersions;
import dev.openmodal.engine.log.CallLog;
import dev.openmodal.engine.log.ClientLog;
import dev.openmodal.engine.log.LogLevel;
import dev.openmodal.engine.output.Screen;
import dev.openmodal.engine.pool.Pools;
import dev.openmodal.engine.pool.RunFolder;
import dev.openmodal.engine.pool.WorkerStarter;
import dev.openmodal.engine.provider.Providers;
import dev.openmodal.engine.session.ReplayNotice;
import dev.openmodal.engine.session.SessionTerminal;
import dev.openmodal.engine.session.SessionWatch;
import dev.openmodal.engine.setting.Setting;
import dev.openmodal.engine.setting.Settings;
import dev.openmodal.spi.CloudProvider;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** This JVM's engine. Cheap to make; what calls need is made by the first call. */
public final class OpenModalEngine implements Engine {
  private final Capturer capturer = new Capturer(Engine.class);

  @LazyInit private @Nullable Caller caller;
  private final ReplayNotice replays = new ReplayNotice(Home.run());
  private final SessionWatch session = new SessionWatch();
  private final AtomicBoolean hasCalled = new AtomicBoolean();
  private final CallRegister calls =
      new CallRegister(new CallLog.Keeper(Home.log().resolve("calls")));
  private volatile WeakReference<@Nullable Object> wholeCell = new WeakReference<>(null);
  private final Providers providers = new Providers();
  private final Session commands = new OwnSession(calls, providers, () -> caller);

  @Override
  public @Nullable Object call(CodeSpec spec, @Nullable Object[] arguments) {
    try (OwnContext own = new OwnContext()) {
      replays.beforeCall(spec.code());
      session.beforeCall(spec.code());
      Object result = caller().call(spec, arguments, spec.code() == wholeCell.get());
      if (!hasCalled.getAndSet(true)) {
        OwnThreads.daemon("openmodal-remember", () -> FirstClasses.remember(getClass())).start();
      }
      return result;
    } catch (Throwable thrown) {
      StackTraces.trimOwn(thrown);
      throw OpenModalEngine.<RuntimeException>unchecked(thrown);
    }
  }

  @Override
  public CallHandle spawn(CodeSpec spec, @Nullable Object[] arguments) {
    return begin(spec, engine -> engine.spawn(spec, arguments));
  }

  @Override
  public MapHandle map(CodeSpec spec, int arity, Iterator<?> inputs) {
    return begin(spec, engine -> engine.map(spec, arity, inputs));
  }

  @Override
  public ServiceHandle service(CodeSpec spec) {
    return begin(spec, engine -> engine.service(spec));
  }

  /** What starts something that goes on when this returns. */
  private interface Beginning<T> {
    T with(Caller caller) throws IOException;
  }

  private <T> T begin(CodeSpec spec, Beginning<T> beginning) {
    try (OwnContext own = new OwnContext()) {
      replays.beforeCall(spec.code());
      session.beforeCall(spec.code());
      return beginning.with(caller());
    } catch (Throwable thrown) {
      StackTraces.trimOwn(thrown);
      throw OpenModalEngine.<RuntimeException>unchecked(thrown);
    }
  }

  @Override
  public void prepare() {
    try (OwnContext own = new OwnContext()) {
      caller().prepare();
    }
  }

  @Override
  public Captured captured(CodeSpec spec) {
    try (OwnContext own = new OwnContext()) {
      return capturer
          .capture(spec.code(), Arguments.none(), spec.options().captureLimit())
          .report()
          .get();
    } catch (OpenModalException e) {
      StackTraces.trimOwn(e);
      throw e;
    }
  }

  @Override
  public String describe(String kind, CodeSpec spec) {
    String head = kind + " of app " + spec.app();
    try {
      return head + ", captures " + captured(spec).inOneLine();
    } catch (OpenModalException e) {
      return head + ", cannot run remotely: " + e.getMessage();
    }
  }

  @Override
  public Map<String, String> content(Object shown) {
    return new Cards(id -> calls.find(id).flatMap(CallRegister.Entry::state)).content(shown);
  }

  @Override
  public boolean beginCell(String... options) {
    return CellCommand.begin(options);
  }

  @Override
  public <R extends @Nullable Object> RemoteFunction0<R> cell(Fn0<R> code, String... options) {
    wholeCell = new WeakReference<>(code);
    return CellCommand.parse(options).function(code);
  }

  @Override
  public List<String> complete(boolean isCell, String typed) {
    return Completion.of(isCell, typed);
  }

  @Override
  public int command(boolean isSession, String... arguments) {
    return OpenModalCommand.run(isSession ? Optional.of(commands) : Optional.empty(), arguments);
  }

  private synchronized Caller caller() {
    if (caller == null) {
      LogLevel level = LogLevel.ofThisClient();
      var unused = providers.current(); // which may be none of this build: nothing is made then
      RunFolder run = RunFolder.ofThisClient(Home.run());
      Path temporary = run.path();
      ClientLog log = new ClientLog(Home.log(), level);
      log.info("openmodal " + OneJar.version() + ", Java " + Runtime.version());
      ClientSocket socket = new ClientSocket(temporary, commands);
      socket.start();
      Runtime.getRuntime()
          .addShutdownHook(
              OwnThreads.daemon(
                  "openmodal-delete-workers",
                  () -> {
                    socket.close();
                    closeProviders();
                    run.delete();
                    log.close();
                  }));
      Screen screen = new Screen(SessionTerminal.find());
      caller =
          new Caller(
              capturer,
              new EnvironmentReader(Home.cache().resolve("folders")),
              new OpenedProviders(providers, provider -> open(provider, temporary, log, screen)),
              temporary,
              log,
              calls,
              screen);
    }
    return caller;
  }

  private OpenedProvider open(
      CloudProvider provider, Path temporary, ClientLog log, Screen screen) {
    log.info("provider " + provider.name());
    provider.prepare();
    return new OpenedProvider(
        new Preflight(
            provider,
            providers::known,
            new JavaVersions(
                Home.cache().resolve("java"),
                () -> Settings.of(Setting.JAVA),
                line -> tell(screen, line))),
        new Pools(
            new WorkerStarter(
                provider,
                providers.chooser(provider),
                ownJar(),
                temporary,
                log,
                line -> tell(screen, line))));
  }

  private static void tell(Screen screen, String line) {
    try {
      if (Notebooks.current().isPresent()) {
        Notebooks.current().get().cell().show(Note.content(line));
        return;
      }
    } catch (RuntimeException | LinkageError e) { // of a kernel that is other than we know it
      // said as to anybody else
    }
    screen.say(line);
  }

  private void closeProviders() {
    Caller made = caller;
    if (made != null) {
      made.close();
    }
  }

  private static Path ownJar() {
    try {
      return Path.of(Engine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a code source is a file", e);
    }
  }

  /** The context class loader during our own work, so that our libraries find their services. */
  private static final class OwnContext implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final @Nullable ClassLoader before = thread.getContextClassLoader();

    OwnContext() {
      thread.setContextClassLoader(OpenModalEngine.class.getClassLoader());
    }

    @Override
    public void close() {
      thread.setContextClassLoader(before);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }
}

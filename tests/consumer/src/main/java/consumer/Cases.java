package consumer;

import static dev.openmodal.OpenModal.app;

import dev.openmodal.App;
import dev.openmodal.OpenModalException;
import java.io.StringReader;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a program's lambdas may reach; prints a line of each. */
public final class Cases {
  private static final Logger LOG = LoggerFactory.getLogger(Cases.class);
  private static final AtomicInteger STATIC = new AtomicInteger(1);
  private static final App APP = app("cases");

  private final int rate;
  private final StringReader reader;

  enum Side {
    BUY,
    SELL
  }

  record Trade(String name, Side side, double price) {}

  /** An exception of the program's own. */
  static final class TooDear extends Exception {
    private static final long serialVersionUID = 1;

    TooDear(String message) {
      super(message);
    }
  }

  interface Pricer {
    double price(Trade trade);
  }

  private Cases(int rate, StringReader reader) {
    this.rate = rate;
    this.reader = reader;
  }

  /** Takes `this` along, for its field. */
  private double remoteRate(Trade trade) {
    return APP.function((Trade t) -> t.price() * rate).remote(trade);
  }

  private static String said(Runnable call) {
    try {
      call.run();
      return "nothing";
    } catch (OpenModalException e) {
      return e.getMessage();
    } catch (Exception e) {
      return e.getClass().getName() + ": " + e.getMessage();
    }
  }

  /** Prints the cases, and how long ago the last one ended when this returns. */
  public static void main(String[] arguments) {
    Trade ore = new Trade("ore", Side.BUY, 2.5);
    print("record", APP.function((Trade t) -> new Trade("tin", Side.SELL, t.price() * 2)).remote(ore));
    UnaryOperator<String> plain = text -> text + "!";
    print("plain lambda", APP.function((String s) -> plain.apply(s)).remote("a"));
    print("method reference", APP.function(String.class, Integer::parseInt).remote("42"));
    print("this", new Cases(3, null).remoteRate(ore));
    print("this with a stream", said(() -> new Cases(3, new StringReader("")).remoteRate(ore)));
    STATIC.set(7);
    print("static field", APP.function(() -> STATIC.incrementAndGet()).remote());
    print("static field again", APP.function(() -> STATIC.incrementAndGet()).remote());
    print("static field here", STATIC.get());
    int given = STATIC.get();
    print("local variable", APP.function(() -> given).remote());
    print(
        "exception",
        said(
            () ->
                APP.action((Trade t) -> { throw new TooDear(t.name()); }).remote(ore)));
    var pricer = APP.service(Pricer.class, () -> t -> t.price() + 1);
    print("service", pricer.proxy().price(ore));
    print("map", APP.function((Integer n) -> Map.of(n, n * n)).map(java.util.List.of(1, 2)).toList());
    APP.action(() -> LOG.info("a logger of the worker")).remote();
    System.out.println("ended at " + System.currentTimeMillis());
  }

  private static void print(String what, Object result) {
    System.out.println(what + ": " + result);
  }
}

import java.util.concurrent.Callable;
final class Tour {
  static final boolean COLOUR = Boolean.getBoolean("tour.colour");
  static final int COLUMNS = Math.min(80, Integer.getInteger("tour.columns", 80));
  static long took;
  static Object value;
  static Throwable thrown;
  static boolean isVoid;
  static int failures;

  interface Statement { void run() throws Exception; }

  static void timed(Callable<?> code) throws Exception { time(false, () -> value = code.call()); }

  static void timed(Statement code) throws Exception { time(true, code); }

  private static void time(boolean isVoid, Statement code) throws Exception {
    Tour.isVoid = isVoid;
    thrown = null;
    long start = System.nanoTime();
    try {
      code.run();
    } catch (Exception | Error e) {
      thrown = e;
      if (!isPartOfTheTour(e)) { failures++; }
      hideTheTour(e);
      throw e;
    } finally {
      took = System.nanoTime() - start;
    }
  }

  private static boolean isPartOfTheTour(Throwable e) {
    return e instanceof IllegalArgumentException
        || e instanceof OpenModalException o && o.code() == ErrorCode.CAPTURE_REFUSED;
  }

  private static void hideTheTour(Throwable e) {
    var rest = new ArrayList<StackTraceElement>();
    for (var frame : e.getStackTrace()) {
      if (frame.getClassName().contains("Tour")) { break; }
      rest.add(frame);
    }
    // the lambda that the call stands in, named as jshell names a snippet's own code
    int last = rest.size() - 1;
    var call = rest.get(last);
    rest.set(last, new StackTraceElement(call.getClassName(), "do_it$", call.getFileName(), call.getLineNumber()));
    e.setStackTrace(rest.toArray(new StackTraceElement[0]));
  }

  /** A = among the lines stands for the result of the call before. */
  static void show(Supplier<Long> worker, String... lines) {
    for (String line : lines) {
      if (line.equals("=")) {
        result(worker);
      } else if (line.startsWith("//")) {
        System.out.println(paint("2", line));
      } else if (line.isEmpty()) {
        System.out.println();
      } else {
        System.out.println(paint("36", line.substring(0, 8)) + line.substring(8));
      }
    }
  }

  private static void result(Supplier<Long> worker) {
    boolean isSent = worker != null && !(thrown instanceof OpenModalException);
    String beside = time() + (isSent ? ", worker " + worker.get() : ", nothing sent");
    String shown = thrown != null || isVoid ? "" : "==> " + value;
    int rest = Math.max(0, COLUMNS - 1 - beside.length());
    if (shown.indexOf('\n') >= 0 || shown.length() > rest - 2) {
      System.out.println(shown);
      shown = "";
    }
    System.out.println(shown + " ".repeat(rest - shown.length()) + paint("2", beside));
  }

  private static String time() {
    double ms = took / 1e6;
    return ms < 1000
        ? String.format(Locale.ROOT, ms < 10 ? "%.1f ms" : "%.0f ms", ms)
        : String.format(Locale.ROOT, "%.1f s", ms / 1000);
  }

  private static String paint(String style, String text) {
    return COLOUR ? "\033[" + style + "m" + text + "\033[0m" : text;
  }
}

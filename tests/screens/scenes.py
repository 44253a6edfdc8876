"""What is typed into the notebook, cell by cell, and what each cell must show.

A new scene is a new entry of SCENES, and nothing else.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """One cell.

    name   what stands above its picture; without one the cell prepares others and has no picture
    code   what is typed
    sees   texts that can be read in it, in every view
    when   its picture is taken so many seconds after its start, or as soon as that text can be read, and the
           cell is stopped then; without it, at its end
    stop   the stop button is pressed so many seconds after its start, or as soon as that text can be read
    fails  it ends with an exception
    wide   where the window is narrow, it may be scrolled sideways
    """

    name: str
    code: str
    sees: tuple = ()
    when: float | str | None = None
    stop: float | str | None = None
    fails: bool = False
    wide: bool = False


MAP = "prices.map(IntStream.range(0, {}).boxed()).toList().size()"

SCENES = [
    Scene("", "import java.util.stream.*;\nvar shop = app(\"shop\");"),
    Scene(
        "a call and what it prints",
        'shop.function((Integer n) -> { System.out.println("counting to " + n); return IntStream.rangeClosed(1, n).sum(); }).remote(12)',
        ("call of app shop: done on pid ", "openmodal: remote code runs on this machine", "counting to 12", "78"),
    ),
    Scene(
        "a call that runs",
        'shop.function(() -> { System.out.println("a long way"); Thread.sleep(4000); return 1; }).remote()',
        ("▶ call of app shop: running on pid ", "a long way"),
        when="running on pid",
    ),
    Scene(
        "a call that was stopped",
        "shop.function(() -> { Thread.sleep(60_000); return 1; }).remote()",
        ("□ call of app shop: cancelled on pid ",),
        stop="running on pid",
        fails=True,
    ),
    Scene(
        "a map that waits for its workers",
        'shop.function((Integer i) -> i).jvmOptions("-Xint").map(IntStream.range(0, 60).boxed()).toList().size()',
        ("map of app shop: ", "starting", "· waiting"),
        when="· waiting",
    ),
    Scene("", "var prices = shop.function((Integer i) -> { Thread.sleep(80); return i; });"),
    Scene(
        "a map that runs",
        "shop.function((Integer i) -> { Thread.sleep(i < 20 ? 40 : 4000); return i; }).map(IntStream.range(0, 100).boxed()).toList().size()",
        ("map of app shop: ", " done", "▶ running", "■ done", "· waiting"),
        when="20 done",
    ),
    Scene("a map that is done", MAP.format(40), ("map of app shop: 40 done", "took ", "■ done")),
    Scene(
        "a map that was stopped",
        MAP.format(200),
        ("map of app shop: ", " stopped", "took ", "■ done", "□ stopped"),
        stop="■ done",
        fails=True,
    ),
    Scene(
        "a map with failures, and its outcomes",
        """
var some = shop.function((Integer i) -> { Thread.sleep(30); if (i % 20 == 7) throw new IllegalStateException("no price for <" + i + ">"); return i * 1.5; });
var outcomes = some.map(IntStream.range(0, 60).boxed()).outcomes();
outcomes
""",
        (
            "map of app shop: 57 done, 3 failed",
            "✗ failed",
            "input 47: java.lang.IllegalStateException: no price for <47>",
            "57 done, 3 failed",
            "place input result tries waited ran worker",
            "✗ java.lang.IllegalStateException: no price for <7>",
            "and 40 more",
        ),
        wide=True,
    ),
    Scene(
        "outcomes().failed() of them",
        "outcomes.failed()",
        ("3 failed", "✗ java.lang.IllegalStateException: no price for <27>"),
        wide=True,
    ),
    Scene(
        "outcomes().failed() where none has failed",
        "prices.map(List.of(1, 2)).outcomes().failed()",
        ("no input has failed",),
    ),
    Scene(
        "a map with further tries",
        """
var flaky = shop.function((Integer i) -> { Thread.sleep(40); if (i % 6 == 2 && System.setProperty("tried " + i, "") == null) throw new IllegalStateException("not at once"); return i; }).retries(2);
flaky.map(IntStream.range(0, 40).boxed()).toList().size()
""",
        ("map of app shop: 40 done", "■ done", "↻ done after another try"),
    ),
    Scene(
        "a map of 1,000 inputs",
        """
var many = shop.function((Integer i) -> { Thread.sleep(2); if (i % 90 == 8) throw new IllegalStateException("no price for " + i); return i; });
many.map(IntStream.range(0, 1000).boxed()).outcomes().size()
""",
        ("map of app shop: 988 done, 12 failed", "(2 inputs each)", "and 2 more, all in outcomes().failed()", "1000"),
    ),
    Scene(
        "a function",
        """
int rate = 3;
record Trade(String name, double price) {}
double cost(Trade trade) { return trade.price() * rate; }
var costs = shop.function((Trade trade) -> cost(trade));
costs
""",
        ("RemoteFunction of app shop", "captures "),
    ),
    Scene(
        "a function that cannot run remotely",
        'var reader = new java.io.StringReader("");\nshop.function(() -> reader.read())',
        ("of app shop", "✗ cannot run remotely: ", "an open stream cannot travel"),
    ),
    Scene(
        "an exception of remote code",
        'shop.function((String text) -> Integer.parseInt(text)).remote("twelve")',
        ('NumberFormatException: For input string: "twelve"',),
        fails=True,
    ),
    Scene(
        "an exception as a value",
        """
Exception caught = null;
try { shop.function((String text) -> Integer.parseInt(text)).remote("twelve"); } catch (NumberFormatException e) { caught = e; }
caught
""",
        ('✗ java.lang.NumberFormatException: For input string: "twelve"', "trace: on the worker pid "),
    ),
    Scene(
        "calls that were spawned: one that goes on",
        "var counting = shop.function((Integer n) -> { System.out.println(n); Thread.sleep(n); return n; });\nvar slow = counting.spawn(60_000);\nslow",
        ("call ", " of app shop: ", ", at "),
        when=" of app shop: ",
    ),
    Scene("one that was cancelled", "slow.cancel();\nslow", ("□ call ", " of app shop: cancelled after ")),
    Scene(
        "one that is done",
        "var quick = counting.spawn(20);\nquick.get();\nquick",
        ("■ call ", " of app shop: done in ", "has printed 3 B, in logs()"),
    ),
    Scene(
        "one that has failed",
        """
var bad = shop.function((String text) -> Integer.parseInt(text)).spawn("twelve");
try { bad.get(); } catch (NumberFormatException e) { }
bad
""",
        ("✗ call ", " of app shop: failed after ", '✗ java.lang.NumberFormatException: For input string: "twelve"'),
    ),
    Scene(
        "",
        """
class Desk {
  static final Object PEN = new Object();
  static void keep() { synchronized (PEN) { try { Thread.sleep(600_000); } catch (InterruptedException e) { } } }
  int write() { synchronized (PEN) { return 1; } }
}
class Leaked { static final Map<Integer, Leaked> ALL = new HashMap<>(); }
long prime(int n) { for (int d = 2; d < n; d++) if (n % d == 0) return 0; return n; }
<T> T once(java.util.function.Supplier<T> look, java.util.function.Predicate<T> wanted) throws InterruptedException {
  while (true) {
    try { T seen = look.get(); if (wanted.test(seen)) return seen; } catch (OpenModalException e) { if (e.code() != ErrorCode.NOT_RUNNING) throw e; }
    Thread.sleep(100);
  }
}
var stuck = shop.function(() -> { new Thread(Desk::keep, "keeper").start(); Thread.sleep(500); return new Desk().write(); }).spawn();
""",
    ),
    Scene(
        "threadDump() of a call that is stuck",
        "once(() -> stuck.threadDump(), dump -> dump.runner().filter(thread -> thread.lockOwner() > 0).isPresent())",
        (
            ": 2 threads of the call",
            '"openmodal-call" runs the call, and waits for the lock java.lang.Object@',
            'held by "keeper" at Desk.keep(',
            "at Desk.write(",
            '"keeper", started by the call, sleeps',
        ),
    ),
    Scene(
        "",
        """
stuck.cancel();
var hot = shop.function(() -> {
  for (int i = 0; i < 50_000; i++) Leaked.ALL.put(i, new Leaked());
  long sum = 0;
  for (int n = 2; ; n++) { sum += prime(20_000 + n % 20_000) + ("number " + n).length(); }
}).spawn();
""",
    ),
    Scene(
        "profile(…) of a call that is slow",
        "once(() -> hot.profile(java.time.Duration.ofSeconds(3)), seen -> seen.samples() > 10)",
        (" of app shop, on pid ", " samples in ", "one each 10 ms", "method self total", "prime"),
    ),
    Scene(
        "heapHistogram() of a call that grows",
        'once(() -> hot.heapHistogram(), seen -> seen.of("Leaked").filter(leaked -> leaked.instances() == 50_000).isPresent()).top(6)',
        ("live objects of its worker", "class instances size", "Leaked 50,000", "more classes; top(n) shows n"),
        wide=True,
    ),
    Scene("", "hot.cancel();"),
    Scene(
        "a whole cell",
        """%%openmodal
long sum = 0;
for (int i = 1; i <= 1_000_000; i++) sum += i;
System.out.println("added on Java " + Runtime.version().feature());
sum""",
        ("added on Java ", "500000500000"),
    ),
    Scene("%openmodal ps", "%openmodal ps", ("worker", "shop", "idle"), wide=True),
    Scene("%openmodal status", "%openmodal status", ("process (child JVMs on this machine)", "calls and maps"), wide=True),
    Scene("%openmodal logs", "%openmodal logs", ("number", "call", "map", "cancelled"), wide=True),
    Scene("%openmodal captured", "%openmodal captured costs", ("RemoteFunction of app shop", "rate", "cost()")),
    Scene("%openmodal provider", "%openmodal provider", ("process", "used by default"), wide=True),
    Scene("%openmodal stop", "%openmodal stop", ("stopped ", " workers")),
    Scene("%openmodal ps without workers", "%openmodal ps", ("no workers",)),
    Scene("%openmodal and a word that it does not know", "%openmodal nonsense", ("nonsense",), fails=True),
]

"""Whether a page can be used while a large map runs in it."""

LONGEST = 2000  # milliseconds, of a machine that has much else to do

CODE = """
var large = app("large").function((Integer i) -> { if (i % 20 == 0) throw new IllegalStateException(i + " x".repeat(5_000)); Thread.sleep(1); return i; });
large.map(IntStream.range(0, 10_000).boxed()).outcomes()
"""

# How long the page was at something else than what it is asked for, each time that it is asked.
WATCH = """() => {
  window.gaps = [];
  let last = performance.now();
  const ask = () => {
    const now = performance.now();
    window.gaps.push(now - last);
    last = now;
    if (window.gaps) setTimeout(ask, 0);
  };
  ask();
}"""


def look(lab, cell, facts):
    """Runs that map in that cell; returns a line with what was measured."""
    lab.page.evaluate(WATCH)
    lab.start(cell)
    lab.await_end(120)
    gaps = sorted(lab.page.evaluate("() => { const all = window.gaps; window.gaps = null; return all; }"))
    text = lab.area(cell).inner_text()
    for wanted in ("9500 done, 500 failed", "and 490 more"):
        if wanted not in text:
            facts.problems.append(f"a map of 10,000 inputs: '{wanted}' cannot be read in '{text[:600]}'")
    if gaps[-1] > LONGEST:
        facts.problems.append(f"a map of 10,000 inputs: the page stood still for {gaps[-1]:.0f} ms")
    return (
        f"a map of 10,000 inputs, 500 failures of 10 KB: the page was asked {len(gaps)} times,"
        f" longest wait {gaps[-1]:.0f} ms, 99th of 100 {gaps[len(gaps) * 99 // 100]:.0f} ms"
    )

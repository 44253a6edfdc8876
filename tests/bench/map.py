#!/usr/bin/env python3
"""Measures map() beside Apache Ignite, Ray, a ForkJoinPool and bare JVMs, and prints tables in Markdown.

    python3 tests/bench/map.py [rate] [sleeps] [cpu] [many]      all of them without a name

rate    tiny calls by map() at default options, every result checked, and by Ignite's compute(): applyAsync() with
        1,000 at a time; and by Ray's tasks, where there is a Python 3.12; in rounds, one after the other, from one
        jshell (Ray from a Python of its own)
sleeps  8 sleeps of 0.5 s on 8 warm workers; and cold, beside 8 JVMs with the same options that are started at once
cpu     200 inputs of 50 ms of computing on 2 workers and in a ForkJoinPool of 2 threads, interleaved, after ten rounds to
        warm up, in which C2 compiles the way of a call on the same two cores
many    100 workers with small heaps: time, memory, threads of the client
"""
import argparse, datetime, glob, os, platform, shutil, statistics, subprocess, sys, tempfile, time

from peers import BUILD, CLASSES, IGNITE, Nodes, compile_peers, ignite_class_path
from ray_peer import Ray
from shell import Shell, default_java, java_version, jvm_flags, jvm_of, resident


def interleaved(shell, rounds, measured):
    """A list of values by name; what is measured first differs from round to round."""
    names = list(measured)
    values = {name: [] for name in names}
    for r in range(rounds):
        for name in names[r % len(names):] + names[: r % len(names)]:
            values[name].append(value(shell, measured[name]))
    return values


def value(shell, measure):
    """Of an expression for the shell, or of a function."""
    return measure() if callable(measure) else shell.value(measure)


def warm_up(shell, measured, rounds=4):
    """So many rounds of each, in which the compilers of all JVMs are at work."""
    for name, measure in measured.items():
        print("%s, to warm up:" % name, *["%.4g" % value(shell, measure) for _ in range(rounds)], file=sys.stderr)


def rate(java_home, engine):
    ignite = ignite_class_path()
    compile_peers(java_home, ignite)
    folder = tempfile.mkdtemp(prefix="ignite-", dir=BUILD)
    nodes = Nodes(java_home, ignite, folder)
    ray = None
    try:
        shell = Shell(java_home, engine, os.pathsep.join([CLASSES, ignite]), IGNITE)
        nodes.await_up()
        shell.run('import org.apache.ignite.lang.*; var app = app("bench"); var next = app.function((Integer i) -> i + 1);')
        shell.run('var ignite = peers.IgniteNode.client(%d, "%s");' % (nodes.port, os.path.join(folder, "client")))
        shell.run("IgniteClosure<Integer, Integer> ignitesNext = i -> i + 1;")
        shell.run("double ours(int n) { long t = System.nanoTime(); long sum = 0; int count = 0; for (int r : next.map(IntStream.range(0, n).boxed())) { sum += r; count++; } if (count != n || sum != (long) n * (n + 1) / 2) throw new IllegalStateException(); return n * 1e9 / (System.nanoTime() - t); }")
        shell.run("double async(int n) { long t = System.nanoTime(); long sum = 0; for (int from = 0; from < n; from += 1000) { var futures = new ArrayList<IgniteFuture<Integer>>(); for (int i = from; i < from + 1000; i++) futures.add(ignite.applyAsync(ignitesNext, i)); for (var future : futures) sum += future.get(); } if (sum != (long) n * (n + 1) / 2) throw new IllegalStateException(); return n * 1e9 / (System.nanoTime() - t); }")
        measured = {"map": "ours(60000)", "Ignite applyAsync": "async(20000)"}
        try:
            ray = Ray()
            measured["Ray"] = lambda: ray.rate(10000)
        except (OSError, subprocess.CalledProcessError) as e:
            print("without Ray: %s\n" % e)
        warm_up(shell, measured)
        values = interleaved(shell, 7, measured)
        shell.close()
    finally:
        nodes.close()
        if ray:
            ray.close()
        shutil.rmtree(folder, ignore_errors=True)
    print("| calls/s | " + " | ".join(values) + " |\n|---|" + "---|" * len(values))
    for r in range(7):
        print("| round %d | " % (r + 1) + " | ".join("%.0f" % values[name][r] for name in values) + " |")
    median = {name: statistics.median(values[name]) for name in values}
    print("| **median** | " + " | ".join("%.0f" % median[name] for name in values) + " |\n")
    print("map / Ignite: %.2f (goal 2), map: %.0f/s (aim 50,000)" % (median["map"] / median["Ignite applyAsync"], median["map"]))
    print("map / Ray: %.2f\n" % (median["map"] / median["Ray"]) if "Ray" in median else "")


def sleeps(java_home, engine):
    shell = Shell(java_home, engine)
    shell.run('var app = app("bench"); var sleep = app.function((Integer i) -> { Thread.sleep(500); return i; }).maxContainers(8);')
    shell.run("double eight(RemoteFunction<Integer, Integer> f) { long t = System.nanoTime(); var all = f.map(IntStream.range(0, 8).boxed()).toList(); if (!all.equals(IntStream.range(0, 8).boxed().toList())) throw new IllegalStateException(); return (System.nanoTime() - t) / 1e9; }")
    cold = shell.value("eight(sleep)")
    time.sleep(5)
    first = [shell.value("eight(sleep)") for _ in range(10)]
    warm_up(shell, {"again": "eight(sleep)"})
    warm = [shell.value("eight(sleep)") for _ in range(10)]
    worker, _ = shell.ask('System.out.println("wor" + "ker=" + app.function(() -> ProcessHandle.current().pid()).remote() + ";");', r"worker=(\d+);")
    flags = [flag for flag in jvm_flags(jvm_of(int(worker.group(1)))) if "Archive" not in flag]  # it is of other classes
    bare, colds = [], [cold]
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "Sleep.java"), "w") as source:
            source.write("public class Sleep { public static void main(String[] a) throws Exception { Thread.sleep(500); } }")
        subprocess.run([os.path.join(java_home, "bin/javac"), "-d", folder, source.name], check=True)
        for r in range(5):
            start = time.monotonic()
            running = [subprocess.Popen([os.path.join(java_home, "bin/java")] + flags + ["-cp", folder, "Sleep"]) for _ in range(8)]
            for process in running:
                process.wait()
            bare.append(time.monotonic() - start)
            colds.append(shell.value('eight(sleep.env("ROUND", "%d").scaledownWindow(java.time.Duration.ofSeconds(1)))' % r))
            time.sleep(4)
    shell.close()
    print("| 8 sleeps of 0.5 s | median | of | goal |\n|---|---|---|---|")
    print("| on 8 warm workers | %.3f s | %d, %.3f to %.3f | ≤ 0.53 s |" % (statistics.median(warm), len(warm), min(warm), max(warm)))
    print("| the same, the first 10 of all | %.3f s | %d, %.3f to %.3f | |" % (statistics.median(first), len(first), min(first), max(first)))
    print("| 8 bare JVMs at once | %.2f s | %d, %.2f to %.2f | |" % (statistics.median(bare), len(bare), min(bare), max(bare)))
    print("| with 8 workers to be started | %.2f s | %d, %.2f to %.2f | ≤ %.2f s |\n" % (statistics.median(colds), len(colds), min(colds), max(colds), statistics.median(bare) + 1))


def cpu(java_home, engine):
    shell = Shell(java_home, engine)
    shell.run("int work(int n) { long x = n; for (int i = 0; i < ROUNDS; i++) x = x * 6364136223846793005L + (x >>> 7); return (int) (x & 1) + n; }".replace("ROUNDS", "per50ms()"))
    shell.run("int loops = 1 << 20; int per50ms() { return loops; }")
    shell.run("double one() { long t = System.nanoTime(); int r = 0; for (int i = 0; i < 5; i++) r += work(i); return (System.nanoTime() - t) / 5e6 + (r == -1 ? 1 : 0); }")
    for _ in range(12):
        millis = shell.value("one()")
        shell.run("loops = (int) (loops * 50.0 / %f);" % millis)
    shell.run('var app = app("bench"); var f = app.function((Integer n) -> work(n)).maxContainers(2);')
    shell.run("double remote() { long t = System.nanoTime(); long sum = 0; for (int r : f.map(IntStream.range(0, 200).boxed())) sum += r; return (System.nanoTime() - t) / 1e9 + (sum < 0 ? 1 : 0); }")
    shell.run("double local() throws Exception { var pool = new ForkJoinPool(2); long t = System.nanoTime(); long sum = pool.submit(() -> IntStream.range(0, 200).parallel().map(n -> work(n)).sum()).get(); pool.shutdown(); return (System.nanoTime() - t) / 1e9 + (sum < 0 ? 1 : 0); }")
    measured = {"map on 2 workers": "remote()", "ForkJoinPool of 2": "local()"}
    first = value(shell, measured["map on 2 workers"])
    warm_up(shell, measured, 10)
    values = interleaved(shell, 5, measured)
    shell.close()
    median = {name: statistics.median(values[name]) for name in values}
    print("| 200 inputs of 50 ms | median | each |\n|---|---|---|")
    for name in values:
        print("| %s | %.2f s | %s |" % (name, median[name], ", ".join("%.2f" % value for value in values[name])))
    print("\nThe first map of all took %.2f s." % first)
    print("ForkJoinPool / map: %.3f (goal 0.93)\n" % (median["ForkJoinPool of 2"] / median["map on 2 workers"]))


def small_workers():
    """The processes of workers with a heap of 32 MiB."""
    pids = []
    for line in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(line, "rb") as file:
                text = file.read()
            if b"WorkerMain" in text and b"-Xmx33554432" in text and os.readlink(os.path.dirname(line) + "/exe").endswith("java"):
                pids.append(int(line.split("/")[2]))
        except OSError:
            pass
    return pids


def many(java_home, engine):
    shell = Shell(java_home, engine)
    shell.run('var app = app("bench"); var f = app.function((Integer n) -> { Thread.sleep(2000); return ProcessHandle.current().pid() + 0L; }).memory("32Mi").minContainers(100).maxContainers(100);')
    shell.run("int threads() { return Thread.getAllStackTraces().size(); }")
    shell.run("double sleeps(int n) { long t = System.nanoTime(); f.map(IntStream.range(0, n).boxed()).toList(); return (System.nanoTime() - t) / 1e9; }")
    shell.run("app.function(() -> 1).remote();")
    before = shell.value("threads()")
    start = time.monotonic()
    first = shell.value("sleeps(400)", 600)
    while len(small_workers()) < 100 and time.monotonic() - start < 400:
        time.sleep(0.2)
    all_there = time.monotonic() - start
    time.sleep(5)
    after = shell.value("threads()")
    sizes = [resident(pid) for pid in small_workers()]
    again = [shell.value("sleeps(100)", 600) for _ in range(3)]
    shell.close()
    print("| 100 workers, -Xmx32m | figure |\n|---|---|")
    print("| 400 sleeps of 2 s, all workers to be started | %.1f s |\n| until the last worker was started | %.1f s |" % (first, all_there))
    print("| 100 sleeps of 2 s on %d workers, median of 3 | %.2f s |" % (len(sizes), statistics.median(again)))
    print("| resident, each (median), and all | %.0f MiB, %.1f GiB |" % (statistics.median(sizes), sum(sizes) / 1024))
    print("| threads of the client | %.0f, %.0f before |\n" % (after, before))


def main():
    parts = {"rate": rate, "sleeps": sleeps, "cpu": cpu, "many": many}
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("parts", nargs="*", choices=[[], *parts])
    arguments.add_argument("--java", default=default_java())
    arguments.add_argument("--engine", choices=["jdi", "local"], default="jdi")
    given = arguments.parse_args()
    before = os.getloadavg()[0]
    print("%s, %d cores, %s, jshell's engine %s, %s; load of the machine %.1f before\n" % (datetime.date.today(), os.cpu_count(), platform.machine(), given.engine, java_version(given.java), before))
    for name in given.parts or parts:
        parts[name](given.java, given.engine)


main()

#!/usr/bin/env python3
"""Measures what a worker costs, from a real jshell, and prints a table in Markdown.

    python3 tests/bench/worker.py [--java HOME] [--engine jdi|local] [--calls 10000] [--rest 30] [--edits 30] [--rounds 7]

The resident size of the worker's JVM, a lambda that only computes beside the same by local(), an argument of 1 GiB,
and lambdas that the worker has never seen. Options of the function are the defaults.
"""
import argparse, datetime, os, platform, statistics, time

from shell import Shell, default_java, edit_times, java_version, jvm_of, quantile, resident

# Some 0.3 s on one core: integers, a branch that is hard to guess, no memory. Gives the CPU time it took, in µs.
COMPUTES = (
    "(Integer steps) -> { var cpu = java.lang.management.ManagementFactory.getThreadMXBean();"
    " long start = cpu.getCurrentThreadCpuTime(); long longest = 0;"
    " for (long from = 1; from < steps; from++) {"
    " long length = 0; for (long n = from; n != 1; length++) n = n % 2 == 0 ? n / 2 : 3 * n + 1;"
    " longest = Math.max(longest, length); }"
    " return longest == 0 ? -1 : (cpu.getCurrentThreadCpuTime() - start) / 1000; }"
)
STEPS = 1_200_000


def timed(shell, call):
    """How long the call takes in the shell, and the number it gives divided by 1000."""
    match, _ = shell.ask('{ long t = System.nanoTime(); var r = %s; System.out.println("to" + "ok=" + (System.nanoTime() - t) / 1000 + "," + r + ";"); }' % call, r"took=(\d+),(\d+);|Exception.*", 120)
    if not match.group(1):
        raise SystemExit(match.group(0))
    return int(match.group(1)) / 1e3, int(match.group(2)) / 1e3


def measure(java_home, engine, calls, rest, edits, rounds):
    rows = []
    shell = Shell(java_home, engine)
    shell.run('var app = app("bench");')
    shell.run("var add = app.function((Integer i) -> i + 1);")
    started, _ = shell.ask('System.out.println("pi" + "d=" + app.function(() -> ProcessHandle.current().pid()).remote() + ";");', r"pid=(\d+);")
    worker = jvm_of(int(started.group(1)))
    time.sleep(rest)
    rows.append(("worker's resident size after its first call and %d s" % rest, "%.0f MiB" % resident(worker), ""))
    shell.run("for (int i = 0; i < %d; i++) add.remote(i);" % calls)
    time.sleep(rest)
    rows.append(("the same after %d calls and %d s" % (calls, rest), "%.0f MiB" % resident(worker), ""))

    edited = edit_times(shell, edits)
    rows.append(("edited lambda → result, inside remote(), %d lambdas, p50" % edits, "%.1f ms" % (quantile(edited, 0.5) * 1e3), "≤ 100 ms"))

    shell.run("var computes = app.function(%s);" % COMPUTES)
    took = {"remote": [], "local": []}
    for r in range(rounds + 2):
        for kind in (["remote", "local"], ["local", "remote"])[r % 2]:
            took[kind].append(timed(shell, "computes.%s(%d)" % (kind, STEPS)))
    remote, local = ([statistics.median(each) for each in zip(*took[kind][2:])] for kind in ("remote", "local"))  # two for the compilers
    rows.append(("computing, by local(), median of %d" % rounds, "%.0f ms" % local[0], ""))
    rows.append(("computing, by remote()", "%.0f ms" % remote[0], ""))
    rows.append(("remote() / local()", "%.2f" % (remote[0] / local[0]), "≤ 1.05"))
    rows.append(("the same of the CPU time of the code alone", "%.2f" % (remote[1] / local[1]), ""))

    shell.run("var large = new byte[1 << 30];")
    shell.run("new Random(1).nextBytes(large);")
    shell.run("var length = app.function((byte[] bytes) -> bytes.length);")
    up = [timed(shell, "length.remote(large)")[0] / 1e3 for _ in range(3)]
    rows.append(("argument of 1 GiB, median of " + ", ".join("%.1f" % seconds for seconds in up), "%.1f s" % statistics.median(up), "≤ 3 s"))
    shell.close()
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default=default_java())
    arguments.add_argument("--engine", choices=["jdi", "local"], default="jdi")
    arguments.add_argument("--calls", type=int, default=10000)
    arguments.add_argument("--rest", type=int, default=30)
    arguments.add_argument("--edits", type=int, default=30)
    arguments.add_argument("--rounds", type=int, default=7)
    given = arguments.parse_args()
    before = os.getloadavg()
    rows = measure(given.java, given.engine, given.calls, given.rest, given.edits, given.rounds)
    print("%s, %d cores, %s, jshell's engine %s, client and worker on %s; load of the machine %.1f before, %.1f after\n" % (datetime.date.today(), os.cpu_count(), platform.machine(), given.engine, java_version(given.java), before[0], os.getloadavg()[0]))
    print("| figure | here | goal |\n|---|---|---|")
    for row in rows:
        print("| %s | %s | %s |" % row)


main()

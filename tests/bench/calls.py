#!/usr/bin/env python3
"""Measures remote calls from a real jshell and prints tables in Markdown.

    python3 tests/bench/calls.py [--java HOME] [--engine jdi|local] [--calls 5000] [--edits 60]

Everything is measured twice: inside the shell, around remote() alone; and outside, from the Enter key
to the printed result in a pseudo-terminal, remote() beside local().
"""
import argparse, datetime, os, platform, statistics, time

from shell import Shell, default_java, edit_times, jar, java_version, jvm_of, quantile, resident


def measure(java_home, engine, calls, edits):
    rows = []
    shell = Shell(java_home, engine)
    shell.run('var app = app("bench");')
    shell.run('var pid = app.function(() -> ProcessHandle.current().pid());')
    first, seconds = shell.ask('{ long t = System.nanoTime(); long p = pid.remote(); System.out.println("fi" + "rst=" + (System.nanoTime() - t) / 1000 + ";" + p + ";"); }', r"first=(\d+);(\d+);")
    worker = jvm_of(int(first.group(2)))
    rows.append(("first call in a fresh jshell", "%.0f ms" % (int(first.group(1)) / 1e3)))
    again, _ = shell.ask('{ var other = app.function(() -> 1).env("A", "1"); long t = System.nanoTime(); other.remote(); System.out.println("sec" + "ond=" + (System.nanoTime() - t) / 1000 + ";"); }', r"second=(\d+);")
    rows.append(("of it: start of the worker alone (first call of a second pool)", "%.0f ms" % (int(again.group(1)) / 1e3)))
    time.sleep(3)
    rows.append(("resident memory of an idle worker after its first call", "%.0f MiB" % resident(worker)))

    shell.run("var add = app.function((Integer i) -> i + 1);")
    shell.run("for (int i = 0; i < 3000; i++) add.remote(i);")
    shell.run("long[] took = new long[%d];" % calls)
    shell.run("for (int i = 0; i < took.length; i++) { long t = System.nanoTime(); add.remote(i); took[i] = System.nanoTime() - t; }")
    shell.run("Arrays.sort(took);")
    rows.append(("warm remote, p50", "%.0f µs" % (shell.value("took[took.length / 2]") / 1e3)))
    rows.append(("warm remote, p99", "%.0f µs" % (shell.value("took[took.length * 99 / 100]") / 1e3)))

    edited = edit_times(shell, edits)
    rows.append(("new lambda → result, inside remote(), %d lambdas, p50" % edits, "%.1f ms" % (quantile(edited, 0.5) * 1e3)))
    rows.append(("the same, p99", "%.1f ms" % (quantile(edited, 0.99) * 1e3)))

    remote, local = [], []
    for i in range(edits // 2):
        for kind, to in (("local", local), ("remote", remote)):
            expect = i * 7 + 1000
            _, took = shell.ask('System.out.println("g" + "ot=" + app.function((Integer i) -> i * 7 + 1000).%s(%d))' % (kind, i), r"got=%d" % expect)
            to.append(took)
    rows.append(("Enter → printed result with local(), p50", "%.0f ms" % (statistics.median(local) * 1e3)))
    rows.append(("Enter → printed result with remote(), p50", "%.0f ms" % (statistics.median(remote) * 1e3)))
    rows.append(("difference", "%.0f ms" % ((statistics.median(remote) - statistics.median(local)) * 1e3)))
    time.sleep(2)
    rows.append(("resident memory of the worker after %d calls" % (calls + 3000 + 2 * edits), "%.0f MiB" % resident(worker)))
    shell.close()
    return rows


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default=default_java())
    arguments.add_argument("--engine", choices=["jdi", "local"], action="append")
    arguments.add_argument("--calls", type=int, default=5000)
    arguments.add_argument("--edits", type=int, default=60)
    given = arguments.parse_args()
    engines = given.engine or ["jdi", "local"]
    version = java_version(given.java)
    tables = {engine: measure(given.java, engine, given.calls, given.edits) for engine in engines}
    print("%s, %d cores, %s, %s; the one jar: %.1f MB\n" % (datetime.date.today(), os.cpu_count(), platform.machine(), version, os.path.getsize(jar()) / 1e6))
    print("| figure | " + " | ".join("jshell, " + e for e in engines) + " |")
    print("|---|" + "---|" * len(engines))
    for i, (name, _) in enumerate(tables[engines[0]]):
        print("| %s | %s |" % (name, " | ".join(tables[e][i][1] for e in engines)))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Says where the time of a map of tiny calls goes, by the flight recorder of the client's JVM and of a worker's.

    python3 tests/bench/profile.py [--java HOME] [--seconds 15]

For each of the two: the share of samples by thread, and by the first method of a stack that is ours or a library's.
"""
import argparse, collections, os, re, subprocess, tempfile, time

from shell import Shell, default_java, jvm_of

# Native methods in which a thread waits for somebody else, and uses no processor.
WAITS = (".waitForProcessExit0", ".readBytes", ".read0", ".accept0", ".poll", ".wait", ".epollWait")
JAVA_ITSELF = ("java.", "jdk.", "sun.", "javax.")


def jcmd(java_home, pid, *words):
    subprocess.run([os.path.join(java_home, "bin/jcmd"), str(pid), *words], check=True, stdout=subprocess.DEVNULL)


def samples(java_home, recording):
    """The stacks of the recording, each with its thread, the innermost method first."""
    text = subprocess.run([os.path.join(java_home, "bin/jfr"), "print", "--events", "jdk.ExecutionSample,jdk.NativeMethodSample", "--stack-depth", "40", recording], capture_output=True, text=True, check=True).stdout
    for event in text.split("\n\n"):
        thread = re.search(r'sampledThread = "([^"]*)"', event)
        frames = re.findall(r"^\s+([\w.$/]+\.[\w$<>]+)\(", event, re.M)
        native = "NativeMethodSample" in event
        if thread and frames and not (native and any(frames[0].endswith(end) for end in WAITS)):
            yield re.sub(r"\d+", "N", thread.group(1)), frames


def table(title, java_home, recording):
    threads, first, inner = collections.Counter(), collections.Counter(), collections.Counter()
    for thread, frames in samples(java_home, recording):
        threads[thread] += 1
        own = next((f for f in frames if not f.startswith(JAVA_ITSELF)), frames[-1])
        first[own] += 1
        inner[frames[0]] += 1
    total = sum(threads.values()) or 1
    print("### %s, %d samples\n" % (title, total))
    for name, counter in (("thread", threads), ("first method that is not Java's", first), ("innermost method", inner)):
        print("| %s | share |\n|---|---|" % name)
        for key, count in counter.most_common(8):
            print("| `%s` | %.0f %% |" % (key, 100 * count / total))
        print()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default=default_java())
    arguments.add_argument("--seconds", type=int, default=15)
    given = arguments.parse_args()
    shell = Shell(given.java, "jdi")
    shell.run('var app = app("bench"); var next = app.function((Integer i) -> i + 1);')
    shell.run("double ours(int n) { long t = System.nanoTime(); int count = 0; for (int r : next.map(IntStream.range(0, n).boxed())) count++; if (count != n) throw new IllegalStateException(); return n * 1e9 / (System.nanoTime() - t); }")
    for _ in range(6):
        shell.value("ours(60000)")
    client = int(shell.value("(double) ProcessHandle.current().pid()"))
    worker = jvm_of(int(shell.ask('System.out.println("wor" + "ker=" + app.function(() -> ProcessHandle.current().pid()).remote() + ";");', r"worker=(\d+);")[0].group(1)))
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        recordings = {"client": (client, os.path.join(folder, "client.jfr")), "worker": (worker, os.path.join(folder, "worker.jfr"))}
        for pid, _ in recordings.values():
            jcmd(given.java, pid, "JFR.start", "name=map", "settings=profile")
        end, rates = time.monotonic() + given.seconds, []
        while time.monotonic() < end:
            rates.append(shell.value("ours(100000)"))
        for pid, file in recordings.values():
            jcmd(given.java, pid, "JFR.dump", "name=map", "filename=" + file)
        print("%.0f calls/s while it was recorded\n" % (sum(rates) / len(rates)))
        for title, (_, file) in recordings.items():
            table(title, given.java, file)
    shell.close()


main()

#!/usr/bin/env python3
"""How long a program of one line takes with java FILE.java and with openmodal run FILE.java.

From the start of the command to its end, in turn, after one of each that does not count. Medians.
Also: how long 100 MB of input take to go through both.

usage: tests/bench/run.py [--java HOME] [--times N]
"""
import argparse
import glob
import os
import statistics
import subprocess
import tempfile
import time

HELLO = 'class Hello { public static void main(String[] args) { System.out.println("hello"); } }\n'
COUNT = """class Count {
  public static void main(String[] args) throws Exception {
    byte[] buffer = new byte[1 << 16];
    long count = 0;
    for (int n; (n = System.in.read(buffer)) >= 0; ) count += n;
    System.out.println(count);
  }
}
"""
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--java", default=os.environ.get("JAVA_HOME", "/usr/lib/jvm/default-java"))
    options.add_argument("--times", type=int, default=5)
    chosen = options.parse_args()
    java = os.path.join(chosen.java, "bin", "java")
    jars = [j for j in glob.glob(ROOT + "/kernel-extension/target/openmodal-[0-9]*.jar") if "sources" not in j]
    ours = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", jars[0], "run"]
    with tempfile.TemporaryDirectory() as folder:
        for name, text in (("Hello.java", HELLO), ("Count.java", COUNT)):
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        for label, arguments, size, expected in (
            ("Hello.java", ["Hello.java"], 0, b"hello\n"),
            ("100 MB of input", ["Count.java"], 100_000_000, b"100000000\n"),
        ):
            times = {"java": [], "openmodal run": []}
            for i in range(chosen.times + 1):
                for who, command in (("java", [java]), ("openmodal run", ours)):
                    start = time.monotonic()
                    done = subprocess.run(command + arguments, input=bytes(size), capture_output=True, cwd=folder)
                    if done.stdout != expected:
                        raise SystemExit(f"{who} printed {done.stdout!r} {done.stderr!r}")
                    if i:
                        times[who].append(time.monotonic() - start)
            for who, all_times in times.items():
                print(f"{label}, {who}: {statistics.median(all_times) * 1000:.0f} ms"
                      f" ({min(all_times) * 1000:.0f} to {max(all_times) * 1000:.0f})")


main()

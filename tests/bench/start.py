#!/usr/bin/env python3
"""Measures how long a worker takes from nothing to its first result, with the class-data archive and without,
one after the other in the same jshell, and prints a table in Markdown.

    python3 tests/bench/start.py [--java HOME] [--rounds 10]

CPU time is that of the worker's process until the result was there; on a machine that others use, too, it says
more than the clock.
"""
import argparse, datetime, glob, os, platform, shutil, statistics, subprocess, tempfile, time
from shell import Shell, jvm_of, resident

# What a worker is started with. An option about archives turns ours off; this one changes nothing else.
VARIANTS = {"without": '"-XX:+IgnoreUnrecognizedVMOptions", "-XX:-AutoCreateSharedArchive"', "with": '"-Dx=1"'}


def cpu_millis(pid):
    with open("/proc/%d/stat" % pid) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def start_worker(shell, variant, round_number):
    """Starts one worker; returns the milliseconds on the clock and of CPU, and the MiB a second later."""
    found, _ = shell.ask(
        '{ var f = app.function(() -> ProcessHandle.current().pid()).jvmOptions(%s, "-Dround=%d").scaledownWindow(Duration.ofSeconds(2));'
        ' long t = System.nanoTime(); long p = f.remote(); System.out.println("sta" + "rt=" + (System.nanoTime() - t) / 1000 + ";" + p + ";"); }'
        % (VARIANTS[variant], round_number),
        r"start=(\d+);(\d+);",
    )
    pid = jvm_of(int(found.group(2)))
    cpu = cpu_millis(pid)
    time.sleep(1)
    return int(found.group(1)) / 1e3, cpu, resident(pid)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default=os.environ.get("JAVA_HOME") or os.path.dirname(os.path.dirname(os.path.realpath(shutil.which("java")))))
    arguments.add_argument("--rounds", type=int, default=10)
    given = arguments.parse_args()
    home = tempfile.mkdtemp(prefix="openmodal-bench-")
    os.environ["OPENMODAL_HOME"] = home
    shell = Shell(given.java, "local")
    try:
        shell.run("import java.time.Duration;")
        shell.run('var app = app("start");')
        shell.run("app.function(() -> 1).remote();")
        begun = time.monotonic()
        while not glob.glob(home + "/cache/archive/*.jsa"):
            if time.monotonic() - begun > 300:
                raise SystemExit("no archive was made within five minutes")
            time.sleep(0.1)
        made = time.monotonic() - begun
        measured = {variant: [] for variant in VARIANTS}
        for round_number in range(given.rounds + 2):
            for variant in VARIANTS:
                figures = start_worker(shell, variant, round_number)
                if round_number >= 2:  # the client has become warm
                    measured[variant].append(figures)
        archive = os.path.getsize(glob.glob(home + "/cache/archive/*.jsa")[0]) / 1e6
        classes = sum(map(os.path.getsize, glob.glob(home + "/cache/lib/*/*.classes"))) / 1e6
    finally:
        shell.close()
        shutil.rmtree(home, ignore_errors=True)
    version = subprocess.run([os.path.join(given.java, "bin/java"), "-version"], capture_output=True, text=True).stderr.splitlines()[0]
    print("%s, %d cores, load %.1f, %s, %s, %d workers each" % (datetime.date.today(), os.cpu_count(), os.getloadavg()[0], platform.machine(), version, given.rounds))
    print("archive: %.1f MB, there %.0f s after the first call; classes unpacked: %.1f MB\n" % (archive, made, classes))
    print("| start of a worker | clock, median | clock, least | CPU, median | resident |")
    print("|---|---|---|---|---|")
    for variant, figures in measured.items():
        clock, cpu, mib = zip(*figures)
        print("| %s the archive | %.0f ms | %.0f ms | %.0f ms | %.0f MiB |" % (variant, statistics.median(clock), min(clock), statistics.median(cpu), statistics.median(mib)))


if __name__ == "__main__":
    main()

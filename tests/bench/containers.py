#!/usr/bin/env python3
"""Measures the provider local beside the docker command, in turn in one run: prints a table in Markdown.

    python3 tests/bench/containers.py [--java HOME] [--rounds 10] [--alone]

A Docker Engine has to answer, and OPENMODAL_IMAGE to name an image that it has. Cold: a container of ours from nothing
to its first result, beside `docker run IMAGE java -version` with the same volume of Java. Warm: remote(), the median of
seven rounds of 2,000 after 5,000 to warm up, and a lambda that the worker has never seen. Sleeps: eight of 0.5 s on
eight warm containers. Builds and pulls that edited lambdas have caused are counted from the Engine's events. Beside it,
unless --alone, openmodal 0.3.13 (PyPI) with --local: an edited function from its call to its result, a warm call, and
the sleeps by its map.
"""
import argparse, datetime, json, os, shutil, statistics, subprocess, tempfile, time
from openmodal_peer import OpenModalPeer
from shell import Shell, default_java, edit_times, java_version, quantile


def docker(*words):
    return subprocess.run(["docker", *words], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip()


def first_result(shell, number):
    """Seconds from remote() of a new pool to its result."""
    found, _ = shell.ask(
        '{ var f = app.function((Integer n) -> n + 1).jvmOptions("-Dround=%d").scaledownWindow(Duration.ZERO);'
        ' long t = System.nanoTime(); f.remote(1); System.out.println("co" + "ld=" + (System.nanoTime() - t) / 1000 + ";"); }' % number,
        r"cold=(\d+);",
    )
    time.sleep(1)  # it goes
    return int(found.group(1)) / 1e6


def java_in_docker(image, volume):
    start = time.monotonic()
    docker("run", "--rm", "-v", volume + ":/opt/openmodal/java:ro", image, "/opt/openmodal/java/bin/java", "-version")
    return time.monotonic() - start


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default=default_java())
    arguments.add_argument("--alone", action="store_true")
    arguments.add_argument("--rounds", type=int, default=10)
    given = arguments.parse_args()
    image = os.environ["OPENMODAL_IMAGE"]
    os.environ["OPENMODAL_PROVIDER"] = "local"
    home = tempfile.mkdtemp(prefix="openmodal-bench-")
    os.environ["OPENMODAL_HOME"] = home
    shell = Shell(given.java, "local")
    try:
        shell.run("import java.time.Duration;")
        shell.run('var app = app("bench");')
        shell.run("app.function(() -> 1).remote();")
        volume = [name for name in docker("volume", "ls", "-q").split() if name.startswith("openmodal-java-")][0]
        begun = time.monotonic()
        while not any(name.endswith("-whole") for name in docker("volume", "ls", "-q").split()):
            if time.monotonic() - begun > 120:
                raise SystemExit("no archive was made within two minutes")
            time.sleep(0.5)
        peer = None if given.alone else OpenModalPeer()
        cold, bare, others = [], [], []
        for number in range(given.rounds + 2):
            ours, theirs = first_result(shell, number), java_in_docker(image, volume)
            if number >= 2:  # the client has become warm
                cold.append(ours)
                bare.append(theirs)
                if peer and len(others) < 5:
                    others.append(peer.round(number + int(begun) * 100))
        shell.run("var plus = app.function((Integer n) -> n + 1); for (int i = 0; i < 5000; i++) plus.remote(i);")
        rounds = []
        for _ in range(7):
            shell.run("var times = new long[2000]; for (int i = 0; i < 2000; i++) { long t = System.nanoTime(); plus.remote(i); times[i] = System.nanoTime() - t; } Arrays.sort(times);")
            rounds.append([shell.value("times[%d]" % place) / 1e9 for place in (1000, 1980)])
        warm = [statistics.median(each) for each in zip(*rounds)]
        since = docker("info", "--format", "{{.SystemTime}}")
        edit_times(shell, 20)
        edits = edit_times(shell, 50)
        until = docker("info", "--format", "{{.SystemTime}}")
        events = [json.loads(line) for line in docker("events", "--since", since, "--until", until, "--format", "{{json .}}").splitlines()]
        made = [event for event in events if event.get("Type") in ("image", "builder")]
        shell.run('var sleep = app.function((Integer n) -> { Thread.sleep(500); return n; }).minContainers(8).maxContainers(8);')
        shell.run("sleep.map(IntStream.range(0, 64).boxed()).toList();")
        time.sleep(10)
        sleeps = []
        for _ in range(given.rounds):
            shell.run("long s = System.nanoTime(); sleep.map(IntStream.range(0, 8).boxed()).toList(); long e = System.nanoTime() - s;")
            sleeps.append(shell.value("e") / 1e9)
    finally:
        shell.close()
        shutil.rmtree(home, ignore_errors=True)
    print("%s, %d cores, load %.1f, %s, Docker %s, medians of %d" % (
        datetime.date.today(), os.cpu_count(), os.getloadavg()[0], java_version(given.java), docker("info", "--format", "{{.ServerVersion}}"), given.rounds))
    def of_peer(figure, unit="%.0f ms", by=1e3):
        return unit % (statistics.median(each[figure] for each in others) * by) if others else ""

    print("\n| | provider local | docker run IMAGE java -version | openmodal 0.3.13 --local | goal |\n|---|---|---|---|---|")
    print("| a cold container to its first result | %.0f ms (%.0f to %.0f) | %.0f ms (%.0f to %.0f) | | 500 ms more: %.0f ms |" % (
        statistics.median(cold) * 1e3, min(cold) * 1e3, max(cold) * 1e3, statistics.median(bare) * 1e3, min(bare) * 1e3, max(bare) * 1e3, statistics.median(bare) * 1e3 + 500))
    print("| a warm remote(), p50 and p99 | %.2f ms, %.2f ms | | %s, %s | 0.5 ms |" % (warm[0] * 1e3, warm[1] * 1e3, of_peer("warm", "%.2f ms"), of_peer("slow", "%.2f ms")))
    print("| an edited lambda or function to its result, p50 | %.0f ms | | %s | 100 ms |" % (quantile(edits, 0.5) * 1e3, of_peer("first")))
    print("| builds, pulls and other events of images for 70 edits | %d | | one build each | 0 |" % len(made))
    print("| eight sleeps of 0.5 s on eight warm containers | %.3f s | | %s | 0.55 s |" % (statistics.median(sleeps), of_peer("sleeps", "%.3f s", 1)))


if __name__ == "__main__":
    main()

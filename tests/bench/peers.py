#!/usr/bin/env python3
"""Measures a warm remote call beside Apache Ignite and beside a bare gRPC echo, and prints tables in Markdown.

    python3 tests/bench/peers.py [--java HOME] [--engine jdi|local] [--rounds 7] [--calls 2000] [--warm-up 5000]

All from one jshell: the same lambda by remote() and by Ignite's compute(), and 100 bytes there and back on one gRPC
stream with the TLS, the sockets and the JVM options of a worker. In rounds, one after the other, in another order
each round. Ignite (two server nodes on loopback, peer class loading, no TLS) comes by Maven.
"""
import argparse, datetime, os, platform, shutil, signal, socket, statistics, subprocess, sys, tempfile, zipfile

from shell import ROOT, Shell, default_java, jar, java_version, jvm_flags, jvm_of

SOURCES = os.path.join(ROOT, "tests/bench/peers")
BUILD = os.path.join(ROOT, "build/bench")
LIBRARIES = os.path.join(BUILD, "lib")
CLASSES = os.path.join(BUILD, "classes")

# What Ignite 2.17 wants of Java 17 and later.
OPENED = """
    java.base/java.io java.base/java.lang java.base/java.lang.invoke java.base/java.lang.reflect java.base/java.math
    java.base/java.net java.base/java.nio java.base/java.text java.base/java.time java.base/java.util
    java.base/java.util.concurrent java.base/java.util.concurrent.atomic java.base/java.util.concurrent.locks
    java.base/jdk.internal.access java.base/jdk.internal.misc java.base/sun.nio.ch
    java.base/sun.reflect.generics.reflectiveObjects java.base/sun.util.calendar
    java.management/com.sun.jmx.mbeanserver java.management/sun.management
    jdk.internal.jvmstat/sun.jvmstat.monitor jdk.management/com.sun.management.internal java.sql/java.sql
    """.split()
IGNITE = ["-DIGNITE_UPDATE_NOTIFIER=false", "-DIGNITE_NO_ASCII=true", "-Djava.net.preferIPv4Stack=true"]
IGNITE += ["--add-opens=%s=ALL-UNNAMED" % package for package in OPENED]

GOALS = [
    ("remote / Ignite, p50", "remote", "Ignite", 0, "≤ 0.6"),
    ("remote / Ignite, p99", "remote", "Ignite", 1, "< 1"),
    ("remote / echo, p50", "remote", "echo", 0, "≤ 2.5"),
    ("with an argument: remote / Ignite, p50", "remote(41)", "Ignite(41)", 0, "≤ 0.6"),
    ("with an argument: remote / Ignite, p99", "remote(41)", "Ignite(41)", 1, "< 1"),
]


def ignite_class_path():
    pom, listed = os.path.join(SOURCES, "pom.xml"), os.path.join(BUILD, "ignite.classpath")
    if not os.path.exists(listed) or os.path.getmtime(listed) < os.path.getmtime(pom):
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
        subprocess.run(["mvn", "-q", "-B", "-Dstyle.color=never", "-f", pom, goal, "-Dmdep.outputFile=" + listed], check=True)
    with open(listed) as file:
        return file.read().strip()


def compile_peers(java_home, ignite):
    """Compiles the sources beside this file against Ignite and against the libraries in the one jar."""
    for folder in (LIBRARIES, CLASSES):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    with zipfile.ZipFile(jar()) as one:
        for name in one.namelist():
            if name.startswith("META-INF/openmodal/agent/") and name.endswith(".jar"):
                with one.open(name) as nested, open(os.path.join(LIBRARIES, os.path.basename(name)), "wb") as to:
                    shutil.copyfileobj(nested, to)
    sources = [os.path.join(SOURCES, name) for name in os.listdir(SOURCES) if name.endswith(".java")]
    class_path = os.pathsep.join([os.path.join(LIBRARIES, "*"), ignite])
    subprocess.run([os.path.join(java_home, "bin/javac"), "-proc:none", "-d", CLASSES, "-cp", class_path] + sources, check=True)


class Nodes:
    """Two server nodes of Ignite. They also end when this process does, however that ends: by their standard input."""

    def __init__(self, java_home, ignite, folder):
        self.port = free_port()
        java = [os.path.join(java_home, "bin/java"), "-Xmx512m"] + IGNITE + ["-cp", os.pathsep.join([CLASSES, ignite]), "peers.IgniteNode"]
        self.processes = []
        with open(os.path.join(folder, "nodes.log"), "w") as log:
            for name in ("first", "second"):
                arguments = [name, str(self.port), os.path.join(folder, name)]
                self.processes.append(subprocess.Popen(java + arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True))

    def await_up(self):
        for process in self.processes:
            if not any(line == "up\n" for line in process.stdout):
                sys.exit("an Ignite node ended with %s" % process.wait())

    def close(self):
        for process in self.processes:
            process.kill()
            process.wait()


def free_port():
    """The first of twenty ports that are free now, most likely."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return min(probe.getsockname()[1], 65500)


def prepare(shell, nodes, java_home, folder):
    """Defines in the shell what is to be measured, by name, and makes the first call of each."""
    shell.run('var app = app("bench");')
    worker, _ = shell.ask('System.out.println("wor" + "ker=" + app.function(() -> ProcessHandle.current().pid()).remote() + ";");', r"worker=(\d+);")
    flags = [flag for flag in jvm_flags(jvm_of(int(worker.group(1)))) if "Archive" not in flag]  # it is of other classes
    shell.run("var seven = app.function(() -> 7);")
    shell.run("var next = app.function((Integer i) -> i + 1);")

    shell.run("import org.apache.ignite.lang.*;")
    shell.run('var ignite = peers.IgniteNode.client(%d, "%s");' % (nodes.port, os.path.join(folder, "client")))
    shell.run("IgniteCallable<Integer> ignitesSeven = () -> 7;")
    shell.run("IgniteClosure<Integer, Integer> ignitesNext = i -> i + 1;")

    class_path = [os.path.join(LIBRARIES, name) for name in os.listdir(LIBRARIES)] + [CLASSES + "/"]
    urls = ", ".join('new java.net.URL("file:%s")' % path for path in class_path)
    shell.run("var apart = new java.net.URLClassLoader(new java.net.URL[] {%s}, ClassLoader.getPlatformClassLoader());" % urls)
    options = ", ".join('"%s"' % flag for flag in flags)
    arguments = '"%s/bin/java", "%s", List.of(%s)' % (java_home, os.pathsep.join(class_path), options)
    shell.run('var echo = (Callable<Integer>) apart.loadClass("peers.Echo").getConstructors()[0].newInstance(%s);' % arguments)

    shell.run("interface Timed { int call() throws Exception; }")
    shell.run(
        "String took(Timed call, int expected, int calls) throws Exception {"
        " long[] took = new long[calls];"
        " for (int i = 0; i < calls; i++) {"
        " long t = System.nanoTime(); int r = call.call(); took[i] = System.nanoTime() - t;"
        ' if (r != expected) return "WRONG: " + r; }'
        " Arrays.sort(took);"
        ' return took[calls / 2] + "," + took[calls * 99 / 100]; }'
    )
    return {
        "remote": "() -> seven.remote(), 7",
        "Ignite": "() -> ignite.call(ignitesSeven), 7",
        "echo": "() -> echo.call(), 100",
        "remote(41)": "() -> next.remote(41), 42",
        "Ignite(41)": "() -> ignite.apply(ignitesNext, 41), 42",
    }


def took(shell, what, calls):
    """p50 and p99 of so many calls, in µs."""
    match, _ = shell.ask('System.out.println("to" + "ok=" + took(%s, %d) + ";");' % (what, calls), r"took=(\d+),(\d+);|Exception.*|WRONG.*", 300)
    if not match.group(1):
        sys.exit(match.group(0))
    return int(match.group(1)) / 1e3, int(match.group(2)) / 1e3


def measure(java_home, engine, rounds, calls, warm_up):
    """A list of rounds, each with p50 and p99 by name."""
    ignite = ignite_class_path()
    compile_peers(java_home, ignite)
    folder = tempfile.mkdtemp(prefix="ignite-", dir=BUILD)
    nodes = Nodes(java_home, ignite, folder)
    try:
        shell = Shell(java_home, engine, os.pathsep.join([CLASSES, ignite]), IGNITE)
        nodes.await_up()
        measured = prepare(shell, nodes, java_home, folder)
        names = list(measured)
        for name in names:
            took(shell, measured[name], warm_up)
        results = []
        for r in range(rounds):
            results.append({name: took(shell, measured[name], calls) for name in names[r % len(names):] + names[:r % len(names)]})
        shell.close()
        return names, results
    finally:
        nodes.close()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--java", default=default_java())
    arguments.add_argument("--engine", choices=["jdi", "local"], default="jdi")
    arguments.add_argument("--rounds", type=int, default=7)
    arguments.add_argument("--calls", type=int, default=2000)
    arguments.add_argument("--warm-up", type=int, default=5000)
    given = arguments.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    before = os.getloadavg()
    names, results = measure(given.java, given.engine, given.rounds, given.calls, given.warm_up)
    print("%s, %d cores, %s, jshell's engine %s, client, workers and nodes on %s; Apache Ignite 2.17 without TLS;" % (datetime.date.today(), os.cpu_count(), platform.machine(), given.engine, java_version(given.java)))
    print("%d rounds of %d calls each after %d to warm up; load of the machine %.1f before, %.1f after\n" % (given.rounds, given.calls, given.warm_up, before[0], os.getloadavg()[0]))
    print("| p50 / p99 in µs | " + " | ".join(names) + " |")
    print("|---|" + "---|" * len(names))
    for i, result in enumerate(results):
        print("| round %d | " % (i + 1) + " | ".join("%.0f / %.0f" % result[name] for name in names) + " |")
    median = {name: tuple(statistics.median(result[name][q] for result in results) for q in (0, 1)) for name in names}
    print("| **median** | " + " | ".join("%.0f / %.0f" % median[name] for name in names) + " |")
    print("\n| of the medians | figure | goal |\n|---|---|---|")
    for what, ours, theirs, q, goal in GOALS:
        print("| %s | %.2f | %s |" % (what, median[ours][q] / median[theirs][q], goal))


if __name__ == "__main__":
    main()

"""A real jshell at a pseudo-terminal, and what the benchmarks ask of it and of its workers."""
import glob, os, pty, re, select, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def jar():
    found = [j for j in glob.glob(os.path.join(ROOT, "kernel-extension/target/openmodal-*.jar")) if "original" not in j]
    if not found:
        sys.exit("build first: ./openmodal version")
    return found[0]


def default_java():
    return os.environ.get("JAVA_HOME") or os.path.dirname(os.path.dirname(os.path.realpath(subprocess.check_output(["which", "java"], text=True).strip())))


def java_version(java_home):
    return subprocess.run([os.path.join(java_home, "bin/java"), "-version"], capture_output=True, text=True).stderr.splitlines()[0]


class Shell:
    """A jshell at a pseudo-terminal. `options` are those of the JVM that runs its snippets."""

    def __init__(self, java_home, engine, class_path="", options=()):
        env = dict(os.environ, JAVA_HOME=java_home, TERM="dumb")
        command = ["java", "-jar", jar(), "jshell", "--execution", engine]
        command += ["--class-path", class_path] if class_path else []
        command += ["--", "-s"] + [{"jdi": "-R", "local": "-J"}[engine] + option for option in options]
        self.started = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.execvpe(os.path.join(java_home, "bin/java"), command, env)
        self.seen = ""
        self.ask('System.out.println("re" + "ady")', r"ready\r?\n", 60)

    def ask(self, line, pattern, timeout=60):
        """Types the line and returns the match and the seconds until it was there."""
        self.seen = ""
        start = time.monotonic()
        os.write(self.fd, (line + "\n").encode())
        while True:
            match = re.search(pattern, self.seen)
            if match:
                return match, time.monotonic() - start
            left = timeout - (time.monotonic() - start)
            if left <= 0 or not select.select([self.fd], [], [], left)[0]:
                raise SystemExit("no answer to %r within %s s; last: %r" % (line, timeout, self.seen[-2000:]))
            self.seen += os.read(self.fd, 65536).decode(errors="replace")

    def run(self, line):
        """Types a line that prints nothing, and waits until it is done."""
        self.ask(line, r"\n", 60)
        self.ask('System.out.println("do" + "ne")', r"done\r?\n", 300)

    def value(self, expression, timeout=300):
        """The number that the expression gives."""
        return float(self.ask('System.out.println("val" + "ue=" + (%s) + ";")' % expression, r"value=([-0-9.E]+);", timeout)[0].group(1))

    def close(self):
        os.write(self.fd, b"/exit\n")
        os.waitpid(self.pid, 0)


def quantile(values, q):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(q * len(ordered)))]


def edit_times(shell, count):
    """Runs that many lambdas that the worker has never seen; the seconds inside remote() of each."""
    shell.run("var edited = new ArrayList<Long>();")
    for i in range(count):
        shell.run("{ var f = app.function((Integer i) -> i * %d + %d); long t = System.nanoTime(); int r = f.remote(%d); edited.add(System.nanoTime() - t); if (r != %d) System.out.println(\"WRONG\"); }" % (i + 2, i, i, i * (i + 2) + i))
    listed, _ = shell.ask('System.out.println("ed" + "ited=" + edited + ";")', r"edited=\[([0-9, \r\n]*)\];")
    return [int(nanos) / 1e9 for nanos in listed.group(1).split(",")]


def jvm_of(worker):
    """The worker's JVM: the process that the provider has started, or the java below it where that one only holds the JVM."""
    children = {}
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat) as file:
                pid, name, parent = re.match(r"(\d+) \((.*)\) \S (\d+)", file.read(), re.S).groups()
        except (OSError, AttributeError):
            continue  # it has ended meanwhile
        children.setdefault(int(parent), []).append((int(pid), name))
        if int(pid) == worker and name == "java":
            return worker
    todo = [worker]
    while todo:
        for pid, name in children.get(todo.pop(), []):
            if name == "java":
                return pid
            todo.append(pid)
    raise SystemExit("no JVM below process %d" % worker)


def resident(pid):
    """The resident size of a process in MiB."""
    with open("/proc/%d/status" % pid) as status:
        return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) / 1024


def jvm_flags(pid):
    """The -X and -XX options on the command line of a JVM."""
    with open("/proc/%d/cmdline" % pid) as line:
        return [argument for argument in line.read().split("\0") if argument.startswith("-X")]
